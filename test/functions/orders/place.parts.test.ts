/** Goods for parts of countries that are taxed in their own way: the customer's address, or the postcode of the delivery, tells. */
import { expect, it } from 'vitest';
import { ADDRESS, LINE, made, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

const GOODS = { ...LINE, supply: 'goods' };
const BY_NUMBER = { ...SELLER, tax_number: '37/123/45678' };
const BY_ID = { ...BY_NUMBER, vat_id: 'DE129273398' };
const AS_REGISTERED = { ...BY_ID, oss_from: '2020-01-01' };
const at = (country: string, postal_code: string) => ({ ...ADDRESS, country, postal_code });
const CANARIES = { name: 'Ejemplo SL', kind: 'business', address: at('ES', '35001') };
const MADRID = { name: 'Ejemplo Uno', kind: 'consumer', address: at('ES', '28001') };
const BELFAST = { name: 'Ann Example', kind: 'consumer', address: at('GB', 'BT1 1AA') };

async function taxesOf(seller: object, buyer: object, rest: object) {
  const house = await openHouse();
  const entity = await made(house.post('/v1/legal_entities', seller));
  const { invoice, order } = await placeAndInvoice(house, orderOf(buyer, { lines: [GOODS], ...rest }));
  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });

  return { taxes: told.body.taxes, order, entity, house };
}

it('an export to the Canary Islands by a seller with a tax number alone is refused, though only the profile tells where', async () => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', BY_NUMBER));
  const customer = await made(house.post('/v1/customers', CANARIES));
  const before = house.journal.stream.length;

  const told = await house.post('/v1/orders', orderOf(customer, { lines: [GOODS] }));

  expect(told).toMatchObject({ status: 422, body: { code: 'tax.seller_vat_id_missing' } });
  expect(house.journal.stream.length).toBe(before);
});

it('a customer that moves to the mainland is in no such part any more', async () => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', BY_NUMBER));
  const customer = await made(house.post('/v1/customers', CANARIES));
  await house.ask({
    method: 'PATCH',
    route: '/v1/customers/{customer_id}',
    params: { customer_id: customer },
    body: { address: at('ES', '28001') },
  });

  const told = await house.post('/v1/orders', orderOf(customer, { lines: [GOODS] }));

  expect(told.status).toBe(201);
});

it.each([
  ['from the Canaries to Madrid', CANARIES, '28001', [{ category: 'S', rate: '21' }]],
  ['of Madrid to the Canaries', MADRID, '35001', [{ category: 'G', rate: '0' }]],
  ['of Madrid to Madrid', MADRID, '28002', [{ category: 'S', rate: '21' }]],
])('the postcode of a delivery decides, for a customer %s', async (_, buyer, postcode, taxes) => {
  const delivery = { deliver_to_country: 'ES', deliver_to_postal_code: postcode };

  const told = await taxesOf(AS_REGISTERED, buyer, delivery);

  expect(told.taxes).toMatchObject(taxes);
});

const XI_ID = { vat_id: 'XI123456727' };
const LONDON = { deliver_to_country: 'GB', deliver_to_postal_code: 'W1A 1AA' };

it.each([
  [
    'of a business in Northern Ireland to London are exported',
    { ...BELFAST, ...XI_ID, kind: 'business' },
    LONDON,
    { category: 'G' },
  ],
  [
    'of a consumer in London are exported, whatever VAT id it gave',
    { ...BELFAST, ...XI_ID, address: at('GB', 'W1A 1AA') },
    {},
    { category: 'G' },
  ],
  [
    'of a business in London are exported, though it has a VAT id of Northern Ireland',
    { ...BELFAST, ...XI_ID, kind: 'business', address: at('GB', 'W1A 1AA') },
    {},
    { category: 'G' },
  ],
  [
    'of a business in Belfast with such an id are an intra-community supply',
    { ...BELFAST, ...XI_ID, kind: 'business' },
    {},
    { category: 'K' },
  ],
  [
    'of a business elsewhere with such an id arrive there, where only the United Kingdom is named',
    { ...MADRID, ...XI_ID, kind: 'business' },
    { deliver_to_country: 'GB' },
    { category: 'K' },
  ],
  [
    'to Monaco are taxed as in France, also without a postcode',
    MADRID,
    { deliver_to_country: 'MC' },
    { category: 'S', rate: '20' },
  ],
])('goods %s', async (_, buyer, delivery, tax) => {
  const told = await taxesOf({ ...AS_REGISTERED, vat_check: 'trust' }, buyer, delivery);

  expect(told.taxes).toMatchObject([tax]);
});

