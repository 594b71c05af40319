import { beforeEach, describe, expect, it } from 'vitest';
import { found } from '../kit/found.ts';
import { BUYER, made, openBusiness } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const NEW_YORK = 'America/New_York';
/** In New York it is the evening of the 22nd, in Berlin the night to the 23rd. */
const START = '2026-11-23T02:00:00.000Z';

describe('a customer with a time zone of its own', () => {
  let house: House;
  let plan: string;

  beforeEach(async () => {
    house = await openHouse({ start: START });
    await openBusiness(house);
    const prices = [{ currency: 'EUR', amount: '30.00' }];
    plan = await made(house.post('/v1/plans', { name: 'Lamp club', interval: 'month', prices }));
  });

  const subscribe = async (customer: unknown, subscription: object = {}) => {
    const lines = [{ description: 'Lamp club', quantity: '1', plan, subscription }];
    const told = await house.post('/v1/orders', { customer, currency: 'EUR', lines });
    await house.drain();
    const [id] = told.body.subscriptions ?? [];

    return { told, id: String(id) };
  };
  const show = async (id: string) =>
    (await house.get('/v1/subscriptions/{subscription_id}', { params: { subscription_id: id } })).body;

  it('is billed by its own days: periods begin at its midnight, through the change of its clocks', async () => {
    const customer = await made(house.post('/v1/customers', { ...BUYER, zone: NEW_YORK }));
    const { id } = await subscribe(customer);

    expect(await show(id)).toMatchObject({
      time_zone: NEW_YORK,
      current_period: { start: '2026-11-22', end: '2026-12-22' },
      next_billing_at: '2026-12-22T05:00:00.000Z',
    });
    expect(await found(house)).toEqual([]);
    house.clock.set('2027-03-22T03:59:59.999Z');
    await house.post('/v1/billing_runs', {});
    await house.drain();
    expect(await show(id)).toMatchObject({ next_billing_at: '2027-03-22T04:00:00.000Z' });
  });

  it('may be registered with its first order, and has no say in the dates of its invoices', async () => {
    const { told, id } = await subscribe({ ...BUYER, zone: NEW_YORK });
    const [invoice] = (await house.get('/v1/invoices')).body.data;

    expect(told.status).toBe(201);
    expect(await show(id)).toMatchObject({ time_zone: NEW_YORK, start_date: '2026-11-22' });
    expect(invoice).toMatchObject({ issue_date: '2026-11-23' });
  });

  it('that moves keeps its subscriptions, and orders new ones by its new days', async () => {
    const customer = await made(house.post('/v1/customers', BUYER));
    const before = await subscribe(customer);
    const change = {
      method: 'PATCH',
      route: '/v1/customers/{customer_id}',
      params: { customer_id: customer },
    };
    const moved = await house.ask({ ...change, body: { zone: NEW_YORK } });
    const after = await subscribe(customer);
    const back = await house.ask({ ...change, body: { zone: null } });

    expect([moved.body.zone, back.body.zone]).toEqual([NEW_YORK, null]);
    expect((await show(before.id)).time_zone).toBe('Europe/Berlin');
    expect((await show(after.id)).time_zone).toBe(NEW_YORK);
  });

  it('aligns to what runs by the same days alone: subscription.align_other_zone', async () => {
    const customer = await made(house.post('/v1/customers', { ...BUYER, zone: NEW_YORK }));
    const { id } = await subscribe(customer);
    const alike = await subscribe(customer, { align_to: id });
    await house.ask({
      ...{ method: 'PATCH', route: '/v1/customers/{customer_id}' },
      ...{ params: { customer_id: customer }, body: { zone: null } },
    });
    const other = await subscribe(customer, { align_to: id });

    expect(alike.told.status).toBe(201);
    expect(other.told.body.code).toBe('subscription.align_other_zone');
  });

  it('in a zone that there is not names the field', async () => {
    const told = await house.post('/v1/customers', { ...BUYER, zone: 'Europe/Atlantis' });

    expect(told).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/zone' }] } });
  });
});
