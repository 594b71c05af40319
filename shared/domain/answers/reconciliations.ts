/** What the API tells of the reconciliation of a subscription. */
import type { SubscriptionReconciliation } from '../../contracts/reconciliations.ts';
import type { Instant } from '../../kernel/time.ts';
import { differenceOf, type Reconciliation } from '../subscriptions/reconciliation.ts';
import { amountOf } from './payments.ts';

/** The newest bills first, at most so many; the sums are of all. */
export function answerReconciliation(
  id: string,
  of: { readonly reconciliation: Reconciliation; readonly limit: number; readonly asOf: Instant },
): SubscriptionReconciliation {
  const { currency, bills, expectedMinor, billedMinor, pendingMinor, differenceMinor } = of.reconciliation;
  const amount = (minor: bigint) => amountOf(minor, currency);

  return {
    subscription: id,
    object: 'subscription_reconciliation',
    expected: amount(expectedMinor),
    billed: amount(billedMinor),
    pending: amount(pendingMinor),
    difference: amount(differenceMinor),
    count: bills.length,
    bills: bills
      .slice(-of.limit)
      .toReversed()
      .map((bill) => ({
        ...{ kind: bill.kind, number: bill.number, start: bill.start, end: bill.end, pending: bill.pending },
        expected: amount(bill.expectedMinor),
        billed: amount(bill.billedMinor),
        repaired: amount(bill.repairedMinor),
        credited: amount(bill.creditedMinor),
        difference: amount(differenceOf(bill)),
      })),
    as_of: of.asOf,
  };
}
