/**
 * A small history in which nearly every kind of fact of intake and money happens once, told through the API. The names
 * and addresses in it are canaries: wherever one turns up, personal data has got out.
 */
import { invoiceOfPeriod } from '../../shared/domain/billing.ts';
import { expiriesDue } from '../../shared/flows/expiring.ts';
import { TAX_NUMBER } from './goods.ts';
import type { MainLine } from './main-line.ts';
import { toBeProven, toFrance } from './union-shop.ts';

/** What no item of the journal may hold. */
export const CANARIES = ['Canary Wharfinger', 'canary.person@example.com', 'Canary Lane', 'DE111222339'];

const ADDRESS = { line1: 'Canary Lane 7', postal_code: '10115', city: 'Berlin', country: 'DE' };
const SHOP = { ...ADDRESS, line1: 'Example Street 1' };
const PERSON = {
  name: 'Canary Wharfinger',
  email: 'canary.person@example.com',
  address: ADDRESS,
  vat_id: 'DE111222339',
};
const LINE = { description: 'Desk lamp', quantity: '2', unit_price: '50.00' };

type Answer = Readonly<Record<string, unknown>>;

/** Lets the history happen on a fresh main line. */
export async function sampleHistory(line: MainLine): Promise<void> {
  let requests = 0;
  const call = async (method: string, route: string, body?: unknown, params: Record<string, string> = {}) => {
    requests += 1;
    const told = await line.ask({
      method,
      route,
      params,
      ...(body === undefined ? {} : { body }),
      key: `sample ${requests}`,
    });
    if (told.status >= 300)
      throw new Error(`${method} ${route} was answered ${told.status}: ${JSON.stringify(told.body)}`);
    await line.rest();
    line.pass({ minutes: 7 });

    return (told.body ?? {}) as Answer; // every answer is an object
  };
  const post = (route: string, body?: unknown, params?: Record<string, string>) =>
    call('POST', route, body, params);

  await keys(post);
  const seller = await post('/v1/legal_entities', {
    name: 'Example Trading',
    address: SHOP,
    tax_number: TAX_NUMBER,
    zone: 'Europe/Berlin',
    currency: 'EUR',
  });
  await call('PATCH', '/v1/ledger/accounts', { legal_entity: seller.id, numbers: { revenue: '8400' } });
  await call(
    'PATCH',
    '/v1/legal_entities/{legal_entity_id}',
    {
      email: 'billing@example.com',
      vat_check: 'trust',
      branding: { accent_color: '#1d4ed8' },
      retention_years: 12,
      revenue_recognition: 'by_day',
    },
    { legal_entity_id: String(seller.id) },
  );
  await takenOver(post, seller.id);
  const closing = { legal_entity: seller.id };
  await post('/v1/ledger/periods/{period}/close', closing, { period: '2026-10' });
  const opening = { ...closing, reason: 'A late receipt' };
  await post('/v1/ledger/periods/{period}/reopen', opening, { period: '2026-10' });
  await paidAndRefunded(call, post);
  await refused(post, line);
  await takenBack(post);
  await inAdvance(post);
  await bought(post);
  await byBank(post);
  await paidEarly(post);
  await deferred(post, line);
  await inDollars(post);
  await prepaid(call, post, line);
  await toFrance(post, { person: PERSON, line: LINE });
  await toBeProven(call, { seller: seller.id, person: PERSON, line: LINE });
  await byCustomer(call, post, seller.id);
  await changedAndErased(call, post);
}

type Call = (
  method: string,
  route: string,
  body?: unknown,
  params?: Record<string, string>,
) => Promise<Answer>;
type Post = (route: string, body?: unknown, params?: Record<string, string>) => Promise<Answer>;

async function keys(post: Post): Promise<void> {
  const { id } = await post('/v1/api_keys', { label: 'Shop', scopes: ['orders:write'] });
  const rotated = await post(
    '/v1/api_keys/{api_key_id}/rotate',
    { overlap_hours: 1 },
    { api_key_id: String(id) },
  );
  await post('/v1/api_keys/{api_key_id}/revoke', undefined, { api_key_id: String(rotated.id) });
}

