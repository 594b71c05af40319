/** Orders whose prices contain the VAT, from the front door to the last credit note, proved by the checker. */
import { expect, it } from 'vitest';
import { found } from '../../kit/found.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

const LAMPS = { description: 'Lamp', quantity: '3', unit: 'pc', unit_price: '9.99' };
const BOOK = { description: 'Book', quantity: '1', unit_price: '20.00', tax: 'reduced' };
const eur = (amount: string) => ({ amount, currency: 'EUR' });

const show = async (house: House, invoice: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;
const credit = (house: House, invoice: string, body: object) =>
  house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params: { invoice_id: invoice } });

it('three lamps at 9.99 with 19 % VAT in them are 25.18 net, 4.79 VAT and 29.97 to pay', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const body = orderOf(customer, { price_basis: 'gross', lines: [LAMPS] });

  const { order, invoice } = await placeAndInvoice(house, body);

  expect((await house.get('/v1/orders/{order_id}', { params: { order_id: order } })).body).toMatchObject({
    price_basis: 'gross',
    net: null,
    gross: eur('29.97'),
    lines: [{ unit_price: '9.99', net: null, gross: eur('29.97') }],
  });
  expect((await house.get('/v1/orders')).body.data).toMatchObject([{ net: null, gross: eur('29.97') }]);
  expect(await show(house, invoice)).toMatchObject({
    price_basis: 'gross',
    lines: [{ unit_price: '8.3933', net: eur('25.18'), gross: { unit_price: '9.99', amount: eur('29.97') } }],
    taxes: [{ rate: '19', base: eur('25.18'), tax: eur('4.79') }],
    total: eur('29.97'),
    creditable: [{ line: 1, gross: eur('29.97') }],
  });
  const explained = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
    params: { invoice_id: invoice, line: '1' },
  });
  expect(explained.body).toMatchObject({
    net: '25.18',
    tax_included: { gross: '29.97', tax: '4.79', rate: '19' },
    sentence:
      '3 × 9.99 EUR is 29.97 EUR including VAT; 4.79 EUR of it are VAT at 19 %, which leaves 25.18 EUR net.',
  });
  expect(await found(house)).toEqual([]);
});

it('what is returned lamp by lamp is given back at 9.99, and in the end exactly what was charged', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const lines = [LAMPS, BOOK];
  const { invoice } = await placeAndInvoice(house, orderOf(customer, { price_basis: 'gross', lines }));

  await credit(house, invoice, { reason: 'returned', lines: [{ line: 1, amount: '9.99' }] });
  await house.drain();
  const between = await show(house, invoice);
  await credit(house, invoice, { reason: 'returned', lines: [{ line: 1, amount: '9.99' }] });
  await house.drain();
  await credit(house, invoice, { reason: 'cancelled' });
  await house.drain();

  expect(between).toMatchObject({
    credited: eur('9.99'),
    creditable: [
      { line: 1, gross: eur('19.98') },
      { line: 2, gross: eur('20.00') },
    ],
  });
  const notes = (await house.get('/v1/credit_notes')).body.data as { id: string; total: unknown }[];
  expect(notes.map(({ total }) => total)).toHaveLength(3);
  expect(await show(house, invoice)).toMatchObject({
    total: eur('49.97'),
    credited: eur('49.97'),
    open: eur('0.00'),
    creditable: [],
  });
  expect(await found(house)).toEqual([]);
  expect(house.dead).toEqual([]);
});

it('a voucher and freight contain the VAT, and the invoice is taken back as a whole', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const { invoice } = await placeAndInvoice(
    house,
    orderOf(customer, {
      price_basis: 'gross',
      lines: [{ ...LAMPS, discount: { percent: '10' } }, BOOK],
      allowances: [{ reason: 'Voucher', amount: '10.00' }],
      charges: [{ reason: 'Freight', amount: '4.90', reason_code: 'FC' }],
    }),
  );

  await credit(house, invoice, { reason: 'cancelled' });
  await house.drain();

  expect(await show(house, invoice)).toMatchObject({
    total: eur('41.87'),
    credited: eur('41.87'),
    allowances: [{ gross: eur('5.74') }, { gross: eur('4.26') }],
  });
  expect(await found(house)).toEqual([]);
  expect(house.dead).toEqual([]);
});

it('what is delivered in parts is invoiced in parts, each with the VAT it contains', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const body = orderOf(customer, { price_basis: 'gross', billing: 'on_fulfilment', lines: [LAMPS] });
  const order = (await house.post('/v1/orders', body)).body.id as string;
  for (const quantity of ['1', '2']) {
    const delivery = { lines: [{ line: 1, quantity }], delivered_on: '2026-11-23' };
    await house.post('/v1/orders/{order_id}/fulfilments', delivery, { params: { order_id: order } });
    await house.drain();
  }

  const { data } = (await house.get('/v1/invoices')).body;

  expect(data.map(({ total }: { total: { amount: string } }) => total.amount).sort()).toEqual([
    '19.98',
    '9.99',
  ]);
  expect(await found(house)).toEqual([]);
});
