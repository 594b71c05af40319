import { expect, test } from 'vitest';
import { missingIn, runMany, seedsOf, told } from './many.ts';

/** What these histories are about; none of it may go missing from them. */
const DRAWN = [
  ...['subscription.changed', 'subscription.paused', 'subscription.resumed', 'subscription.ended'],
  ...['subscription.suspended', 'subscription.reinstated', 'subscription.payment_awaited'],
  'subscription.start_set',
  ...['subscription.renewed', 'subscription.cancellation_withdrawn', 'subscription.charge_added'],
  ...['subscription.coupon_added', 'subscription.regrouped', 'gathering.joined', 'bills.gathered'],
  ...['migration.page_applied', 'import.applied'],
  ...['line whole', 'line part', 'line credit', 'line usage', 'line one_off', 'line true_up'],
];

const SEEDS = seedsOf({ from: 7_001, count: 85 });

test('subscriptions that change: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('subscriptions that change', SEEDS);

  process.stdout.write(`${told('subscriptions that change', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
  expect(missingIn(tally, [...DRAWN, 'change noted'])).toEqual([]);
});