it('of the postcode of a delivery only the territory is kept', async () => {
  const delivery = { deliver_to_country: 'ES', deliver_to_postal_code: '35123' };

  const { house, order } = await taxesOf(AS_REGISTERED, MADRID, delivery);

  const told = await house.get('/v1/orders/{order_id}', { params: { order_id: order } });
  expect(told.body).toMatchObject({ deliver_to_country: 'ES', deliver_to_territory: 'ES-X' });
  expect(
    JSON.stringify(house.journal.stream, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
  ).not.toContain('35123');
});

it('a postcode without a country of delivery is refused', async () => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', BY_ID));

  const told = await house.post('/v1/orders', orderOf(MADRID, { deliver_to_postal_code: '28001' }));

  expect(told).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/deliver_to_postal_code' }] } });
});

it.each([
  [
    'goods of a seller that is registered bear the British rate',
    AS_REGISTERED,
    GOODS,
    { category: 'S', rate: '20' },
  ],
  ['goods below the threshold bear the rate at home', BY_ID, GOODS, { category: 'S', rate: '19' }],
  ['a service bears the rate at home', BY_ID, LINE, { category: 'S', rate: '19' }],
  [
    'an electronic service is out of scope',
    AS_REGISTERED,
    { ...LINE, supply: 'electronic' },
    { category: 'O' },
  ],
])('for a consumer in Northern Ireland, %s', async (_, seller, line, tax) => {
  const told = await taxesOf(seller, BELFAST, { lines: [line] });

  expect(told.taxes).toMatchObject([tax]);
});

it('goods for a consumer in Northern Ireland are in the return of the one-stop shop as those of XI', async () => {
  const { house, entity } = await taxesOf(AS_REGISTERED, BELFAST, {});

  const told = await house.get('/v1/tax/oss_return', { query: { legal_entity: entity, period: '2026-Q4' } });

  expect(told.body).toMatchObject({ supplies: [{ country: 'XI', kind: 'goods', rate: '20' }] });
});

it('the document of a delivery to another part of the country than the buyer is in names no postcode of the buyer for it', async () => {
  const delivery = { deliver_to_country: 'ES', deliver_to_postal_code: '35001' };
  const { house } = await taxesOf(AS_REGISTERED, MADRID, delivery);
  const [invoice] = (await house.get('/v1/invoices')).body.data;

  const params = { invoice_id: invoice.id };
  const { body } = await house.get('/v1/invoices/{invoice_id}/xml', { params, query: { format: 'cii' } });

  expect(body).toMatch(/<ram:ShipToTradeParty>(?:(?!28001)[\s\S])*<\/ram:ShipToTradeParty>/);
});

it.each([
  [
    'goods of a seller in Northern Ireland for Madrid are refused',
    MADRID,
    GOODS,
    'tax.seller_in_northern_ireland',
  ],
  ['a service of such a seller is out of scope', MADRID, LINE, undefined],
  ['goods of such a seller for Belfast are sold at home', BELFAST, GOODS, undefined],
])('%s', async (_, buyer, line, code) => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', { ...SELLER, vat_id: null, address: at('GB', 'BT1 1AA') }));

  const told = await house.post('/v1/orders', orderOf(buyer, { lines: [line], currency: 'GBP' }));

  expect(told.body.code).toBe(code);
});
