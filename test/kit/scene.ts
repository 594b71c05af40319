/** A house in which something has happened, and for the routes that take a body a request that is good there. */
import { customers } from '../../shared/domain/customers.ts';
import { execute } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import {
  agreedWith,
  BUYER,
  LINE,
  made,
  openBusiness,
  orderOf,
  SELLER,
  selfBilledOf,
  SUPPLIER,
} from './goods.ts';
import { type House, openHouse } from './house.ts';

/** What stands in the scene, by the name of the path parameter that leads to it. */
export type Scene = { readonly house: House; readonly params: Readonly<Record<string, string>> };

/** A seller, a customer, orders of both kinds, a paid and an open invoice, a plan, a payment, a key. */
export async function openScene(): Promise<Scene> {
  const house = await openHouse();
  const { entity, customer } = await openBusiness(house);
  const key = await made(house.post('/v1/api_keys', { label: 'Second', scopes: ['orders:read'] }));
  const delivered = await made(house.post('/v1/orders', orderOf(customer, { billing: 'on_fulfilment' })));
  const open = await invoiceOf(house, customer);
  const paid = await invoiceOf(house, customer);
  const payment = await made(
    house.post('/v1/payments', {
      invoice: paid,
      amount: { amount: '50.00', currency: 'EUR' },
      received_on: '2026-11-23',
      reference: 'transfer',
    }),
  );
  await house.drain();
  const { plan, subscription } = await subscribed(house, customer);
  const addOn = await made(house.post('/v1/plans', { ...PLAN, name: 'Locker', kind: 'add_on' }));
  await saveMethod(house, customer);
  const params = {
    legal_entity_id: entity,
    customer_id: customer,
    api_key_id: key,
    order_id: delivered,
    invoice_id: open,
    payment_id: payment,
    plan_id: plan,
    product_id: await made(house.post('/v1/products', PRODUCT)),
    add_on_id: addOn,
    subscription_id: subscription,
    ...(await migrationOf(house, plan)),
    ...(await selfBillingOf(house)),
  };

  return { house, params };
}

const PRODUCT = { name: 'Walnut desk', prices: [{ currency: 'EUR', amount: '349.00' }] };
const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '19.90' }] };

async function subscribed(house: House, customer: string) {
  const plan = await made(house.post('/v1/plans', PLAN));
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  return { plan, subscription: told.body.subscriptions[0] as string };
}

/** A migration that is planned, with the hash by which it is agreed to. */
async function migrationOf(house: House, plan: string) {
  const route = '/v1/plans/{plan_id}/migrations';
  const asked = { route, params: { plan_id: plan }, body: { to_version: 1 }, key: 'migration' };
  const { body: opened } = await house.ask({ method: 'POST', ...asked });
  await house.drain();
  const migration = String(opened.id);
  const { body } = await house.ask({
    method: 'GET',
    route: `${route}/{migration_id}`,
    params: { plan_id: plan, migration_id: migration },
  });

  return { migration_id: migration, migration_hash: String(body.hash) };
}

/** A supplier that agreed to self-billing, and an invoice in its name. */
async function selfBillingOf(house: House) {
  const supplier = await made(house.post('/v1/customers', SUPPLIER));
  const agreement = await made(house.post('/v1/self_billing_agreements', agreedWith(supplier)));
  const { body } = await house.post('/v1/self_billed_invoices', selfBilledOf(agreement));
  await house.drain();

  return {
    supplier_id: supplier,
    self_billing_agreement_id: agreement,
    self_billed_invoice_id: String(body.id),
  };
}

/** A method that the sandbox always approves, saved as a customer would have. */
async function saveMethod(house: House, customer: string): Promise<void> {
  const { ports, tenant, clock } = house;
  const method = { provider: 'sandbox', id: 'pm_approve', providerCustomer: null };
  const acting = { actor: 'test', cause: 'test', trace: 'test', at: clock.now() };
  await execute(ports.journal, customers, {
    ref: { tenant, id: customer },
    command: { do: 'attach_method', method },
    acting,
  });
}

