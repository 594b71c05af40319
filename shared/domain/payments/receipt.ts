/** What became of a payment, as a receipt tells it. */
import type { AccountFact } from '../receivables/account.ts';
import { paidItemsOf } from '../receivables/story.ts';
import { refundedMinorOf, type SettledPayment } from './payment.ts';

/**
 * The invoices that a payment paid, the earliest first, what went back, and what waits on the account. Money that went back
 * with a credit note is not paid any more. The parts sum to what was received; the story is the whole one.
 */
export function receiptOf(id: string, payment: SettledPayment, story: readonly AccountFact[]) {
  const invoices = paidItemsOf(story, id)
    .map(({ item: { number }, amountMinor }) => ({ number, amountMinor }))
    .toReversed();
  const paidBackMinor = refundedMinorOf(payment);
  const appliedMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const { amountMinor: receivedMinor, currency } = payment;

  return {
    ...{ currency, receivedMinor, invoices, paidBackMinor },
    onAccountMinor: receivedMinor - appliedMinor - paidBackMinor,
  };
}