/** An invoice whose number is its customer's own. */
async function byCustomer(call: Call, post: Post, seller: unknown): Promise<void> {
  const patterns = {
    invoice_numbers: '{customer:3}-{number:3}',
    credit_note_numbers: 'C{customer:3}-{number:3}',
  };
  await call(
    'PATCH',
    '/v1/legal_entities/{legal_entity_id}',
    { number_scope: 'customer', number_reset: 'never', ...patterns },
    { legal_entity_id: String(seller) },
  );
  await post('/v1/orders', { customer: PERSON, currency: 'EUR', lines: [LINE] });
}

/** An open item and the balance of the bank, as another system left them. */
async function takenOver(post: Post, seller: unknown): Promise<void> {
  const { id: customer } = await post('/v1/customers', PERSON);
  const frame = { dry_run: true, legal_entity: seller, as_of: '2026-11-22' };
  const item = { external_id: 'A', customer, number: 'A-1', issued_on: '2026-11-01', due_on: '2026-11-15' };
  const balances = [
    { external_id: 'B', account: 'bank', currency: 'EUR', debit: '10.00' },
    { external_id: 'C', account: 'receivables', currency: 'EUR', credit: '10.00' },
  ];
  for (const table of [
    { kind: 'open_items', rows: [{ ...item, currency: 'EUR', amount: '10.00' }] },
    { kind: 'opening_balances', rows: balances },
  ]) {
    const { id, hash } = await post('/v1/imports', { ...frame, ...table });
    await post('/v1/imports/{import_id}/apply', { hash }, { import_id: String(id) });
  }
}

async function payer(post: Post, method: string): Promise<string> {
  const { id } = await post('/v1/customers', PERSON);
  const params = { customer_id: String(id) };
  const body = { provider: 'sandbox', return_url: 'https://shop.example/back' };
  const setup = await post('/v1/customers/{customer_id}/payment_methods', body, params);
  const saved = { provider: 'sandbox', payment_method: method, provider_customer: setup.provider_customer };
  await post('/v1/customers/{customer_id}/payment_methods', saved, params);

  return String(id);
}

async function orderOf(post: Post, customer: unknown, more: object = {}): Promise<Answer> {
  return post('/v1/orders', { customer, currency: 'EUR', lines: [LINE], ...more });
}

/** Paid by a saved method and taken back as a whole; a second one is given back in part and so owed again. */
async function paidAndRefunded(call: Call, post: Post): Promise<void> {
  const customer = await payer(post, 'pm_approve');
  const { invoices } = await orderOf(post, customer);
  const params = { invoice_id: String((invoices as readonly string[])[0]) };
  await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned', remainder: 'refund' }, params);
  await post('/v1/invoices/{invoice_id}/send', undefined, params);
  const second = await orderOf(post, customer);
  const payments = (await call('GET', '/v1/payments')).data as readonly Answer[]; // a list as answered
  const { id } = payments.find(({ invoice }) => invoice === (second.invoices as readonly string[])[0]) ?? {};
  const part = { effect: 'reopen', amount: { amount: '1.00', currency: 'EUR' } };
  await post('/v1/payments/{payment_id}/refunds', part, { payment_id: String(id) });
}

/** A hard decline, a confirmation that never comes, a provider that falls silent, a refund that fails. */
async function refused(post: Post, line: MainLine): Promise<void> {
  for (const method of ['pm_decline_hard', 'pm_action_required', 'pm_timeout_after'])
    await orderOf(post, await payer(post, method));
  await line.later();
  const { invoices } = await orderOf(post, await payer(post, 'pm_refund_fails'));
  const params = { invoice_id: String((invoices as readonly string[])[0]) };
  await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'wrong', remainder: 'refund' }, params);
}

