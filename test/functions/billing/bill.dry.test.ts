import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  billed,
  type Desk,
  desk,
  erase,
  factsIn,
  openRun,
  order,
  publishPlan,
  register,
  showRun,
} from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';
const PRICES = [
  { currency: 'EUR', amount: '19.90' },
  { currency: 'CHF', amount: '21.00' },
];

/** Readers who pay in two currencies, in advance and in arrears, and one whose account cannot be billed. */
async function library(): Promise<Desk> {
  const at = await desk(JANUARY);
  const monthly = await publishPlan(at, { prices: PRICES }, 'monthly');
  const later = await publishPlan(at, { prices: PRICES, charge: 'in_arrears' }, 'later');
  await order(at, [monthly, monthly, later]);
  await order(at, [monthly, later], { key: 'francs', currency: 'CHF' });
  const erased = await register(at, 'erased');
  await order(at, [monthly], { key: 'erased', customer: erased });
  await erase(at, erased);

  return at;
}

const comparable = ({ counts, totals, progress, failures }: Record<string, unknown>) => ({
  counts,
  totals,
  progress,
  failures,
});

const ofSubscriptions = (at: Desk) => at.journal.stream.filter(({ id }) => id.startsWith('sub_'));

describe('a dry run', () => {
  it('comes to the same counts, totals and failures as the run at the same cut, opened hours later', async () => {
    const at = await library();
    at.clock.set('2026-04-15T08:00:00.000Z');
    const cut = { target_date: '2026-03-31' };

    const dry = await openRun(at, 'dry', { ...cut, dry_run: true });
    at.clock.advance({ hours: 5 });
    const real = await openRun(at, 'real', cut);

    expect(comparable(dry)).toEqual(comparable(real));
    expect(dry).toMatchObject({
      dry_run: true,
      status: 'finished',
      counts: { planned: 6, billed: 5, unchanged: 0, failed: 1 },
      // Of two months: in advance and in arrears alike.
      totals: {
        periods: 10,
        net: [
          { amount: '168.00', currency: 'CHF' },
          { amount: '238.80', currency: 'EUR' },
        ],
      },
      failures: [{ code: 'customer.erased' }],
    });
    expect(real).toMatchObject({ dry_run: false, status: 'finished' });
  });

  it('leaves no trace in any subscription, issues nothing, and what is due stays due', async () => {
    const at = await library();
    at.clock.set('2026-04-15T08:00:00.000Z');
    const before = ofSubscriptions(at);

    const first = await openRun(at, 'dry', { dry_run: true });
    const second = await openRun(at, 'dry again', { dry_run: true });

    expect(ofSubscriptions(at)).toEqual(before);
    expect(factsIn(at, 'subscription.parked')).toEqual([]);
    expect(comparable(second)).toEqual(comparable(first));
  });

  it('bills nothing however often its pages come, in any order, and counts each subscription once', async () => {
    const at = await library();
    at.clock.set('2026-04-15T08:00:00.000Z');
    const count = billed(at).length;

    const answer = await at.call('billing.run', {
      routeKey: 'POST /v1/billing_runs',
      body: JSON.stringify({ dry_run: true }),
      key: 'dry',
    });
    await at.settle({ times: 4, seed: 7 });

    expect(billed(at)).toHaveLength(count);
    expect(await showRun(at, String(answer.body.id))).toMatchObject({
      status: 'finished',
      counts: { planned: 6, billed: 5, failed: 1 },
    });
  });

  it('foretells the real run for any readers, in any half year', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            interval: fc.constantFrom('week', 'month', 'year'),
            charge: fc.constantFrom('in_advance', 'in_arrears'),
            currency: fc.constantFrom('EUR', 'CHF'),
            trial_days: fc.constantFrom(0, 14),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.integer({ min: 0, max: 160 }),
        async (readers, days) => {
          const at = await desk(JANUARY);
          for (const [index, { currency, ...rest }] of readers.entries()) {
            const plan = await publishPlan(at, { prices: PRICES, ...rest }, `plan ${index}`);
            await order(at, [plan], { key: `order ${index}`, currency });
          }
          at.clock.advance({ hours: 24 * days });

          const dry = await openRun(at, 'dry', { dry_run: true });
          const real = await openRun(at, 'real');

          expect(comparable(dry)).toEqual(comparable(real));
        },
      ),
      { seed: 20_261_125, numRuns: 40 },
    );
  });
});
