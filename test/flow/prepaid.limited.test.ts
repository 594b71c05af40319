/** Prepaid credits that are limited to plans or meters; the independent checker looks at the whole journal after each story. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { found } from '../kit/found.ts';
import { made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { travel } from '../functions/test_clock/journeys.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const GRANTS = '/v1/customers/{customer_id}/credit_grants';

let house: House;
let customer: string;
let entity: string;
let plan: string;

beforeEach(async () => {
  house = await openHouse({ start: '2026-01-31T10:00:00.000Z' });
  ({ customer, entity } = await openBusiness(house, { tax_number: '37/123/45678' }));
  const prices = [{ currency: 'EUR', amount: '20.00' }];
  const calls = { code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.10' }] };
  plan = await made(
    house.post('/v1/plans', { name: 'Room', interval: 'month', prices, meters: [calls], grace_hours: 0 }),
  );
});

afterEach(async () => {
  expect(await found(house)).toEqual([]);
});

const params = () => ({ customer_id: customer });

async function give(more: object = {}) {
  const body = { currency: 'EUR', credits: '100', reason: 'Welcome', ...more };
  const told = await house.post(GRANTS, body, { params: params() });
  await house.drain();

  return told.body;
}

/** A subscription with usage for 5.00, and what it is invoiced next. */
async function subscribed() {
  const lines = [{ description: 'Room', quantity: '1', plan }];
  const { body } = await house.post('/v1/orders', { customer, currency: 'EUR', lines });
  await house.drain();
  const [subscription] = body.subscriptions;
  house.clock.set('2026-02-10T12:00:00.000Z');
  const event = { id: 'a', subscription, meter: 'calls', at: '2026-02-10T10:00:00.000Z', quantity: '50' };
  await house.post('/v1/usage_events', { events: [event] });
  const route = '/v1/subscriptions/{subscription_id}/next_invoice';

  return async () => (await house.get(route, { params: { subscription_id: subscription } })).body;
}

/** The invoice of the next bill once its time has come. */
async function billed(due_at: string) {
  await travel(house, due_at);
  const [newest] = (await house.get('/v1/invoices')).body.data;

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: newest.id } })).body;
}

it('to a meter pay what was used of it, with its tax, and nothing else', async () => {
  const next = await subscribed();
  const { limited_to } = await give({ limited_to: { meters: ['calls'] } });
  const foreseen = await next();
  const invoice = await billed(foreseen.due_at);

  expect(limited_to).toEqual({ plans: [], meters: ['calls'] });
  expect(foreseen).toMatchObject({ total: EUR('29.75'), prepaid: EUR('5.95'), due: EUR('23.80') });
  expect(invoice).toMatchObject({ total: EUR('29.75'), prepaid: EUR('5.95'), due: EUR('23.80') });
});

it('to a plan pay its lines, and no one-off order; unlimited ones leave them what only they can pay', async () => {
  await give({ limited_to: { plans: [plan] } });
  const lines = [{ description: 'Desk', quantity: '1', unit_price: '50.00' }];
  const { body } = await house.post('/v1/orders', { customer, currency: 'EUR', lines });
  await house.drain();
  const desk = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: body.invoices[0] } });
  const next = await subscribed();
  await give({ credits: '5', priority: 1, limited_to: { plans: [plan], meters: ['calls'] } });
  await give({ credits: '3', priority: 0 });
  const foreseen = await next();
  const invoice = await billed(foreseen.due_at);
  const [balance] = (await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() }))
    .body.data;

  expect(desk.body).toMatchObject({ prepaid: EUR('0.00'), due: EUR('59.50') });
  expect(invoice).toMatchObject({ total: EUR('29.75'), prepaid: EUR('29.75'), due: EUR('0.00') });
  expect(balance.history[0].grants.map((each: { amount: unknown }) => each.amount)).toEqual([
    EUR('-3.00'),
    EUR('-5.00'),
    EUR('-21.75'),
  ]);
});

it('lower before the tax what they are limited to, and come back to their limit', async () => {
  await house.ask({
    ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', key: 'position' },
    ...{
      params: { legal_entity_id: entity },
      body: { prepaid_position: 'before_tax', revenue_recognition: 'at_invoice' },
    },
  });
  const next = await subscribed();
  await give({ limited_to: { meters: ['calls'] } });
  const invoice = await billed((await next()).due_at);
  await house.post(
    '/v1/invoices/{invoice_id}/credit_notes',
    { reason: 'returned' },
    { params: { invoice_id: invoice.id } },
  );
  await house.drain();
  const { body } = await house.get('/v1/customers/{customer_id}/prepaid_balances', { params: params() });

  expect(invoice).toMatchObject({ net: EUR('20.00'), tax: EUR('3.80'), prepaid_before_tax: EUR('5.00') });
  expect(body.data[0].grants).toMatchObject([
    { left: EUR('100.00'), limited_to: { plans: [], meters: ['calls'] } },
  ]);
});

it('pay after the tax where revenue is deferred line by line, so that no more is deferred than was invoiced', async () => {
  await house.ask({
    ...{ method: 'PATCH', route: '/v1/legal_entities/{legal_entity_id}', key: 'position' },
    ...{ params: { legal_entity_id: entity }, body: { prepaid_position: 'before_tax' } },
  });
  const next = await subscribed();
  await give({ limited_to: { meters: ['calls'] } });
  const invoice = await billed((await next()).due_at);

  expect(invoice).toMatchObject({ net: EUR('25.00'), total: EUR('29.75'), prepaid_before_tax: EUR('0.00') });
  const books = house.journal.stream.flatMap(({ facts }) =>
    facts.flatMap((fact) => fact.books?.entries ?? []),
  );
  const deferred = books.filter(
    ({ account, amountMinor }) => account === 'deferred_revenue' && amountMinor < 0n,
  );
  expect(deferred.map(({ amountMinor }) => amountMinor)).toEqual([-2_000n, -2_000n]);
});

it('to a plan that there is not are refused, and a limit names something', async () => {
  const unknown = plan.replace(/.{4}$/, '0000');

  expect(await give({ limited_to: { plans: [unknown] } })).toMatchObject({ code: 'plan.unknown' });
  expect(await give({ limited_to: {} })).toMatchObject({ code: 'request.invalid' });
});
