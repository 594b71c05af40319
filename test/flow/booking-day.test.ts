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

/** Sells to a customer who pays by a transfer. */
async function transferred(house: House, zone: string, named: 'invoice' | 'customer'): Promise<void> {
  const entity = await made(house.post('/v1/legal_entities', { ...SELLER, address: ADDRESS, zone }));
  const customer = await made(house.post('/v1/customers', BUYER));
  await made(house.post('/v1/orders', { legal_entity: entity, customer, currency: 'EUR', lines: [LINE] }));
  await house.drain();
  const [invoice] = (await house.get('/v1/invoices')).body.data;
  const whose = named === 'invoice' ? { invoice: invoice.id } : { customer };
  const money = { amount: invoice.total, received_on: invoice.issue_date, reference: 'thanks' };
  await made(house.post('/v1/payments', { ...whose, ...money }));
  await house.drain();
}

/** The days on which refunds are booked, the only payment's as a whole. */
async function refundDays(house: House): Promise<unknown[]> {
  const [payment] = (await house.get('/v1/payments')).body.data;
  const params = { payment_id: payment.id };
  const refund = await house.post('/v1/payments/{payment_id}/refunds', { effect: 'reopen' }, { params });
  expect(refund.status).toBe(202);
  await house.drain();

  return house.journal.stream.flatMap(({ facts }) =>
    facts.flatMap(({ type, books }) => (books && type.startsWith('refund.') ? [[type, books.date]] : [])),
  );
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
    const refunds = await refundDays(house);

    expect(refunds).toEqual([
      ['refund.approved', day],
      ['refund.settled', day],
    ]);
    expect(await found(house)).toEqual([]);
  });
});

describe('a transfer that is paid back', () => {
  it('for an invoice, is booked on the seller’s day alone, where that of Greenwich is in another month', async () => {
    const house = await openHouse({ start: '2026-11-30T23:30:00.000Z' });
    await transferred(house, 'Europe/Berlin', 'invoice');

    expect(await refundDays(house)).toEqual([
      ['refund.approved', '2026-12-01'],
      ['refund.settled', '2026-12-01'],
    ]);
    expect(await found(house)).toEqual([]);
  });

  it('is booked as a whole on one day where only its customer was named', async () => {
    const house = await openHouse({ start: '2026-11-30T23:30:00.000Z' });
    await transferred(house, 'Europe/Berlin', 'customer');

    const days = (await refundDays(house)) as [string, string][];
    expect(new Set(days.map(([, day]) => day)).size).toBe(1);
    expect(days).toHaveLength(2);
    expect(await found(house)).toEqual([]);
  });
});
