/** A German seller in the one-stop shop: what its returns say, proved by the independent checker. */
import { beforeAll, describe, expect, test } from 'vitest';
import { foundInReturns } from '../kit/found.ts';
import { ADDRESS, made } from '../kit/goods.ts';
import { type House, openHouse, type Told } from '../kit/house.ts';
import { goodsFor, openShop, sell } from '../kit/union-shop.ts';

const DANISH = {
  ...{ name: 'Eksempel Læser', kind: 'consumer' },
  address: { ...ADDRESS, postal_code: '1050', city: 'Copenhagen', country: 'DK' },
};

let house: House;
let entity: string;
const invoices: string[] = [];
const returns: Told[] = [];

const euro = (amount: string) => ({ amount, currency: 'EUR' });

async function asked(period: string, query: Readonly<Record<string, string>> = {}): Promise<Told> {
  const told = await house.get('/v1/tax/oss_return', { query: { legal_entity: entity, period, ...query } });
  if (told.status === 200 && query.format === undefined) returns.push(told);

  return told;
}

async function credit(invoice: string | undefined) {
  const params = { invoice_id: invoice ?? '' };
  await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'returned' }, { params });
  await house.drain();
}

/** In November 2026: goods and an electronic service for France, goods in dollars, and goods for Denmark. */
beforeAll(async () => {
  house = await openHouse();
  const shop = await openShop(house, { oss_from: '2026-01-01' });
  entity = shop.entity;
  const danish = await made(house.post('/v1/customers', DANISH));
  const rate = { currency: 'USD', date: '2026-11-23', rate: '1.20', quotation: 'indirect', source: 'ECB' };
  await house.post('/v1/exchange_rates', rate);
  for (const [customer, price, more] of [
    [shop.consumer, '100.00', {}],
    [shop.consumer, '49.90', goodsFor(shop.consumer, '49.90', { supply: 'electronic' })],
    [shop.consumer, '250.00', { currency: 'USD' }],
    [danish, '80.00', {}],
  ] as const)
    invoices.push((await sell(house, customer, price, more)).id);
});

describe('the return of a quarter', () => {
  test('is refused by name while the rate of its last day is not known', async () => {
    expect((await asked('2026-Q4')).body).toMatchObject({ code: 'oss_return.rate_missing' });
  });

  test('is told by member state, kind and rate, at the rate of its last day', async () => {
    house.clock.set('2027-01-04T09:00:00.000Z');
    const rate = { currency: 'USD', date: '2026-12-31', rate: '1.25', quotation: 'indirect', source: 'ECB' };
    expect((await house.post('/v1/exchange_rates', rate)).status).toBe(201);
    const { body } = await asked('2026-Q4');

    expect(body).toMatchObject({
      ...{ object: 'oss_return', legal_entity: entity, period: '2026-Q4', documents: 4 },
      ...{ from: '2026-10-01', to: '2026-12-31', due_on: '2027-01-31', warnings: ['still_open'] },
      supplies: [
        { country: 'DK', kind: 'goods', rate: '25', taxable: euro('80.00'), tax: euro('20.00') },
        { country: 'FR', kind: 'goods', rate: '20', taxable: euro('300.00'), tax: euro('60.00') },
        { country: 'FR', kind: 'services', rate: '20', taxable: euro('49.90'), tax: euro('9.98') },
      ],
      corrections: [],
      balances: [
        { country: 'DK', tax: euro('20.00') },
        { country: 'FR', tax: euro('69.98') },
      ],
      total: euro('89.98'),
      rates: [{ currency: 'USD', period: '2026-Q4', rate: '1.25', date: '2026-12-31', source: 'ECB' }],
    });
  });

  test('loads as CSV', async () => {
    const { body, headers } = await asked('2026-Q4', { format: 'csv' });

    expect(headers['content-disposition']).toContain('oss-return-2026-Q4.csv');
    expect(String(body).split('\r\n').slice(0, 2)).toEqual([
      '"part","period","country","kind","rate","taxable","tax","currency"',
      '"supply","2026-Q4","DK","goods",25,80.00,20.00,"EUR"',
    ]);
  });

  test('is lowered by a credit note of January, and corrected in the next by one of February', async () => {
    house.clock.set('2027-01-05T09:00:00.000Z');
    await credit(invoices[0]);
    expect((await asked('2026-Q4')).body.total).toEqual(euro('69.98'));

    house.clock.set('2027-02-10T09:00:00.000Z');
    await credit(invoices[3]);
    await credit(invoices[2]);
    expect((await asked('2026-Q4')).body).toMatchObject({ total: euro('69.98'), warnings: [] });
    expect((await asked('2027-Q1')).body).toMatchObject({
      supplies: [],
      corrections: [
        { period: '2026-Q4', country: 'DK', taxable: euro('-80.00'), tax: euro('-20.00') },
        { period: '2026-Q4', country: 'FR', taxable: euro('-200.00'), tax: euro('-40.00') },
      ],
      total: euro('-60.00'),
    });
  });

  test('of a quarter to come or of nobody is refused', async () => {
    expect((await asked('2027-Q2')).body).toMatchObject({ code: 'oss_return.period_in_future' });
    const nobody = { legal_entity: 'le_00000000000000000000000000' };
    expect((await asked('2026-Q4', nobody)).body).toMatchObject({ code: 'legal_entity.unknown' });
  });

  test('has a deposit in the quarter of its invoice, and the sale less it in that of the delivery', async () => {
    house.clock.set('2027-05-10T09:00:00.000Z');
    const customer = await made(house.post('/v1/customers', { ...DANISH, name: 'Eksempel Gæst' }));
    const more = { billing: 'on_fulfilment', deposits: [{ percent: '50' }] };
    const { body: order } = await house.post('/v1/orders', { ...goodsFor(customer, '100.00'), ...more });
    await house.drain();
    const [deposit] = order.invoices;
    const money = { amount: euro('62.50'), received_on: '2027-05-10', reference: 'Deposit' };
    await house.post('/v1/payments', { ...money, invoice: deposit });
    await house.drain();
    house.clock.set('2027-07-02T09:00:00.000Z');
    const delivery = { lines: [{ line: 1, quantity: '1' }], delivered_on: '2027-07-02' };
    await house.post('/v1/orders/{order_id}/fulfilments', delivery, { params: { order_id: order.id } });
    await house.drain();

    const half = { country: 'DK', kind: 'goods', rate: '25', taxable: euro('50.00'), tax: euro('12.50') };
    for (const quarter of ['2027-Q2', '2027-Q3'])
      expect((await asked(quarter)).body).toMatchObject({ supplies: [half], corrections: [], documents: 1 });
  });

  test('is what the checker makes of the documents, and a cent more would be found', () => {
    expect(
      foundInReturns(
        house,
        returns.map(({ body }) => body),
      ),
    ).toEqual([]);
    const [first] = returns.map(({ body }) => body);
    const [danish, ...rest] = first.supplies;
    const spoiled = { ...first, supplies: [{ ...danish, tax: euro('20.01') }, ...rest] };
    expect(foundInReturns(house, [spoiled])).toHaveLength(1);
  });
});
