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

/** Goods for a person who lives in France, which come back. */
export async function toFrance(post: Post, of: { readonly person: object; readonly line: object }) {
  const customer = { ...of.person, kind: 'consumer', vat_id: null, address: FRENCH.address };
  const lines = [{ ...of.line, supply: 'goods' }];
  const { invoices } = await post('/v1/orders', { customer, currency: 'EUR', lines });
  const params = { invoice_id: String((invoices as readonly string[])[0]) };
  await post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, params);
}
