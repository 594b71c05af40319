import { describe, expect, it } from 'vitest';
import { CUSTOMER, desk, ENTITY, factsIn, order, publishPlan } from '../billing/desk.ts';

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
        unitPrice: '19.90',
        quantity: '2',
        currency: 'EUR',
        interval: 'month',
        description: 'Reading room, monthly',
        tax: 'standard',
        zone: 'Europe/Berlin',
        anchor: '2026-02-01',
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

    expect(factsIn(at, 'subscription.created')).toMatchObject([{ anchor: '2026-01-31' }]);
    expect(factsIn(at, 'subscription.billed')).toMatchObject([{ start: '2026-01-31' }]);
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
