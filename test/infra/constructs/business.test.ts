import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUSINESS_FIGURES, BUSINESS_WATCHES } from '../../../infra/constructs/business.ts';

test('every figure that rings or is shown is written by a function', () => {
  const written = ['functions', 'shared'].flatMap(textsUnder).join('\n');

  const silent = [...BUSINESS_WATCHES.map(({ metricName }) => metricName), ...BUSINESS_FIGURES].filter(
    (name) => !written.includes(`'${name}'`),
  );

  expect(silent).toEqual([]);
});

function textsUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(`${folder}/${path}`, 'utf8'));
}
