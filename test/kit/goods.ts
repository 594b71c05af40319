/** What the tests of the front door ask for: requests that are good as they are. */
import type { House, Told } from './house.ts';

export const ADDRESS = { line1: 'Lesegasse 1', postal_code: '10115', city: 'Berlin', country: 'DE' };

/** By what a seller of the tests is known to its tax office. */
export const TAX_NUMBER = '37/123/45678';

export const SELLER = {
  name: 'Sample Library GmbH',
  address: ADDRESS,
  tax_number: TAX_NUMBER,
  zone: 'Europe/Berlin',
  currency: 'EUR',
};

export const BUYER = { name: 'Example Reader', address: ADDRESS, email: 'reader@example.com' };

export const LINE = { description: 'Reading lamp', quantity: '2', unit_price: '19.90' };

/** An order of one line, for a customer by id or inline. */
export function orderOf(customer: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return { customer, currency: 'EUR', lines: [LINE], ...more };
}

/** Who sells by self-billing, what it agrees to, and a commission. */
export const SUPPLIER = {
  name: 'Sample Agency KG',
  kind: 'business',
  address: ADDRESS,
  email: 'agency@example.com',
  vat_id: 'DE136695976',
  language: 'de',
};

export const agreedWith = (supplier: unknown) => ({ supplier, agreed_on: '2026-01-01' });

export function selfBilledOf(agreement: unknown, more: Readonly<Record<string, unknown>> = {}) {
  const lines = [{ description: 'Commission for October', quantity: '1', unit_price: '250.00' }];

  return { agreement, currency: 'EUR', supplied_on: '2026-10-31', lines, ...more };
}

/** A seller and a customer; answers their ids. */
export async function openBusiness(house: House, seller: Readonly<Record<string, unknown>> = {}) {
  const entity = await made(house.post('/v1/legal_entities', { ...SELLER, ...seller }));
  const customer = await made(house.post('/v1/customers', BUYER));

  return { entity, customer };
}

/** The id of what a request made. */
export async function made(asked: Promise<Told>): Promise<string> {
  const told = await asked;
  if (told.status !== 201) throw new Error(`answered ${told.status}: ${JSON.stringify(told.body)}`);

  return told.body.id;
}

/** Places an order and lets everything follow; answers the ids of the order and its first invoice. */
export async function placeAndInvoice(house: House, body: unknown) {
  const told = await house.post('/v1/orders', body);
  if (told.status !== 201) throw new Error(`answered ${told.status}: ${JSON.stringify(told.body)}`);
  await house.drain();

  return { order: told.body.id as string, invoice: told.body.invoices[0] as string };
}
