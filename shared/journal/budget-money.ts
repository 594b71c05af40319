/** The budget's lines of money: the customer's account, payments, refunds and the inbox. */
import type { FactBudget } from './fact-budget.ts';

type Rest = Pick<FactBudget, 'bytesMax' | 'writeUnits'> & Partial<FactBudget>;

const line = (aggregate: string, key: string, rest: Rest): FactBudget => ({
  v: 1,
  aggregate,
  key,
  head: 'folded',
  rows: [],
  personalData: 'none',
  ...rest,
});

/** The rows that several kinds of facts move alike. */
const EVENTS = { rows: ['events'] } as const;
const PAYMENTS = ['payments', 'events'] as const;
const DUE = ['payments', 'due payments'] as const;
const DUE_EVENTS = [...DUE, 'events'] as const;
const PREPAID = ['prepaid', 'due prepaid', 'events'] as const;
const DEFERRALS = ['deferrals', 'due deferrals', 'events'] as const;

const ACCOUNT = 'seller, customer, currency';
/** The largest account: every list of its head at its bound, and a commit of as many facts as one may hold. */
const ACCOUNT_BYTES_MAX = 175_000;
const account = (writeUnits: number, rest: Partial<FactBudget> = {}) =>
  line('account', ACCOUNT, { bytesMax: ACCOUNT_BYTES_MAX, writeUnits, ...rest });

const PAYMENT = 'invoice, attempt; or idempotency key where booked by hand';
/** The largest payment: twenty refunds, and the link of a hosted page. */
const PAYMENT_BYTES_MAX = 16_000;
const payment = (writeUnits: number, rows: readonly string[] = []) =>
  line('payment', PAYMENT, { bytesMax: PAYMENT_BYTES_MAX, writeUnits, rows });

const INBOX = 'provider, event id';
const inbox = () =>
  line('inbox', INBOX, {
    bytesMax: 4_000,
    writeUnits: 1,
    head: 'only version 1',
    personalData: 'raw webhook, expiring',
  });

/** The largest balance: a hundred given grants, each limited to ten names, the bought ones, and a document that takes from twenty. */
const prepaid = (writeUnits: number, rows: readonly string[]) =>
  line('prepaid balance', 'seller, customer, currency', { bytesMax: 140_000, writeUnits, rows });

const DEFERRAL = 'invoice';
/** The largest deferral: the most lines of a bill, with the most credit notes in part. */
const DEFERRAL_BYTES_MAX = 60_000;
const deferral = (writeUnits: number, rows: readonly string[]) =>
  line('deferral', DEFERRAL, { bytesMax: DEFERRAL_BYTES_MAX, writeUnits, rows });

/** An import of the most rows, with the longest cells that still fit a commit. */
const IMPORT_BYTES_MAX = 180_000;
const imported = (writeUnits: number) =>
  line('import', 'idempotency key', { bytesMax: IMPORT_BYTES_MAX, writeUnits });

const brought = (aggregate: string, rows: readonly string[]) =>
  line(aggregate, 'seller, external id', { bytesMax: 2_000, writeUnits: 2, head: 'only version 1', rows });
/** The fullest month: 124 rates with the requests that brought them, and 200 invoices that wait. */
const rates = () => line('exchange rates', 'seller, currency, month', { bytesMax: 80_000, writeUnits: 1 });

const turnover = () => line('union turnover', 'seller, year', { bytesMax: 2_000, writeUnits: 2 });

/** Facts about money that is owed, comes, lies unapplied or goes back. */
export const MONEY_BUDGET: Readonly<Record<string, FactBudget>> = {
  // One row in an account's life, so that a customer's accounts can be found; their figures are read from the journal.
  'account.opened': account(1, { rows: ['accounts'] }),
  'item.opened': account(1),
  'item.cleared': account(1, EVENTS),
  'item.reopened': account(1),
  'cash.added': account(1),
  'cash.allocated': account(1, EVENTS),
  'cash.released': account(1, EVENTS),
  'credit.added': account(1),
  'credit.offset': account(1, EVENTS),
  'discount.taken': account(1, EVENTS),
  'discount.withdrawn': account(1, EVENTS),
  'refund.approved': account(1, EVENTS),
  'refund.reversed': account(1, EVENTS),
  'payment.intended': payment(1),
  'payment.accepted': payment(1),
  'payment.action_required': payment(1, PAYMENTS),
  'payment.outcome_unknown': payment(1, DUE_EVENTS),
  'payment.asked': payment(1, DUE),
  'payment.settled': payment(1, PAYMENTS),
  'payment.failed': payment(1, PAYMENTS),
  'payment.cancelled': payment(1, ['payments']),
  'refund.intended': payment(1, ['payments']),
  'refund.accepted': payment(1, ['payments']),
  'refund.outcome_unknown': payment(1, DUE),
  'refund.asked': payment(1, DUE),
  'refund.settled': payment(1, PAYMENTS),
  'refund.failed': payment(1, PAYMENTS),
  'prepaid_balance.opened': prepaid(1, ['prepaid']),
  'prepaid.granted': prepaid(1, PREPAID),
  'prepaid.consumed': prepaid(1, PREPAID),
  'prepaid.released': prepaid(1, PREPAID),
  'prepaid.returned': prepaid(1, PREPAID),
  'prepaid.expired': prepaid(1, PREPAID),
  'prepaid.voided': prepaid(1, PREPAID),
  'prepaid.refunded': prepaid(1, PREPAID),
  // One for each of the above that is about a grant or an invoice.
  'prepaid.recorded': line('prepaid record', 'grant or invoice', { bytesMax: 40_000, writeUnits: 2 }),
  'deferral.opened': deferral(1, ['deferrals', 'due deferrals']),
  'revenue.recognised': deferral(1, DEFERRALS),
  'deferral.credited': deferral(1, DEFERRALS),
  'deferral.ended': deferral(1, ['deferrals', 'due deferrals']),
  'chart.renumbered': line('chart', 'seller', { bytesMax: 3_000, writeUnits: 2 }),
  'period.closed': line('periods', 'seller', { bytesMax: 16_000, writeUnits: 1 }),
  'period.reopened': line('periods', 'seller', { bytesMax: 16_000, writeUnits: 1 }),
  'import.checked': imported(2),
  'import.applied': imported(2),
  'open_item.brought_forward': brought('open item', ['events']),
  'balance.brought_forward': brought('opening balance', ['events']),
  'exchange_rate.recorded': rates(),
  'exchange_rate.awaited': rates(),
  'exchange_rate.resumed': rates(),
  // Two of them for a sale to a consumer in another member state, until the year's threshold is passed; none afterwards.
  'union_turnover.counted': turnover(),
  'union_turnover.reduced': turnover(),
  'union_sale.placed': line('union sale', 'document', {
    ...{ bytesMax: 1_000, writeUnits: 1, head: 'only version 1' },
  }),
  'inbox.recorded': inbox(),
  'inbox.ignored': inbox(),
};