async function invoiceOf(house: House, customer: string): Promise<string> {
  const told = await house.post('/v1/orders', orderOf(customer));
  await house.drain();

  return told.body.invoices[0];
}

const IMPORT = { kind: 'open_items', dry_run: true, as_of: '2026-11-23' };

const itemOf = (customer: unknown, amount = '1.00') => ({
  ...{ external_id: 'A-1', customer, number: 'A-1', issued_on: '2026-11-01', due_on: '2026-11-15' },
  ...{ currency: 'EUR', amount },
});

/** A body that is good, and another one that is good and says something else. */
export type Bodies = { readonly body: object; readonly other: object };

/** For each route that takes a body, what is asked of it. */
export function bodiesFor({ params }: Scene): Readonly<Record<string, Bodies>> {
  const amount = (value: string) => ({ amount: value, currency: 'EUR' });
  const transfer = {
    invoice: params.invoice_id,
    amount: amount('10.00'),
    received_on: '2026-11-23',
    reference: 'by transfer',
  };
  const order = orderOf(params.customer_id, { legal_entity: params.legal_entity_id });

  return {
    'POST /v1/legal_entities': { body: SELLER, other: { ...SELLER, name: 'Other Library GmbH' } },
    'POST /v1/api_keys': {
      body: { label: 'Till', scopes: ['orders:write'] },
      other: { label: 'Till', scopes: ['admin'] },
    },
    'POST /v1/api_keys/{api_key_id}/rotate': { body: { overlap_hours: 1 }, other: { overlap_hours: 2 } },
    'POST /v1/customers': { body: BUYER, other: { ...BUYER, name: 'Other Reader' } },
    'POST /v1/orders': { body: order, other: { ...order, lines: [{ ...LINE, quantity: '3' }] } },
    'POST /v1/orders/{order_id}/fulfilments': {
      body: { lines: [{ line: 1, quantity: '0.5' }], delivered_on: '2026-11-23' },
      other: { lines: [{ line: 1, quantity: '0.25' }], delivered_on: '2026-11-23' },
    },
    'POST /v1/invoices/{invoice_id}/credit_notes': {
      body: { reason: 'wrong' },
      other: { reason: 'returned' },
    },
    'POST /v1/invoices/{invoice_id}/correct': {
      body: { reference: 'PO 4711' },
      other: { reference: 'PO 4712' },
    },
    'POST /v1/products': { body: PRODUCT, other: { ...PRODUCT, name: 'Oak desk' } },
    'POST /v1/products/{product_id}/versions': {
      body: { ...PRODUCT, sku: 'D-2' },
      other: { ...PRODUCT, sku: 'D-3' },
    },
    'POST /v1/plans': { body: PLAN, other: { ...PLAN, name: 'Other room' } },
    'POST /v1/plans/{plan_id}/versions': {
      body: { ...PLAN, prices: [{ currency: 'EUR', amount: '21.90' }] },
      other: { ...PLAN, prices: [{ currency: 'EUR', amount: '22.90' }] },
    },
    'POST /v1/plans/{plan_id}/migrations': {
      body: { to_version: 1 },
      other: { to_version: 1, when: '2026-12-01' },
    },
    'POST /v1/plans/{plan_id}/migrations/{migration_id}/apply': {
      body: { agreed: params.migration_hash },
      other: { agreed: params.migration_hash, first: 1 },
    },
    'POST /v1/billing_runs': { body: {}, other: { target_date: '2026-11-22' } },
    'POST /v1/payments/{payment_id}/refunds': {
      body: { effect: 'unapplied', amount: amount('1.00') },
      other: { effect: 'unapplied', amount: amount('2.00') },
    },
    'POST /v1/customers/{customer_id}/allocations': {
      body: { invoice: params.invoice_id, payment: params.payment_id, amount: amount('1.00') },
      other: { invoice: params.invoice_id, payment: params.payment_id, amount: amount('1.50') },
    },
    'POST /v1/invoices/{invoice_id}/pay': {
      body: { amount: amount('1.00') },
      other: { amount: amount('2.00') },
    },
    'POST /v1/invoices/{invoice_id}/checkout': {
      body: { return_url: 'https://shop.example/a' },
      other: { return_url: 'https://shop.example/b' },
    },
    'POST /v1/subscriptions/{subscription_id}/add_ons': {
      body: { plan: params.add_on_id },
      other: { plan: params.add_on_id, quantity: '2' },
    },
    'POST /v1/subscriptions/{subscription_id}/coupons': {
      body: { name: 'Welcome', off: { percent: '10' } },
      other: { name: 'Welcome', off: { percent: '20' } },
    },
    'POST /v1/imports': {
      body: { ...IMPORT, legal_entity: params.legal_entity_id, rows: [itemOf(params.customer_id)] },
      other: { ...IMPORT, legal_entity: params.legal_entity_id, rows: [itemOf(params.customer_id, '2.00')] },
    },
    'POST /v1/subscriptions/{subscription_id}/charges': {
      body: { description: 'Training day', unit_amount: '500.00' },
      other: { description: 'Training day', unit_amount: '600.00' },
    },
    'POST /v1/customers/{customer_id}/credit_grants': {
      body: { currency: 'EUR', credits: '10', reason: 'Welcome' },
      other: { currency: 'EUR', credits: '20', reason: 'Welcome' },
    },
    'POST /v1/customers/{customer_id}/credit_purchases': {
      body: { currency: 'EUR', credits: '10' },
      other: { currency: 'EUR', credits: '20' },
    },
    'POST /v1/self_billing_agreements': {
      body: agreedWith(params.supplier_id),
      other: { ...agreedWith(params.supplier_id), due_days: 30 },
    },
    'POST /v1/self_billed_invoices': {
      body: selfBilledOf(params.self_billing_agreement_id),
      other: { ...selfBilledOf(params.self_billing_agreement_id), reference: 'June' },
    },
    'POST /v1/self_billed_invoices/{self_billed_invoice_id}/credit_notes': {
      body: { reason: 'wrong' },
      other: { reason: 'returned' },
    },
    'POST /v1/self_billed_invoices/{self_billed_invoice_id}/objection': {
      body: { objected_on: '2026-11-23' },
      other: { objected_on: '2026-11-24' },
    },
    'POST /v1/self_billed_invoices/{self_billed_invoice_id}/payments': {
      body: { amount: amount('1.00'), paid_on: '2026-11-23', reference: 'October' },
      other: { amount: amount('1.00'), paid_on: '2026-11-23', reference: 'November' },
    },
    'POST /v1/exchange_rates': {
      body: { currency: 'USD', date: '2026-11-20', rate: '1.0823', quotation: 'indirect', source: 'ECB' },
      other: { currency: 'USD', date: '2026-11-20', rate: '1.0832', quotation: 'indirect', source: 'ECB' },
    },
    'POST /v1/payments': { body: transfer, other: { ...transfer, reference: 'by another' } },
  };
}

/** The parameters of a path, real ones where the scene has them and well-formed ones of nothing elsewhere. */
export function paramsOf(path: string, { params }: Scene): Readonly<Record<string, string>> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

  return Object.fromEntries(names.map((name) => [name, params[name] ?? FOREIGN[name] ?? 'x']));
}

const FOREIGN: Readonly<Record<string, string>> = {
  billing_run_id: derivedId('run', 'none'),
  credit_note_id: derivedId('crn', 'none'),
  self_billed_credit_note_id: derivedId('sbc', 'none'),
  charge_id: derivedId('chg', 'none'),
  credit_grant_id: derivedId('grt', 'none'),
  payment_method_id: 'pm_none',
  import_id: derivedId('imp', 'none'),
  period: '2026-10',
  provider: 'sandbox',
  line: '1',
  version: '1',
};
