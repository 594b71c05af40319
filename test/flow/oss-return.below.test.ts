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
