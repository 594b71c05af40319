/**
 * Every function: what wakes it and what it may touch. Data only; `infra` builds queues, rules and grants from it,
 * the relay routes news by it, the world and the local cloud run it. A line `noun.verb` is the file
 * `functions/noun/verb.ts`, the Lambda, the queue, the alarm and the log field.
 */
import type { Wiring } from './wiring.ts';

const WORK = { size: 10, windowSeconds: 0, concurrencyMax: 20 } as const;

export const TOPOLOGY = {
  'tenants.administer': {
    context: 'documents', // it keeps their logos, and is no function that a customer waits for
    http: [
      'GET /v1/tenant',
      'POST /v1/legal_entities',
      'GET /v1/legal_entities',
      'GET /v1/legal_entities/{legal_entity_id}',
      'PATCH /v1/legal_entities/{legal_entity_id}',
      'POST /v1/api_keys',
      'GET /v1/api_keys',
      'POST /v1/api_keys/{api_key_id}/rotate',
      'POST /v1/api_keys/{api_key_id}/revoke',
    ],
    touches: { journal: 'append', views: 'read', documents: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Answers for the tenant, its legal entities and its API keys; keeps their logos.',
  },
  'customers.keep': {
    context: 'intake',
    http: [
      'POST /v1/customers',
      'GET /v1/customers',
      'GET /v1/customers/{customer_id}',
      'PATCH /v1/customers/{customer_id}',
      'POST /v1/customers/{customer_id}/erase',
    ],
    touches: { journal: 'append', views: 'read', profiles: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Registers, changes, shows and erases customers.',
  },
  'customers.check': {
    context: 'intake',
    facts: ['customer.vat_id_set'],
    queue: true,
    touches: { journal: 'append', profiles: 'read', taxIds: true, sends: ['invoices.issue'] },
    timeoutSeconds: 30,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 2 },
    does: "Asks the register of the Union whether a customer's VAT id is valid.",
  },
  'customers.forget': {
    context: 'intake',
    facts: ['customer.erased'],
    touches: { journal: 'append', profiles: 'write' },
    timeoutSeconds: 30,
    batch: WORK,
    does: 'Deletes the personal data of an erased customer, whatever became of the request that erased it.',
  },
  'orders.place': {
    context: 'intake',
    http: ['POST /v1/orders'],
    touches: { journal: 'append', profiles: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Takes an order once per idempotency key.',
  },
  'orders.change': {
    context: 'intake',
    http: ['POST /v1/orders/{order_id}/cancel', 'POST /v1/orders/{order_id}/fulfilments'],
    touches: { journal: 'append', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Cancels an order, or records what was delivered of it.',
  },
  'orders.read': {
    context: 'intake',
    http: ['GET /v1/orders', 'GET /v1/orders/{order_id}'],
    touches: { journal: 'read', views: 'read', profiles: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Shows orders.',
  },
  'api.describe': {
    context: 'intake',
    http: ['GET /openapi.json'],
    touches: {},
    timeoutSeconds: 5,
    does: 'Serves the OpenAPI document.',
  },
  'events.read': {
    context: 'intake',
    http: ['GET /v1/events'],
    touches: { journal: 'read', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Lists what happened, for integrators.',
  },
  'catalog.keep': {
    context: 'billing',
    http: [
      'POST /v1/plans',
      'POST /v1/plans/{plan_id}/versions',
      'GET /v1/plans',
      'GET /v1/plans/{plan_id}',
      'GET /v1/plans/{plan_id}/versions/{version}',
    ],
    touches: { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Keeps plans, their versions and prices.',
  },
  'usage.keep': {
    context: 'billing',
    http: ['POST /v1/usage_events', 'GET /v1/subscriptions/{subscription_id}/usage'],
    touches: { journal: 'read', usage: true, secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 20,
    does: 'Records what was used, each event once, and shows what it comes to.',
  },
  'subscriptions.start': {
    context: 'billing',
    facts: ['subscription.ordered'],
    touches: { journal: 'append' },
    timeoutSeconds: 30,
    batch: WORK,
    does: 'Starts the subscriptions that an order line asks for.',
  },
  'subscriptions.keep': {
    context: 'billing',
    http: [
      'GET /v1/subscriptions',
      'GET /v1/subscriptions/{subscription_id}',
      'POST /v1/subscriptions/{subscription_id}/cancel',
      'POST /v1/subscriptions/{subscription_id}/preview',
      'POST /v1/subscriptions/{subscription_id}/change',
      'POST /v1/subscriptions/{subscription_id}/withdraw_change',
      'POST /v1/subscriptions/{subscription_id}/pause',
      'POST /v1/subscriptions/{subscription_id}/resume',
      'POST /v1/subscriptions/{subscription_id}/coupons',
    ],
    touches: { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Shows, previews, changes, pauses, discounts and cancels subscriptions.',
  },
  'billing.run': {
    context: 'billing',
    http: [
      'POST /v1/billing_runs',
      'POST /v1/billing_runs/{billing_run_id}/retry',
      'GET /v1/billing_runs',
      'GET /v1/billing_runs/{billing_run_id}',
    ],
    schedules: ['rate(1 hour)'],
    touches: { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 30,
    does: 'Opens a billing run, on schedule or on demand, and shows runs.',
  },
  'billing.plan': {
    context: 'billing',
    facts: ['run.opened', 'run.advanced'],
    touches: { journal: 'append', views: 'read' },
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 5 },
    does: 'Records what is due, page by page, and so hands each page to billing.',
  },
  'billing.bill': {
    context: 'billing',
    facts: [
      'subscription.created',
      'subscription.cancellation_scheduled',
      'subscription.resumed',
      'run.advanced',
    ],
    touches: { journal: 'append' },
    timeoutSeconds: 120, // a message may stand for a whole page of a run
    batch: { size: 5, windowSeconds: 0, concurrencyMax: 20 },
    does: 'Bills what subscriptions owe: one that is new or cancelled, or a page of a run.',
  },
  'invoices.issue': {
    context: 'billing',
    facts: ['order.placed', 'order.fulfilled', 'subscription.billed'],
    touches: { journal: 'append', profiles: 'read', documents: 'write', sends: ['customers.check'] },
    timeoutSeconds: 60,
    batch: { size: 50, windowSeconds: 1, concurrencyMax: 4 },
    does: 'Freezes, numbers and issues the invoices that orders and periods owe.',
  },
  'credit_notes.issue': {
    context: 'billing',
    facts: ['order.cancelled', 'invoice.credit_requested'],
    touches: { journal: 'append', profiles: 'read', documents: 'write' },
    timeoutSeconds: 60,
    batch: { size: 50, windowSeconds: 1, concurrencyMax: 4 },
    does: 'Issues the credit note that takes an invoice back.',
  },
  'invoices.settle': {
    context: 'billing',
    facts: ['item.cleared', 'item.reopened'],
    touches: { journal: 'append' },
    timeoutSeconds: 30,
    batch: WORK,
    does: 'Notes on an invoice or credit note that its open item is cleared.',
  },
  'invoices.read': {
    context: 'documents',
    http: [
      'GET /v1/invoices',
      'GET /v1/invoices/{invoice_id}',
      'GET /v1/invoices/{invoice_id}/lines/{line}/explanation',
      'GET /v1/invoices/{invoice_id}/pdf',
      'POST /v1/invoices/{invoice_id}/credit_notes',
      'GET /v1/credit_notes',
      'GET /v1/credit_notes/{credit_note_id}',
      'GET /v1/credit_notes/{credit_note_id}/pdf',
    ],
    touches: { journal: 'append', views: 'read', documents: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 15,
    does: 'Shows invoices and credit notes, links their PDFs, asks for a credit note.',
  },
  'e_invoices.read': {
    context: 'documents',
    http: [
      'GET /v1/invoices/{invoice_id}/xml',
      'GET /v1/invoices/{invoice_id}/validation',
      'GET /v1/credit_notes/{credit_note_id}/xml',
      'GET /v1/credit_notes/{credit_note_id}/validation',
      'POST /v1/documents/validate',
    ],
    touches: { journal: 'read', documents: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 15,
    does: "Answers documents as XML, the reports on them, and a report on anybody's e-invoice.",
  },
  'documents.render': {
    context: 'documents',
    facts: ['invoice.issued', 'credit_note.issued'],
    touches: { journal: 'read', documents: 'write' },
    timeoutSeconds: 60,
    memoryMegabytes: 512,
    batch: WORK,
    does: 'Renders the PDF of an issued document from its frozen content.',
  },
  'documents.deliver': {
    context: 'documents',
    facts: ['delivery.requested'],
    touches: { journal: 'append', profiles: 'read', documents: 'read', mail: true },
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 5 },
    does: 'Mails an issued document to its customer.',
  },
  'deliveries.keep': {
    context: 'documents',
    http: [
      'POST /v1/invoices/{invoice_id}/send',
      'GET /v1/invoices/{invoice_id}/deliveries',
      'POST /v1/credit_notes/{credit_note_id}/send',
      'GET /v1/credit_notes/{credit_note_id}/deliveries',
    ],
    touches: { journal: 'append', profiles: 'read', secrets: ['pepper'] },
    timeoutSeconds: 10,
    does: 'Takes the wish to mail an issued document and shows what became of it.',
  },
  'receivables.post': {
    context: 'money',
    facts: ['invoice.issued', 'credit_note.issued', 'payment.settled', 'refund.failed'],
    touches: { journal: 'append' },
    timeoutSeconds: 30,
    // Few at once: an account has one writer at a time, and a burst for one customer would only contend.
    batch: { size: 10, windowSeconds: 0, concurrencyMax: 4 },
    does: "Keeps the customer's account: opens items, takes in cash and credits, allocates.",
  },
  'accounts.read': {
    context: 'money',
    http: ['GET /v1/customers/{customer_id}/accounts', 'POST /v1/customers/{customer_id}/allocations'],
    touches: { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: "Shows a customer's accounts and applies unapplied money to an open item.",
  },
  'payments.collect': {
    context: 'money',
    facts: ['item.opened'],
    touches: { journal: 'append', providers: true },
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 20 },
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
    touches: { journal: 'append', views: 'read', secrets: ['pepper', 'cursor'] },
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
    touches: { journal: 'append', providers: true },
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
    touches: { journal: 'append', providers: true },
    timeoutSeconds: 60,
    batch: WORK,
    does: 'Moves a payment or refund to what its recorded webhook says.',
  },
  'payments.resolve': {
    context: 'money',
    later: { facts: ['payment.intended', 'refund.intended'], delaySeconds: 300 },
    schedules: ['rate(15 minutes)'],
    queue: true,
    touches: { journal: 'append', views: 'read', providers: true, sends: ['payments.resolve'] },
    timeoutSeconds: 60,
    batch: WORK,
    does: 'Asks the provider about payments and refunds whose outcome is not known.',
  },
  'ledger.keep': {
    context: 'money',
    http: ['PATCH /v1/ledger/accounts'],
    touches: { journal: 'append', secrets: ['pepper'] },
    timeoutSeconds: 10,
    does: "Keeps the numbers of a seller's chart of accounts.",
  },
  'ledger.read': {
    context: 'money',
    http: ['GET /v1/ledger/accounts', 'GET /v1/ledger/entries', 'GET /v1/ledger/trial_balance'],
    touches: { journal: 'read', views: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 30,
    does: 'Shows the chart of accounts, the journal and the trial balance.',
  },
  'journal.relay': {
    context: 'core',
    stream: true,
    touches: { journal: 'append', sends: 'all' },
    timeoutSeconds: 60,
    does: 'Sends each recorded fact to the queues of those it wakes.',
  },
  'journal.project': {
    context: 'core',
    stream: true,
    touches: { journal: 'append', views: 'write' },
    timeoutSeconds: 60,
    does: 'Writes the view rows that each recorded fact moves.',
  },
  'journal.sweep': {
    context: 'core',
    schedules: ['rate(1 day)'],
    touches: { journal: 'scan', views: 'write', sends: 'all' },
    timeoutSeconds: 900,
    memoryMegabytes: 512,
    does: 'Re-reads the journal and sends again what has had no consequence.',
  },
} as const satisfies Readonly<Record<string, Wiring>>;

/** The name of a function, `noun.verb`. */
export type FunctionName = keyof typeof TOPOLOGY;

/** Every function's name, in the order of the table. */
export const FUNCTION_NAMES = Object.keys(TOPOLOGY) as readonly FunctionName[]; // keys of the literal above

/** A function's line, with every optional part visible to the type checker. */
export function wiringOf(name: FunctionName): Wiring {
  return TOPOLOGY[name];
}

/** `invoices.issue` → `invoices-issue`: the form that AWS names allow. */
export function resourceName(name: FunctionName): string {
  return name.replaceAll('.', '-').replaceAll('_', '-');
}

/** Whether a function has a queue of its own. */
export function hasQueue(name: FunctionName): boolean {
  const wiring = wiringOf(name);

  return Boolean(wiring.facts || wiring.later || wiring.queue);
}
