/** Business metrics of a commit. A retried batch may count a commit twice, so they show trends; the ledger shows amounts. */
import type { Commit } from '../ports.ts';

/** A metric to emit. */
export type Metric = {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
};

const COUNTED: Readonly<Record<string, string>> = {
  'order.placed': 'OrdersPlaced',
  'invoice.issued': 'InvoicesIssued',
  'credit_note.issued': 'CreditNotesIssued',
  'payment.settled': 'PaymentsSettled',
  'payment.failed': 'PaymentsFailed',
  'payment.outcome_unknown': 'PaymentsUnknown',
  'refund.settled': 'RefundsSettled',
  'subscription.created': 'SubscriptionsStarted',
  'subscription.parked': 'BillingRunFailures',
};

/** What a commit adds to the counts, and what an invoice adds to the amount invoiced, in minor units of its currency. */
export function metricsOf(commit: Commit): readonly Metric[] {
  return commit.facts.flatMap(({ type, data }) => {
    const name = COUNTED[type];
    if (!name) return [];
    const counted: Metric = { name, value: 1, dimensions: {} };
    if (type !== 'invoice.issued') return [counted];
    const { currency, grossMinor } = data as { currency: string; grossMinor: bigint }; // the fact's own shape

    return [counted, { name: 'InvoicedMinor', value: Number(grossMinor), dimensions: { currency } }];
  });
}
