/** Coupons that are agreed on with the order, so that the first bill is lowered by them, too. */
import { describe, expect, it } from 'vitest';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { billsOf, foundIn, runAt } from '../kit/metered.ts';

const START = '2026-01-31T10:00:00.000Z';
const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '100.00' }] };
const TENTH = { name: 'Welcome', off: { percent: '10' } };
const FIVE = { name: 'Friend', off: { amount: '5.00' }, periods: 1 };
const FREE = { name: 'First month', off: { percent: '100' }, periods: 1 };

async function ordered(begin: object, plan: object = {}) {
  const house = await openHouse({ start: START });
  const { customer } = await openBusiness(house);
  const id = await made(house.post('/v1/plans', { ...PLAN, ...plan }));
  const lines = [{ quantity: '1', plan: id, subscription: begin }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [subscription = ''] = (told.body.subscriptions ?? []) as readonly string[];

  return { house, told, subscription, customer };
}

const of = (subscription: string) => ({ params: { subscription_id: subscription } });

const nets = (house: House, subscription: string) =>
  billsOf(house, subscription).map(({ lines }) =>
    (lines as readonly { listMinor: bigint; discountMinor: bigint }[]).map(
      ({ listMinor, discountMinor }) => listMinor - discountMinor,
    ),
  );

describe('a coupon that is agreed on with the order', () => {
  it('lowers the first bill and as many as it is good for, in the order they were named', async () => {
    const { house, subscription } = await ordered({ coupons: [FIVE, TENTH] });
    await runAt(house, '2026-03-31T10:00:00.000Z');

    expect(nets(house, subscription)).toEqual([[8_550n], [9_000n], [9_000n]]);
    const { body } = await house.get('/v1/subscriptions/{subscription_id}', of(subscription));
    expect(body.coupons).toMatchObject([{ ...TENTH, periods_left: null }]);
    const told = await house.get('/v1/subscriptions/{subscription_id}/reconciliation', of(subscription));
    expect(told.body.difference.amount).toBe('0.00');
    expect(await foundIn(house)).toEqual([]);
  });

  it('is explained on the line that it lowers', async () => {
    const { house } = await ordered({ coupons: [FIVE, TENTH] });
    const { body } = await house.get('/v1/invoices');
    const params = { invoice_id: body.data[0].id, line: '1' };
    const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });

    expect(told.body).toMatchObject({ list: '100.00', net: '85.50' });
    expect(told.body.discounts).toMatchObject([
      { name: 'Friend', amount: '5.00' },
      { name: 'Welcome', amount: '9.50' },
    ]);
    expect(told.body.sentence).toBe(
      'A quantity of 1 costs 100 EUR for a whole period; from 2026-01-31 until before 2026-02-28 that is 100.00 EUR, less 14.50 EUR of coupons, which leaves 85.50 EUR.',
    );
  });

  it('waits for the first charge where there is a trial', async () => {
    const { house, subscription } = await ordered({ coupons: [FREE], trial_days: 14 });
    await runAt(house, '2026-03-14T10:00:00.000Z');

    expect(nets(house, subscription)).toEqual([[0n], [10_000n]]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is met by a change within the first period', async () => {
    const { house, subscription } = await ordered({ coupons: [TENTH] });
    await runAt(house, '2026-02-14T10:00:00.000Z');
    await house.post('/v1/subscriptions/{subscription_id}/change', { quantity: '2' }, of(subscription));
    await house.drain();

    expect(nets(house, subscription)).toEqual([[9_000n], [-4_500n, 9_000n]]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('may leave nothing of a first payment, which then is made', async () => {
    const { house, subscription } = await ordered({ coupons: [FREE], activation: 'on_first_payment' });

    const { body } = await house.get('/v1/subscriptions/{subscription_id}', of(subscription));
    expect(body.status).toBe('active');
    expect(await foundIn(house)).toEqual([]);
  });

  it('lowers an add-on alone where it was agreed on with it', async () => {
    const house = await openHouse({ start: START });
    const { customer } = await openBusiness(house);
    const room = await made(house.post('/v1/plans', PLAN));
    const locker = await made(house.post('/v1/plans', { ...PLAN, name: 'Locker', kind: 'add_on' }));
    const lines = [
      { quantity: '1', plan: room },
      { quantity: '1', plan: locker, subscription: { add_on_to: 1, coupons: [TENTH] } },
    ];
    const told = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();
    const [host = '', addOn = ''] = told.body.subscriptions as readonly string[];

    expect(nets(house, host)).toEqual([[10_000n]]);
    expect(nets(house, addOn)).toEqual([[9_000n]]);
    expect(await foundIn(house)).toEqual([]);
  });

  it('is refused with the order where its amount has more decimals than the currency', async () => {
    const { told, house } = await ordered({ coupons: [TENTH, { name: 'Odd', off: { amount: '5.005' } }] });

    expect(told).toMatchObject({ status: 422, body: { code: 'coupon.amount_too_precise' } });
    expect(told.body.errors).toMatchObject([{ pointer: '#/lines/0/subscription/coupons/1/off/amount' }]);
    expect((await house.get('/v1/subscriptions')).body.data).toEqual([]);
  });

  it('is one of ten at most', async () => {
    const { told } = await ordered({ coupons: Array.from({ length: 11 }, () => TENTH) });

    expect(told).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  });
});
