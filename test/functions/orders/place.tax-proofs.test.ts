/** An order whose tax wants a proof that is missing: it is refused by name, and no other tax is charged in its place. */
import { expect, it } from 'vitest';
import { ADDRESS, LINE, made, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

const FIRM = { name: 'Beispielbau GmbH', kind: 'business', address: ADDRESS };
const DUTCH = {
  name: 'Voorbeeld BV',
  kind: 'business',
  address: { ...ADDRESS, postal_code: '1012 AB', city: 'Amsterdam', country: 'NL' },
  vat_id: 'NL123456782B90',
};
const SWISS = {
  name: 'Muster AG',
  kind: 'business',
  address: { ...ADDRESS, postal_code: '8001', city: 'Zurich', country: 'CH' },
};
const BY_NUMBER = { ...SELLER, tax_number: '37/123/45678' };
const BY_ID = { ...BY_NUMBER, vat_id: 'DE129273398' };
const TURNED = { ...LINE, tax: 'reverse_charge' };
const GOODS = { ...LINE, supply: 'goods' };

it.each([
  ['building work for a business without a VAT id', BY_ID, FIRM, TURNED, 'tax.buyer_vat_id_missing'],
  [
    'building work by a seller with a tax number alone',
    BY_NUMBER,
    { ...FIRM, vat_id: 'DE136695976' },
    TURNED,
    'tax.seller_vat_id_missing',
  ],
  ['an export by a seller with a tax number alone', BY_NUMBER, SWISS, GOODS, 'tax.seller_vat_id_missing'],
  ['goods for a Dutch business by such a seller', BY_NUMBER, DUTCH, GOODS, 'tax.seller_vat_id_missing'],
  ['a service for a Dutch business by such a seller', BY_NUMBER, DUTCH, LINE, 'tax.seller_vat_id_missing'],
])('%s is refused, and nothing is kept of it', async (_, seller, buyer, line, code) => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', seller));
  const customer = await made(house.post('/v1/customers', buyer));
  const before = house.journal.stream.length;

  const byId = await house.post('/v1/orders', orderOf(customer, { lines: [line] }));
  const inline = await house.post('/v1/orders', orderOf(buyer, { lines: [line] }));

  expect(byId).toMatchObject({ status: 422, body: { code } });
  expect(inline).toMatchObject({ status: 422, body: { code } });
  expect(house.journal.stream.length).toBe(before);
});

it.each([
  ['building work for a private person bears the standard rate', { ...FIRM, kind: 'consumer' }, TURNED, 'S'],
  ['building work for a business with a VAT id', { ...FIRM, vat_id: 'DE136695976' }, TURNED, 'AE'],
  ['an export', SWISS, GOODS, 'G'],
  ['consulting for a Swiss person', { ...SWISS, kind: 'consumer' }, { ...LINE, supply: 'intangible' }, 'O'],
])('%s is invoiced where both sides can prove it', async (_, buyer, line, category) => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', BY_ID));

  const { invoice } = await placeAndInvoice(house, orderOf(buyer, { lines: [line] }));

  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
  expect(told.body.taxes).toMatchObject([{ category }]);
});

it.each([
  'CHE-123.456.788 MWST',
  'CHE-123.456.788 TVA',
  'CHE123456788IVA',
  'CHE-123.456.788',
  'CHE123456788',
])('a Swiss VAT id given as %s is kept in one form', async (vat_id) => {
  const house = await openHouse();
  const customer = await made(house.post('/v1/customers', { ...SWISS, vat_id }));

  const told = await house.get('/v1/customers/{customer_id}', { params: { customer_id: customer } });
  expect(told.body).toMatchObject({ vat_id: 'CHE123456788' });
});

it('goods for a customer on the Canary Islands are exported, though the delivery names Spain alone', async () => {
  const house = await openHouse();
  await made(house.post('/v1/legal_entities', BY_ID));
  const address = { ...ADDRESS, postal_code: '35001', city: 'Las Palmas', country: 'ES' };
  const buyer = { name: 'Ejemplo SL', kind: 'business', address };

  const order = orderOf(buyer, { lines: [GOODS], deliver_to_country: 'ES' });
  const { invoice } = await placeAndInvoice(house, order);

  const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } });
  expect(told.body.taxes).toMatchObject([{ category: 'G' }]);
});
