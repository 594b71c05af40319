/** A German shop that sells to a consumer in France. */
import { ADDRESS, made, openBusiness, orderOf, placeAndInvoice, SELLER } from './goods.ts';
import type { House } from './house.ts';

const FRENCH = {
  name: 'Exemple Lectrice',
  kind: 'consumer',
  address: { ...ADDRESS, postal_code: '75001', city: 'Paris', country: 'FR' },
};

/** Opens it; answers the ids of the seller, the consumer in France and a customer at home. */
export async function openShop(house: House, seller: Readonly<Record<string, unknown>> = {}) {
  const { entity, customer } = await openBusiness(house, {
    ...{ ...SELLER, vat_id: 'DE129273398', tax_number: '12/345' },
    ...seller,
  });

  return { entity, consumer: await made(house.post('/v1/customers', FRENCH)), atHome: customer };
}

/** An order of one piece of goods. */
export function goodsFor(customer: string, price: string, more: Readonly<Record<string, unknown>> = {}) {
  const line = { description: 'Reading chair', quantity: '1', unit_price: price, supply: 'goods', ...more };

  return orderOf(customer, { lines: [line] });
}

/** Sells it; answers the invoice as the API tells it. */
export async function sell(
  house: House,
  customer: string,
  price: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const { invoice } = await placeAndInvoice(house, { ...goodsFor(customer, price), ...more });

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;
}

type Post = (
  route: string,
  body?: unknown,
  params?: Record<string, string>,
) => Promise<Readonly<Record<string, unknown>>>;

type Change = (
  method: string,
  route: string,
  body?: unknown,
  params?: Record<string, string>,
) => Promise<Readonly<Record<string, unknown>>>;

/** An electronic service for a person in France, whose invoice waits until evidence tells where they are. */
export async function toBeProven(
  call: Change,
  of: { readonly seller: unknown; readonly person: object; readonly line: object },
) {
  const params = { legal_entity_id: String(of.seller) };
  const waits = { oss_from: '2026-01-01', place_check: 'wait' };
  await call('PATCH', '/v1/legal_entities/{legal_entity_id}', waits, params);
  const person = { ...of.person, kind: 'consumer', vat_id: null, address: FRENCH.address };
  const customer = await call('POST', '/v1/customers', person);
  const lines = [{ ...of.line, supply: 'electronic' }];
  await call('POST', '/v1/orders', { customer: customer.id, currency: 'EUR', lines });
  const place_evidence = [{ kind: 'bank', country: 'FR', given_by: 'third_party' }];
  await call(
    'PATCH',
    '/v1/customers/{customer_id}',
    { place_evidence },
    { customer_id: String(customer.id) },
  );
}

/** Goods for a person who lives in France, which come back. */
export async function toFrance(post: Post, of: { readonly person: object; readonly line: object }) {
  const customer = { ...of.person, kind: 'consumer', vat_id: null, address: FRENCH.address };
  const lines = [{ ...of.line, supply: 'goods' }];
  const { invoices } = await post('/v1/orders', { customer, currency: 'EUR', lines });
  const params = { invoice_id: String((invoices as readonly string[])[0]) };
  await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, params);
}
