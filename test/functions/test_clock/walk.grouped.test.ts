/** Journeys of a clock whose customer has one invoice for all that falls due together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { House } from '../../kit/house.ts';
import { daysOn, factsIn, historyOf, houseWith, MONTHLY, travel, type Wish } from './journeys.ts';

const SHARED = { invoice_grouping: 'by_billing_day' };
const CALLS = [{ code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.10' }] }];

const shared = (plan: object): Wish => ({ plan: { ...MONTHLY, ...plan }, subscription: SHARED });
const metered = (grace: number, more: object = {}) => shared({ meters: CALLS, grace_hours: grace, ...more });

const TRADE = [
  shared({}),
  shared({ charge: 'in_arrears' }),
  shared({ interval: 'quarter', trial_days: 10 }),
  metered(1),
  metered(24),
  metered(24, { charge: 'in_arrears' }),
];

/** The bills of each invoice that was issued, with its day. */
function invoicesOf(house: House) {
  return factsIn(house, 'invoice.issued').map(({ at, data }) => {
    const { cause } = data as { cause: { bills?: readonly object[] } }; // the fact's own shape

    return [at, cause.bills?.length ?? 1] as const;
  });
}

describe('a jump of the clock of one who has one invoice for all', () => {
  it('leaves the same journal as stepping day by day', async () => {
    const once = await houseWith(TRADE);
    const daily = await houseWith(TRADE);

    await travel(once, daysOn(70));
    for (let day = 1; day <= 70; day += 1) await travel(daily, daysOn(day));

    expect(historyOf(daily)).toEqual(historyOf(once));
    expect(invoicesOf(once).some(([, bills]) => bills > 1)).toBe(true);
  });

  it('leaves the same journal as any journeys to the same end', async () => {
    const stops = fc.array(fc.integer({ min: 1, max: 40 * 24 }), { minLength: 1, maxLength: 3 });
    const trade = fc.subarray(TRADE, { minLength: 2, maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(trade, stops, async (wishes, hours) => {
        const once = await houseWith(wishes);
        const often = await houseWith(wishes);
        const places = hours.map((_, index) => daysOn(sum(hours.slice(0, index + 1)) / 24));

        await travel(once, places.at(-1) ?? daysOn(1));
        for (const place of places) await travel(often, place);

        expect(historyOf(often)).toEqual(historyOf(once));
      }),
      { seed: 20_261_126, numRuns: 3 },
    );
  });

  it('has one invoice for what is due at once, and waits for nobody whose usage has a longer grace', async () => {
    const house = await houseWith([shared({}), shared({}), metered(24), metered(24), metered(48)]);
    const before = invoicesOf(house).length;

    await travel(house, daysOn(35));

    expect(invoicesOf(house).slice(before)).toEqual([
      ['2026-02-14T23:00:00.000Z', 2],
      ['2026-02-15T23:00:00.000Z', 2],
      ['2026-02-16T23:00:00.000Z', 1],
    ]);
  });
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
