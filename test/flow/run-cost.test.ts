import { beforeAll, describe, expect, it } from 'vitest';
import { costOfRun, type RunCost, sumOf } from '../bench/run-line.ts';
import { limitsOf, QUOTAS } from '../bench/run-model.ts';

const INVOICES = 300;

describe('a billing run, for each invoice', () => {
  let cost: RunCost;

  beforeAll(async () => {
    cost = await costOfRun(INVOICES);
  });

  it('issues every invoice, of three lines each, and leaves each of them paid', () => {
    expect([cost.invoices, cost.lines]).toEqual([INVOICES, 3]);
    expect(cost.following.units.get('invoice.settled')).toBe(INVOICES);
  });

  it('costs at most four write units of facts until it is issued', () => {
    expect(cost.issuing.usage.writeUnits.journal / INVOICES).toBeLessThanOrEqual(4);
  });

  it('shares its messages and wake-ups with fifty others', () => {
    // What a run needs however small it is: it is opened, planned and begun.
    const fixed = 8;

    expect(cost.issuing.messages.get('invoices.issue')).toBeLessThanOrEqual(INVOICES / 50);
    expect(sumOf(cost.issuing.messages)).toBeLessThanOrEqual(0.02 * INVOICES + fixed);
    expect(sumOf(cost.issuing.invocations)).toBeLessThanOrEqual(0.02 * INVOICES + fixed);
  });

  it('lets what follows travel packed, too: under one message until it is paid', () => {
    expect(sumOf(cost.following.messages) / INVOICES).toBeLessThanOrEqual(1);
  });

  it('heats no partition beyond its quota at the pace of a new table', () => {
    const [narrowest] = limitsOf(cost, QUOTAS.newTable).filter(({ kind }) => kind === 'quota');

    expect(narrowest?.name).toMatch(/^write units of the/);
  });
});
