/** Deposits on orders whose prices contain the VAT: what consumers were told is what they pay, to the last minor unit. */
import { expect, it } from 'vitest';
import { found } from '../kit/found.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const LINES = [
  { description: 'Desk', quantity: '3', unit_price: '33.33' },
  { description: 'Book', quantity: '3', unit_price: '9.99', tax: 'reduced' },
];

async function placed(deposits: readonly object[]) {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const body = { price_basis: 'gross', billing: 'on_fulfilment', lines: LINES, deposits };
  const told = await house.post('/v1/orders', orderOf(customer, body));
  expect(told.status).toBe(201);
  await house.drain();

  return { house, order: told.body.id as string, deposits: told.body.invoices as readonly string[] };
}

const shown = async (house: House, id = '') =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;

async function pay(house: House, invoice = '', amount = ''): Promise<void> {
  const transfer = { amount: eur(amount), received_on: '2026-11-23', reference: 'transfer', invoice };
  await house.post('/v1/payments', transfer);
  await house.drain();
}

async function deliver(house: House, order: string, quantity: string) {
  const lines = [1, 2].map((line) => ({ line, quantity }));
  const told = await house.post(
    '/v1/orders/{order_id}/fulfilments',
    { lines, delivered_on: '2026-11-23' },
    { params: { order_id: order } },
  );
  await house.drain();

  return shown(house, told.body.invoice);
}

it('a third in advance is taxed by what it contains, deducted as it was paid, and the rest is what was told', async () => {
  const { house, order, deposits } = await placed([{ percent: '33.33' }, { amount: '20.00' }]);
  const [first, second] = await Promise.all(deposits.map((id) => shown(house, id)));
  // 33.33 % of 129.96 is 43.32, of which 33.33 are of desks and 9.99 of books.
  expect(first).toMatchObject({
    kind: 'deposit',
    price_basis: 'gross',
    total: eur('43.32'),
    taxes: [
      { rate: '19', base: eur('28.01'), tax: eur('5.32') },
      { rate: '7', base: eur('9.34'), tax: eur('0.65') },
    ],
  });
  await pay(house, first.id, '43.32');
  await pay(house, second.id, '20.00');

  const partial = await deliver(house, order, '1');
  const final = await deliver(house, order, '2');

  expect(partial).toMatchObject({ kind: 'partial', total: eur('43.32') });
  expect(final).toMatchObject({ kind: 'final', total: eur('86.64'), due: eur('23.32') });
  expect(final.deposits.map(({ total }: { total: object }) => total)).toEqual([eur('43.32'), eur('20.00')]);
  expect(await found(house)).toEqual([]);
});

it('what of a deposit was not paid is taken back, and with what is deducted comes to the deposit', async () => {
  const { house, order, deposits } = await placed([{ amount: '50.01' }]);
  await pay(house, deposits[0], '33.34');

  const final = await deliver(house, order, '3');

  expect(final).toMatchObject({ kind: 'final', total: eur('129.96'), due: eur('96.62') });
  const [note] = (await house.get('/v1/credit_notes')).body.data;
  expect(note).toMatchObject({ total: eur('16.67') });
  expect(house.dead).toEqual([]);
  expect(await found(house)).toEqual([]);
});