/** An inline customer's order is delivered in part, and its invoice corrected; another is cancelled unpaid. */
async function takenBack(post: Post): Promise<void> {
  const order = await orderOf(post, PERSON, { billing: 'on_fulfilment' });
  const delivery = { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' };
  const { invoice } = await post('/v1/orders/{order_id}/fulfilments', delivery, {
    order_id: String(order.id),
  });
  const dearer = [{ line: 1, unit_price: '20.00' }];
  await post('/v1/invoices/{invoice_id}/correct', { lines: dearer }, { invoice_id: String(invoice) });
  const mistaken = await orderOf(post, PERSON);
  await post('/v1/orders/{order_id}/cancel', undefined, { order_id: String(mistaken.id) });
}

/** A supplier agrees to self-billing, has one invoice written in its name, and objects to it in the end. */
async function bought(post: Post): Promise<void> {
  const { id: supplier } = await post('/v1/customers', { ...PERSON, vat_id: 'DE136695976' });
  const { id: agreement } = await post('/v1/self_billing_agreements', { supplier, agreed_on: '2026-01-01' });
  const commission = [{ description: 'Commission', quantity: '1', unit_price: '250.00' }];
  const wish = { agreement, currency: 'EUR', supplied_on: '2026-10-31', lines: commission };
  const { id: invoice } = await post('/v1/self_billed_invoices', wish);
  const params = { self_billed_invoice_id: String(invoice) };
  const route = '/v1/self_billed_invoices/{self_billed_invoice_id}';
  const lines = [{ line: 1, amount: '100.00' }];
  await post(`${route}/credit_notes`, { reason: 'wrong', lines }, params);
  const amount = { amount: '100.00', currency: 'EUR' };
  await post(`${route}/payments`, { amount, paid_on: '2026-11-23', reference: 'Commission' }, params);
  await post(`${route}/objection`, { objected_on: '2026-11-23' }, params);
  const ending = '/v1/self_billing_agreements/{self_billing_agreement_id}/end';
  await post(ending, { ended_on: '2026-12-31' }, { self_billing_agreement_id: String(agreement) });
}

/** Two deposits, of which the second is never paid, and the final invoice that deducts the first. */
async function inAdvance(post: Post): Promise<void> {
  const deposits = [{ percent: '50' }, { amount: '11.90' }];
  const order = await orderOf(post, PERSON, { billing: 'on_fulfilment', deposits });
  await post('/v1/payments', {
    amount: { amount: '59.50', currency: 'EUR' },
    received_on: '2026-11-23',
    invoice: (order.invoices as readonly string[])[0],
    reference: 'Deposit',
  });
  const delivery = { lines: [{ line: 1, quantity: '2' }], delivered_on: '2026-11-23' };
  await post('/v1/orders/{order_id}/fulfilments', delivery, { order_id: String(order.id) });
}

/** Money by bank: too much for one invoice, the rest applied to the next by hand. */
async function byBank(post: Post): Promise<void> {
  const first = await orderOf(post, PERSON);
  const customer = String(first.customer);
  const transfer = {
    amount: { amount: '200.00', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'RE 1',
  };
  const payment = await post('/v1/payments', {
    ...transfer,
    invoice: (first.invoices as readonly string[])[0],
  });
  const next = await orderOf(post, customer);
  const invoice = (next.invoices as readonly string[])[0];
  const allocation = { invoice, payment: payment.id, amount: { amount: '10.00', currency: 'EUR' } };
  await post('/v1/customers/{customer_id}/allocations', allocation, { customer_id: customer });
  const part = { effect: 'unapplied', amount: { amount: '1.00', currency: 'EUR' } };
  await post('/v1/payments/{payment_id}/refunds', part, { payment_id: String(payment.id) });
}

/** Paid in time less two percent, and given back in part. */
async function paidEarly(post: Post): Promise<void> {
  const { invoices } = await orderOf(post, PERSON, { discount_terms: [{ days: 14, percent: '2' }] });
  const payment = await post('/v1/payments', {
    amount: { amount: '116.62', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'RE 2',
    invoice: (invoices as readonly string[])[0],
  });
  const part = { effect: 'reopen', amount: { amount: '1.00', currency: 'EUR' } };
  await post('/v1/payments/{payment_id}/refunds', part, { payment_id: String(payment.id) });
}

/** Credits of which one order takes a part that comes back; one grant is voided, and one lapses. */
async function prepaid(call: Call, post: Post, line: MainLine): Promise<void> {
  const { customer } = await orderOf(post, PERSON);
  const params = { customer_id: String(customer) };
  const grant = (more: object) =>
    post(
      '/v1/customers/{customer_id}/credit_grants',
      { currency: 'EUR', credits: '10', reason: 'Welcome', ...more },
      params,
    );
  await grant({ priority: 1 });
  const unused = await grant({});
  await grant({ expires_on: '2026-11-24' });
  line.pass({ days: 1 });
  const { views, queues, clock } = line.ports;
  await queues.send(await expiriesDue(views, line.tenant, clock.now()));
  await line.rest();
  const { invoices } = await orderOf(post, String(customer), { lines: [{ ...LINE, unit_price: '2.00' }] });
  const back = { invoice_id: String((invoices as readonly string[])[0]) };
  await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, back);
  const route = '/v1/customers/{customer_id}/credit_grants/{credit_grant_id}/void';
  await post(route, undefined, { ...params, credit_grant_id: String(unused.id) });
  const sold = await post(
    '/v1/customers/{customer_id}/credit_purchases',
    { currency: 'EUR', credits: '5' },
    params,
  );
  const paid = {
    amount: { amount: '5.00', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'Top-up',
  };
  await post('/v1/payments', { ...paid, invoice: String(sold.invoice) });
  const refund = '/v1/customers/{customer_id}/credit_grants/{credit_grant_id}/refund';
  await post(refund, undefined, { ...params, credit_grant_id: String(sold.credit_grant) });
  await call('GET', '/v1/customers/{customer_id}/prepaid_balances', undefined, params);
}

/** A year that is billed in its second month, taken back in part, and ended within itself. */
async function deferred(post: Post, { tenant }: MainLine): Promise<void> {
  const prices = [{ currency: 'EUR', amount: '120.00' }];
  const { id: plan } = await post('/v1/plans', { name: 'Reading room', interval: 'year', prices });
  const subscription = { start_on: '2026-10-01' };
  const line = { description: 'Reading room, a year', quantity: '1', plan, subscription };
  const { subscriptions } = await post('/v1/orders', { customer: PERSON, currency: 'EUR', lines: [line] });
  const invoice = invoiceOfPeriod(tenant, String((subscriptions as readonly string[])[0]), 0);
  const part = [{ line: 1, amount: '10.00' }];
  await post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'goodwill', lines: part },
    { invoice_id: invoice },
  );
  const ended = { subscription_id: String((subscriptions as readonly string[])[0]) };
  await post('/v1/subscriptions/{subscription_id}/cancel', { at: 'now' }, ended);
}

/** Delivered before anybody recorded the exchange rate that its invoice needs. */
async function inDollars(post: Post): Promise<void> {
  const order = await orderOf(post, PERSON, { currency: 'USD', billing: 'on_fulfilment' });
  const delivery = { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-20' };
  await post('/v1/orders/{order_id}/fulfilments', delivery, { order_id: String(order.id) });
  await post('/v1/exchange_rates', { currency: 'USD', date: '2026-11-19', rate: '0.9216', source: 'ECB' });
}

async function changedAndErased(call: Call, post: Post): Promise<void> {
  const customer = await payer(post, 'pm_approve');
  const params = { customer_id: customer };
  await call('PATCH', '/v1/customers/{customer_id}', { name: 'Canary Wharfinger the Younger' }, params);
  const method = { ...params, payment_method_id: 'pm_approve' };
  await call('DELETE', '/v1/customers/{customer_id}/payment_methods/{payment_method_id}', undefined, method);
  await post('/v1/customers/{customer_id}/erase', undefined, params);
}
