import { expect, it } from 'vitest';
import { procedureText } from '../../../infra/gobd/procedure.ts';
import { BUDGET } from '../../../shared/journal/budget.ts';
import { FUNCTION_NAMES, wiringOf } from '../../../shared/topology.ts';

const TEXT = procedureText({ supplier: 'Example Ltd', from: '2026-01-01', to: '2026-12-31' });

it('the procedure documentation names every function with what it does and what wakes it', () => {
  const rows = FUNCTION_NAMES.map(
    (name) => TEXT.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '',
  );

  for (const [index, name] of FUNCTION_NAMES.entries()) {
    const { does, http = [], facts = [], schedules = [] } = wiringOf(name);
    for (const told of [does, ...http, ...facts, ...schedules]) expect(rows[index]).toContain(told);
    expect(rows[index]).not.toMatch(/\| +\|$/);
  }
});

it('the procedure documentation names every kind of record and where its personal data lies', () => {
  for (const [type, { personalData }] of Object.entries(BUDGET))
    expect(TEXT).toMatch(new RegExp(`^\\| ${type.replace('.', '\\.')} \\| .+ \\| ${personalData} \\|$`, 'm'));
});

it('the procedure documentation says for how long a live stage locks documents: ten years', () => {
  expect(TEXT).toContain('| live | 3653 | 365 |');
  expect(TEXT).toContain('Example Ltd, 2026-01-01 – 2026-12-31');
});
