import { describe, expect, it } from 'vitest';
import {
  CUSTOMER,
  type Desk,
  desk,
  ENTITY,
  factsIn,
  order,
  publishPlan,
  publishVersion,
} from '../billing/desk.ts';

describe('an order line with a plan', () => {
  it('starts a subscription with a snapshot of what was agreed, anchored on the day of the order in the seller’s zone', async () => {
    const at = await desk('2026-01-31T23:30:00.000Z');
    const plan = await publishPlan(at, { tax: 'reduced' });

    await order(at, [plan]);

    expect(factsIn(at, 'subscription.created')).toMatchObject([
      {
        line: 1,
        customer: CUSTOMER,
        entity: ENTITY,
        plan,
        planVersion: 1,
        price: { model: 'per_unit', amount: '19.90', minimum: null },
        quantity: '2',
        currency: 'EUR',
        description: 'Reading room, monthly',
        tax: 'reduced',
        zone: 'Europe/Berlin',
        startsOn: '2026-02-01',
        rhythm: { interval: 'month', count: 1, start: '2026-02-01', anchor: '2026-02-01', anchorDay: 1 },
        dueDays: 14,
        language: 'de',
      },
    ]);
  });

  it('starts on the day of the order though the message comes days later', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = await publishPlan(at);
    await order(at, [plan], { settle: false });

    at.clock.set('2026-02-03T10:00:00.000Z');
    await at.settle();

    expect(factsIn(at, 'subscription.created')).toMatchObject([{ startsOn: '2026-01-31' }]);
    expect(factsIn(at, 'subscription.billed')).toMatchObject([{ start: '2026-01-31' }]);
  });

  it('sells the version that was on sale when the order was placed, though the message comes after the next one', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = await publishPlan(at);
    at.clock.advance({ hours: 1 });
    await order(at, [plan], { key: 'before', settle: false });

    at.clock.advance({ hours: 1 });
    await publishVersion(at, plan, '29.90');
    at.clock.advance({ hours: 1 });
    await order(at, [plan], { key: 'after' });

    expect(factsIn(at, 'subscription.created')).toMatchObject([
      { planVersion: 1, price: { amount: '19.90' } },
      { planVersion: 2, price: { amount: '29.90' } },
    ]);
  });

  it('starts each line’s own subscription, once', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = await publishPlan(at);

    await order(at, [plan, plan], { settle: false });
    await at.settle({ times: 3, seed: 3 });

    expect(factsIn(at, 'subscription.created').map((data) => data.line)).toEqual([1, 2]);
  });

  it.each([
    ['plan.unknown', 'pln_0123456789abcdefghjkmnpqrs', 'EUR'],
    ['plan.currency_missing', undefined, 'USD'],
  ])('that cannot start is parked with %s', async (code, unknown, currency) => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = unknown ?? (await publishPlan(at));

    await order(at, [plan], { currency });

    expect(factsIn(at, 'message.parked')).toMatchObject([{ worker: 'subscriptions.start', code }]);
    expect(factsIn(at, 'subscription.created')).toEqual([]);
  });
});

describe('placing an order for a plan', () => {
  const LINE = { description: 'Reading room', quantity: '2' };
  const place = (at: Desk, line: Record<string, unknown>) => {
    const body = { legal_entity: ENTITY, customer: CUSTOMER, currency: 'EUR', lines: [{ ...LINE, ...line }] };
    return at.call('orders.place', { routeKey: 'POST /v1/orders', body: JSON.stringify(body), key: 'order' });
  };

  it('starts the subscription that its answer names', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = await publishPlan(at, { tax: 'reduced' });

    const answer = await place(at, { plan });
    await at.settle();

    expect(answer.body.lines).toMatchObject([{ tax: 'reduced', plan }]);
    const [subscription] = answer.body.subscriptions as readonly string[];
    expect(answer.status).toBe(201);
    expect(at.journal.stream.map((commit) => commit.id)).toContain(subscription);
  });

  it('begins on the day and on the grid that the line asks for', async () => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const plan = await publishPlan(at, { interval: 'quarter', trial_days: 30 });

    await place(at, { plan, subscription: { start_on: '2026-01-10', alignment: 'calendar', trial_days: 5 } });
    await at.settle();

    expect(factsIn(at, 'subscription.created')).toMatchObject([
      { startsOn: '2026-01-10', rhythm: { start: '2026-01-15', anchor: '2026-04-01', anchorDay: 1 } },
    ]);
    expect(factsIn(at, 'subscription.billed')).toMatchObject([
      { start: '2026-01-15', end: '2026-04-01', lines: [{ days: 76, of: 90 }] },
    ]);
  });

  it.each([
    ['plan.currency_missing', { prices: [{ currency: 'USD', amount: '1' }] }, {}],
    ['plan.not_sold_by_entity', { legal_entity: 'other' }, {}],
    [
      'order.amount_too_large',
      { prices: [{ currency: 'EUR', amount: '999999999999' }] },
      { quantity: '999999999999' },
    ],
    ['plan.unknown', {}, { plan: 'pln_0123456789abcdefghjkmnpqrs' }],
    ['request.invalid', {}, { discount: { percent: '10' } }],
    ['request.invalid', {}, { unit_price: '10' }],
    ['subscription.start_out_of_range', {}, { subscription: { start_on: '2020-01-01' } }],
    [
      'price.quantity_beyond_tiers',
      { prices: [{ currency: 'EUR', price: { model: 'volume', tiers: [{ up_to: '1' }] } }] },
      {},
    ],
  ])('is refused with %s and starts nothing', async (code, planned, line) => {
    const at = await desk('2026-01-31T10:00:00.000Z');
    const other = 'legal_entity' in planned ? { legal_entity: await at.sellerToo() } : planned;
    const plan = await publishPlan(at, other);

    const answer = await place(at, { plan, ...line });

    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(factsIn(at, 'order.placed')).toEqual([]);
  });
});
