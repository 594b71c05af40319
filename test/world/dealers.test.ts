import { expect, test } from 'vitest';
import { missingIn, runMany, seedsOf, told } from './many.ts';

/** What these histories are about; none of it may go missing from them. */
const DRAWN = [
  ...['order.placed', 'order.fulfilled', 'order.cancelled', 'invoice.issued', 'credit_note.issued'],
  ...['invoice.correction_requested', 'self_billed_invoice.issued', 'product.published'],
  ...['subscription.add_on_added', 'prepaid.granted', 'prepaid.consumed', 'refund.settled'],
  ...['prepaid.expired', 'prepaid.refunded', 'period.closed'],
];

const SEEDS = seedsOf({ from: 9_001, count: 25 });

test('orders of every form: every history ends as it must', { timeout: 240_000 }, async () => {
  const tally = await runMany('orders of every form', SEEDS);

  process.stdout.write(`${told('orders of every form', tally)}\n`);
  expect(tally.histories).toBe(SEEDS.length);
  expect(missingIn(tally, DRAWN)).toEqual([]);
});
