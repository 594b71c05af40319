import { beforeAll, describe, expect, it } from 'vitest';
import { costOfRun, type RunCost, sumOf } from '../bench/run-line.ts';
import { limitsOf, QUOTAS } from '../bench/run-model.ts';

const INVOICES = 50;

describe('a billing run, for each invoice', () => {
  let cost: RunCost;

  beforeAll(async () => {
    cost = await costOfRun(INVOICES);
  });

  it('issues every invoice, of three lines each, and leaves each of them paid', () => {
    expect([cost.invoices, cost.lines]).toEqual([INVOICES, 3]);
    expect(cost.following.units.get('invoice.settled')).toBe(INVOICES);
  });

  it('costs at most four write units of facts until it is issued, and one message', () => {
    expect(cost.issuing.usage.writeUnits.journal / INVOICES).toBeLessThanOrEqual(4);
    expect(cost.issuing.messages.get('invoices.issue')).toBe(INVOICES);
    expect(sumOf(cost.issuing.messages) - INVOICES).toBeLessThanOrEqual(8);
  });

  it('heats no partition beyond its quota at the pace of a new table', () => {
    const [narrowest] = limitsOf(cost, QUOTAS.newTable).filter(({ kind }) => kind === 'quota');

    expect(narrowest?.name).toMatch(/^write units of the/);
  });
});
