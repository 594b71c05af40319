import { describe, expect, it } from 'vitest';
import { subscriptions } from '../../../shared/domain/subscriptions.ts';
import type { SubscriptionFact } from '../../../shared/domain/subscriptions/facts.ts';
import { upcast } from '../../../shared/journal/upcasts.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { billAt, billedIn, moved } from '../domain/subscription-sample.ts';

const CREATED = {
  order: 'ord_sample',
  line: 1,
  customer: 'cus_sample',
  entity: 'le_sample',
  plan: 'pln_sample',
  planVersion: 1,
  unitPrice: '19.90',
  quantity: '2',
  currency: 'EUR',
  interval: 'month',
  description: 'Reading room, monthly',
  tax: 'standard',
  zone: 'Europe/Berlin',
  anchor: '2026-01-31',
  dueDays: 14,
  language: 'de',
  nextDueAt: '2026-01-30T23:00:00.000Z',
  at: '2026-01-31T10:00:00.000Z',
};

const BILLED = {
  subscription: 'sub_sample',
  index: 0,
  start: '2026-01-31',
  end: '2026-02-28',
  customer: 'cus_sample',
  entity: 'le_sample',
  plan: 'pln_sample',
  profile: 3,
  currency: 'EUR',
  quantity: '2',
  unitPrice: '19.90',
  description: 'Reading room, monthly',
  tax: 'standard',
  dueDays: 14,
  language: 'de',
  invoice: 'inv_sample',
  dueAt: '2026-01-30T23:00:00.000Z',
  nextDueAt: '2026-02-27T23:00:00.000Z',
  run: null,
  at: '2026-01-31T10:00:00.000Z',
};

const lifted = (type: string, data: unknown) => upcast({ type, v: 1, data });

describe('a fact of the first version', () => {
  it('of a plan reads as a price of one unit, charged in advance', () => {
    const data = {
      name: 'Plan',
      interval: 'month',
      prices: [['EUR', '19.90']],
      tax: 'standard',
      version: 1,
      at: CREATED.at,
    };

    expect(lifted('plan.published', data)).toMatchObject({
      v: 2,
      data: {
        count: 1,
        charge: 'in_advance',
        trialDays: 0,
        prices: [['EUR', { model: 'per_unit', amount: '19.90', minimum: null }]],
      },
    });
  });

  it('of a bill reads as its one line', () => {
    expect(lifted('subscription.billed', BILLED)).toMatchObject({
      v: 2,
      data: {
        change: null,
        suppliedOn: '2026-01-31',
        lines: [
          { kind: 'whole', days: 28, of: 28, listMinor: 3_980n, sold: { quantity: '2', planVersion: 1 } },
        ],
      },
    });
  });

  it('lets a subscription that began with it go on as before', () => {
    const facts = [
      lifted('subscription.created', CREATED),
      { type: 'subscription.activated', data: { at: CREATED.at } },
      lifted('subscription.billed', BILLED),
    ] as readonly unknown[] as readonly SubscriptionFact[]; // lifted to today's shapes
    const state = fold(subscriptions, facts);

    const bills =
      state.status === 'none' ? [] : billedIn(moved(state, billAt('2026-04-01T12:00:00.000Z')).facts);

    expect(bills.map(({ index, start, end }) => [index, start, end])).toEqual([
      [1, '2026-02-28', '2026-03-31'],
      [2, '2026-03-31', '2026-04-30'],
    ]);
  });
});
