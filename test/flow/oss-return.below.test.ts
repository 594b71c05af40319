/** A German seller that is not registered: a deposit is taxed at home, and its sale in Denmark since others went beyond. */
import { expect, test } from 'vitest';
import type { Data } from '../checker/books.ts';
import { found } from '../kit/found.ts';
import { ADDRESS, made } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { goodsFor, openShop, sell } from '../kit/union-shop.ts';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

test('a deposit that was taxed at home takes nothing off the return of its sale, and its tax is taken back at home', async () => {
  const house = await openHouse();
  const { entity, consumer } = await openShop(house);
  const address = { ...ADDRESS, postal_code: '1050', city: 'Copenhagen', country: 'DK' };
  const danish = await made(
    house.post('/v1/customers', { name: 'Eksempel Læser', kind: 'consumer', address }),
  );
  const more = { billing: 'on_fulfilment', deposits: [{ percent: '50' }] };
  const { body: order } = await house.post('/v1/orders', { ...goodsFor(danish, '100.00'), ...more });
  await house.drain();
  const [deposit] = order.invoices;
  const money = { amount: euro('59.50'), received_on: '2026-11-23', reference: 'Deposit' };
  await house.post('/v1/payments', { ...money, invoice: deposit });
  await sell(house, consumer, '10000.00');
  const delivery = { lines: [{ line: 1, quantity: '1' }], delivered_on: '2026-11-23' };
  await house.post('/v1/orders/{order_id}/fulfilments', delivery, { params: { order_id: order.id } });
  await house.drain();

  const { body } = await house.get('/v1/tax/oss_return', {
    query: { legal_entity: entity, period: '2026-Q4' },
  });
  const whole = { country: 'DK', kind: 'goods', rate: '25', taxable: euro('100.00'), tax: euro('25.00') };
  expect(body.supplies).toEqual([whole]);
  const [, final] = house.journal.stream
    .flatMap(({ facts }) => facts)
    .filter(({ type, data }) => type === 'invoice.issued' && (data as Data).customer === danish);
  expect(final?.books?.entries).toEqual(
    expect.arrayContaining([
      { account: 'prepayments_received', amountMinor: 5_000n },
      { account: 'output_tax', amountMinor: 950n },
      { account: 'output_tax', amountMinor: -2_500n },
    ]),
  );
  expect(await found(house)).toEqual([]);
});

test('one deposit covers goods for Denmark and a service at home: at one rate below the threshold, at each its own beyond', async () => {
  const house = await openHouse();
  const { entity, consumer } = await openShop(house);
  const address = { ...ADDRESS, postal_code: '1050', city: 'Copenhagen', country: 'DK' };
  const danish = await made(
    house.post('/v1/customers', { name: 'Eksempel Læser', kind: 'consumer', address }),
  );
  const chair = { description: 'Reading chair', quantity: '1', unit_price: '100.00', supply: 'goods' };
  const fitting = { description: 'Fitting', quantity: '1', unit_price: '60.00', supply: 'services' };
  const more = { billing: 'on_fulfilment', deposits: [{ percent: '50' }], lines: [fitting, chair] };
  const deposit = async () => {
    const { status, body } = await house.post('/v1/orders', { ...goodsFor(danish, '1'), ...more });
    expect(status).toBe(201);
    await house.drain();
    const params = { invoice_id: body.invoices[0] };
    const { taxes } = (await house.get('/v1/invoices/{invoice_id}', { params })).body;

    return taxes.map(({ rate, base }: { rate: string; base: { amount: string } }) => [rate, base.amount]);
  };
  expect(await deposit()).toEqual([['19', '80.00']]);
  await sell(house, consumer, '10100.00');
  expect(await deposit()).toEqual([
    ['19', '30.00'],
    ['25', '50.00'],
  ]);

  const { body } = await house.get('/v1/tax/oss_return', {
    query: { legal_entity: entity, period: '2026-Q4' },
  });
  expect(body.supplies).toMatchObject([
    { country: 'DK', rate: '25', taxable: euro('50.00') },
    { country: 'FR', rate: '20', taxable: euro('10100.00') },
  ]);
  expect(await found(house)).toEqual([]);
});
