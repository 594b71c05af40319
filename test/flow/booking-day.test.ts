import { beforeAll, describe, expect, it } from 'vitest';
import { found } from '../kit/found.ts';
import { ADDRESS, BUYER, LINE, made, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

/** Sells to a customer whose saved method is charged at once. */
async function charged(house: House, zone: string): Promise<void> {
  const entity = await made(house.post('/v1/legal_entities', { ...SELLER, address: ADDRESS, zone }));
  const customer = await made(house.post('/v1/customers', BUYER));
  await house.post(
    '/v1/customers/{customer_id}/payment_methods',
    { provider: 'sandbox', payment_method: 'pm_approve' },
    { params: { customer_id: customer } },
  );
  await made(house.post('/v1/orders', { legal_entity: entity, customer, currency: 'EUR', lines: [LINE] }));
  await house.drain();
}

describe.each([
  ['Europe/Berlin', '2026-12-31T23:30:00.000Z', '2027-01-01'],
  ['America/Los_Angeles', '2027-01-01T03:00:00.000Z', '2026-12-31'],
  ['Pacific/Kiritimati', '2026-12-31T11:00:00.000Z', '2027-01-01'],
  ['UTC', '2026-12-31T23:30:00.000Z', '2026-12-31'],
])('what is charged in %s at %s', (zone, start, day) => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ start });
    await charged(house, zone);
  });

  it(`is booked on ${day}, as its invoice is: the day, month and year of the seller`, () => {
    const dates = house.journal.stream.flatMap(({ facts }) =>
      facts.flatMap(({ type, books }) => (books ? [[type, books.date]] : [])),
    );

    expect(dates).toEqual([
      ['invoice.issued', day],
      ['payment.settled', day],
      ['cash.allocated', day],
    ]);
  });

  it('is refunded on the same day, and the books are right', async () => {
    const [payment] = (await house.get('/v1/payments')).body.data;
    await house.post(
      '/v1/payments/{payment_id}/refunds',
      { effect: 'reopen' },
      { params: { payment_id: payment.id } },
    );
    await house.drain();
    const refunds = house.journal.stream.flatMap(({ facts }) =>
      facts.flatMap(({ type, books }) => (books && type.startsWith('refund.') ? [[type, books.date]] : [])),
    );

    expect(refunds).toEqual([
      ['refund.approved', day],
      ['refund.settled', day],
    ]);
    expect(await found(house)).toEqual([]);
  });
});
