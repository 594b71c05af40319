import { expect, test } from 'vitest';
import { runMany, seedsOf, told } from './many.ts';

const SEEDS = seedsOf({ from: 1501, count: 170 });

test('a provider that falls silent: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('a provider that falls silent', SEEDS);

  process.stdout.write(`${told('a provider that falls silent', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
});
