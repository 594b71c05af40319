/** What collects, allocates and keeps the books: the functions of the stack `money`. */
import { type Wiring, WORK } from './wiring.ts';

/** What several of these functions may do alike; every bundle carries the topology, so it is said once. */
const KEEPS = { journal: 'append', secrets: ['pepper'] } as const;
const READS = { journal: 'append', views: 'read', secrets: ['pepper'] } as const;
const LISTS = { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] } as const;
const PAGES = { journal: 'append', secrets: ['pepper', 'cursor'] } as const;
const CHARGES = { journal: 'append', providers: true } as const;

export const MONEY = {
  'receivables.post': {
    context: 'money',
    facts: [
      'invoice.issued',
      'open_item.brought_forward',
      'credit_note.issued',
      'payment.settled',
      'refund.failed',
    ],
    touches: { journal: 'append', sends: ['receivables.post'] },
    timeoutSeconds: 30,
    // Few at once: an account has one writer at a time, and a burst for one customer would only contend.
    batch: { size: 10, windowSeconds: 0, concurrencyMax: 4, facts: 20 },
    does: "Keeps the customer's account: opens items, takes in cash and credits, allocates.",
  },
  'accounts.read': {
    context: 'money',
    http: ['GET /v1/customers/{customer_id}/accounts', 'POST /v1/customers/{customer_id}/allocations'],
    touches: LISTS,
    timeoutSeconds: 10,
    does: "Shows a customer's accounts and applies unapplied money to an open item.",
  },
  'prepaid.keep': {
    context: 'money',
    http: [
      'POST /v1/customers/{customer_id}/credit_grants',
      'POST /v1/customers/{customer_id}/credit_grants/{credit_grant_id}/void',
      'POST /v1/customers/{customer_id}/credit_grants/{credit_grant_id}/refund',
      'GET /v1/customers/{customer_id}/prepaid_balances',
    ],
    touches: READS,
    timeoutSeconds: 10,
    does: 'Grants prepaid credits, voids or refunds what is unused, shows the balances.',
  },
  'prepaid.sell': {
    context: 'money',
    http: ['POST /v1/customers/{customer_id}/credit_purchases'],
    touches: { journal: 'append', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Sells prepaid credits: places the order whose invoice grants them once it is paid.',
  },
  'prepaid.refund': {
    context: 'money',
    facts: ['prepaid.refunded'],
    touches: { journal: 'append' },
    timeoutSeconds: 30,
    batch: WORK,
    does: 'Has the invoice that sold credits taken back by what was unused of them.',
  },
  'prepaid.expire': {
    context: 'money',
    schedules: ['rate(1 hour)'],
    queue: true,
    touches: { journal: 'append', views: 'read', sends: ['prepaid.expire'] },
    timeoutSeconds: 60,
    batch: WORK,
    does: 'Lets prepaid credits lapse on the day on which they expire.',
  },
  'exchange_rates.keep': {
    context: 'money',
    http: ['POST /v1/exchange_rates', 'GET /v1/exchange_rates'],
    touches: PAGES,
    timeoutSeconds: 10,
    does: 'Records the exchange rates that tax is converted at, and shows them.',
  },
  'exchange_rates.resume': {
    context: 'money',
    facts: ['exchange_rate.recorded'],
    touches: { journal: 'append', sends: ['invoices.issue'] },
    timeoutSeconds: 30,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 2 },
    does: 'Hands the invoices that waited for an exchange rate over again.',
  },
  'tax.read': {
    context: 'money',
    http: ['GET /v1/tax/oss_threshold', 'GET /v1/tax/oss_return'],
    touches: { journal: 'read', views: 'read', secrets: ['pepper'] },
    timeoutSeconds: 29,
    does: 'Shows where a seller stands against the threshold of the one-stop shop, and the return of a quarter.',
  },
  'payments.collect': {
    context: 'money',
    facts: ['item.opened'],
    touches: { ...CHARGES, sends: ['payments.collect'] },
    timeoutSeconds: 60,
    // As many charges as end within the timeout where each takes its longest.
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 20, facts: 5 },
    does: 'Asks the provider to charge what is open, once per invoice and attempt.',
  },
  'payments.take': {
    context: 'money',
    http: [
      'POST /v1/payments',
      'GET /v1/payments',
      'GET /v1/payments/{payment_id}',
      'POST /v1/payments/{payment_id}/refunds',
    ],
    touches: LISTS,
    timeoutSeconds: 10,
    does: 'Books bank transfers, shows payments, approves refunds.',
  },
  'payments.attempt': {
    context: 'money',
    http: ['POST /v1/invoices/{invoice_id}/pay', 'POST /v1/invoices/{invoice_id}/checkout'],
    touches: { journal: 'append', providers: true, secrets: ['pepper'] },
    timeoutSeconds: 29,
    does: 'Charges the saved method for an open invoice, or opens a hosted page for it.',
  },
  'payment_methods.keep': {
    context: 'money',
    http: [
      'POST /v1/customers/{customer_id}/payment_methods',
      'GET /v1/customers/{customer_id}/payment_methods',
      'DELETE /v1/customers/{customer_id}/payment_methods/{payment_method_id}',
    ],
    touches: { journal: 'append', providers: true, secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 30,
    does: 'Attaches, lists and detaches payment methods.',
  },
  'payments.refund': {
    context: 'money',
    facts: ['refund.approved'],
    touches: CHARGES,
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 10 },
    does: 'Sends an approved refund to the provider.',
  },
  'payments.receive': {
    context: 'money',
    http: ['POST /v1/webhooks/{provider}'],
    touches: { journal: 'append', documents: 'write', providers: true },
    timeoutSeconds: 10,
    does: "Verifies a provider's webhook over its raw bytes, records it, answers.",
  },
  'payments.settle': {
    context: 'money',
    facts: ['inbox.recorded'],
    touches: { ...CHARGES, sends: ['payments.settle'] },
    timeoutSeconds: 60,
    batch: { ...WORK, facts: 20 },
    does: 'Moves a payment or refund to what its recorded webhook says.',
  },
  'payments.resolve': {
    context: 'money',
    later: { facts: ['payment.intended', 'refund.intended'], delaySeconds: 300 },
    schedules: ['rate(15 minutes)'],
    queue: true,
    touches: { journal: 'append', views: 'read', providers: true, sends: ['payments.resolve'] },
    timeoutSeconds: 60,
    // As many questions as end within the timeout where each takes its longest.
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 20, facts: 5 },
    does: 'Asks the provider about payments and refunds whose outcome is not known.',
  },
  'ledger.keep': {
    context: 'money',
    http: ['PATCH /v1/ledger/accounts'],
    touches: KEEPS,
    timeoutSeconds: 10,
    does: "Keeps the numbers of a seller's chart of accounts.",
  },
  'imports.keep': {
    context: 'money',
    http: ['POST /v1/imports', 'GET /v1/imports/{import_id}', 'POST /v1/imports/{import_id}/apply'],
    touches: KEEPS,
    timeoutSeconds: 29,
    does: 'Checks and takes over subscriptions, open items and opening balances of another system.',
  },
  'ledger.close': {
    context: 'money',
    http: [
      'GET /v1/ledger/periods',
      'POST /v1/ledger/periods/{period}/close',
      'POST /v1/ledger/periods/{period}/reopen',
    ],
    touches: READS,
    timeoutSeconds: 29,
    does: 'Closes the months of the books and opens them again.',
  },
  'ledger.read': {
    context: 'money',
    http: [
      'GET /v1/ledger/accounts',
      'GET /v1/ledger/entries',
      'GET /v1/ledger/trial_balance',
      'GET /v1/ledger/deferred_revenue',
    ],
    touches: { journal: 'read', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 30,
    does: 'Shows the chart of accounts, the journal, the trial balance and deferred revenue.',
  },
  'ledger.recognise': {
    context: 'money',
    facts: [
      'revenue.deferred',
      'credit_note.issued',
      'subscription.changed',
      'subscription.ended',
      'subscription.credit_returned',
    ],
    schedules: ['rate(1 hour)'],
    queue: true,
    touches: { journal: 'append', views: 'read', sends: ['ledger.recognise'] },
    timeoutSeconds: 60,
    batch: WORK,
    does: 'Defers the unearned revenue of invoices and recognises it month by month.',
  },
} as const satisfies Readonly<Record<string, Wiring>>;
