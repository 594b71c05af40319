/** Subscriptions that are charged once they are activated by hand, from the day that is then their first; the independent checker looks at each story. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverageOf } from '../checker/coverage.ts';
import { readJournal } from '../checker/books.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const ROUTE = '/v1/subscriptions/{subscription_id}';
const START = '2026-04-01T10:00:00.000Z';

let house: House;
let customer: string;

beforeEach(async () => {
  house = await openHouse({ start: START });
  ({ customer } = await openBusiness(house));
});

afterEach(async () => {
  expect(house.dead).toEqual([]);
  expect(await found(house)).toEqual([]);
});

const prices = [{ currency: 'EUR', amount: '30.00' }];
const at = (subscription: string) => ({ params: { subscription_id: subscription } });
const shown = async (subscription: string) => (await house.get(ROUTE, at(subscription))).body;
async function activate(subscription: string, body: object = {}) {
  const told = await house.post(`${ROUTE}/activate`, body, at(subscription));
  await house.drain();

  return told;
}

async function order(plan: object = {}, subscription: object = {}) {
  const id = await made(house.post('/v1/plans', { name: 'Fibre line', interval: 'month', prices, ...plan }));
  const lines = [{ quantity: '1', plan: id, subscription: { activation: 'by_hand', ...subscription } }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  return told;
}

async function subscribed(plan: object = {}, subscription: object = {}): Promise<string> {
  const told = await order(plan, subscription);
  expect(told.body.code).toBeUndefined();

  return told.body.subscriptions[0];
}

/** Lets the hourly looks come by at an instant. */
async function looked(instant: string): Promise<void> {
  house.clock.set(instant);
  await house.wake('billing.run', {});
  await house.drain();
  await house.wake('ledger.recognise', {});
  await house.drain();
}

async function lines() {
  const { body } = await house.get('/v1/invoices');
  const invoices = await Promise.all(
    body.data.map(async ({ id }: { readonly id: string }) => {
      const told = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } });
      return told.body.lines.map((line: { readonly period: object; readonly net: object }) => line);
    }),
  );

  return invoices.flat();
}

function daysOf(): Readonly<Record<string, number>> {
  const journal = readJournal(house.journal.stream.map(toItem), []);
  const snapshot = { now: house.clock.now(), isAtRest: true } as Parameters<typeof coverageOf>[0]['snapshot']; // all that it reads

  return Object.fromEntries(coverageOf({ journal, snapshot }).days);
}

describe('a subscription that is activated by hand', () => {
  it('waits, listed as pending, charged nothing and with no next bill, however long that takes', async () => {
    const subscription = await subscribed();

    await looked('2026-06-20T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({
      status: 'pending',
      service: 'not_begun',
      billed_periods: 0,
      next_billing_at: null,
      activation: { on: 'hand', agreed_start: null, not_before: '2026-04-01', activated_at: null },
    });
    const listed = await house.get('/v1/subscriptions', { query: { status: 'pending' } });
    expect(listed.body.data).toMatchObject([
      { id: subscription, next_billing_at: null, waits_for: 'activation' },
    ]);
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
    const next = await house.get(`${ROUTE}/next_invoice`, at(subscription));
    expect(next.body.code).toBe('subscription.nothing_to_bill');
    const compared = await house.get(`${ROUTE}/reconciliation`, at(subscription));
    expect(compared.body).toMatchObject({ bills: [], difference: { amount: '0.00' } });
    expect(Object.keys(daysOf())).toEqual(['excluded: not_activated']);
  });

  it('begins on the day it is activated, in its own time zone, and is charged from there', async () => {
    const subscription = await subscribed();
    house.clock.set('2026-04-14T22:30:00.000Z');

    const told = await activate(subscription);

    expect(told.body).toMatchObject({
      status: 'active',
      start_date: '2026-04-15',
      anchor_day: 15,
      activation: { activated_at: '2026-04-14T22:30:00.000Z' },
    });
    expect(await shown(subscription)).toMatchObject({
      current_period: { start: '2026-04-15', end: '2026-05-15' },
      next_billing_at: '2026-05-14T22:00:00.000Z',
    });
    await looked('2026-05-20T10:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({ billed_periods: 2 });
  });

  it('begins on its agreed start where that is still to come', async () => {
    const subscription = await subscribed({}, { start_on: '2026-05-01' });
    house.clock.set('2026-04-15T10:00:00.000Z');

    const told = await activate(subscription);

    expect(told.body).toMatchObject({ status: 'pending', start_date: '2026-05-01' });
    const [row] = (await house.get('/v1/subscriptions')).body.data;
    expect(row).toMatchObject({ status: 'pending', waits_for: 'start' });
    await looked('2026-05-01T10:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({
      status: 'active',
      current_period: { start: '2026-05-01', end: '2026-06-01' },
    });
  });

  it('waits for its activation behind its agreed start, too, and then begins today', async () => {
    const subscription = await subscribed({}, { start_on: '2026-05-01' });
    await looked('2026-05-10T10:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({ status: 'pending', billed_periods: 0 });

    expect((await activate(subscription)).body).toMatchObject({ start_date: '2026-05-10' });
  });

  it('is billed what it missed where it began on a day gone by', async () => {
    const subscription = await subscribed();
    house.clock.set('2026-06-20T10:00:00.000Z');

    const told = await activate(subscription, { on: '2026-04-05' });

    expect(told.body).toMatchObject({ status: 'active', start_date: '2026-04-05' });
    expect(await shown(subscription)).toMatchObject({
      billed_periods: 3,
      current_period: { start: '2026-06-05', end: '2026-07-05' },
    });
  });

  it('is activated once: again changes nothing, and another day is refused', async () => {
    const subscription = await subscribed();
    const first = await activate(subscription, { on: '2026-04-10' });

    const again = [await activate(subscription), await activate(subscription, { on: '2026-04-10' })];
    const other = await activate(subscription, { on: '2026-04-11' });

    expect(again.map(({ body }) => body)).toEqual([first.body, first.body]);
    expect(other.body.code).toBe('subscription.start_is_set');
  });

  it('begins no earlier than it was ordered, or agreed on, and not in the far future', async () => {
    const [ordered, agreed] = [await subscribed(), await subscribed({}, { start_on: '2026-03-01' })];
    house.clock.set('2026-04-05T10:00:00.000Z');

    const asked = [
      await activate(ordered, { on: '2026-03-31' }),
      await activate(agreed, { on: '2026-02-28' }),
      await activate(ordered, { on: '2030-01-01' }),
    ];

    expect(asked.map(({ body }) => body.code)).toEqual(Array(3).fill('subscription.start_out_of_range'));
    expect((await activate(agreed, { on: '2026-03-01' })).body).toMatchObject({ status: 'active' });
  });

  it('cannot be one that begins by itself, has ended, or is not there', async () => {
    const subscription = await subscribed({}, { activation: 'at_start' });
    const cancelled = await subscribed();
    await house.post(`${ROUTE}/cancel`, {}, at(cancelled));

    const asked = [
      await activate(subscription),
      await activate(cancelled),
      await activate('sub_00000000000000000000000000'),
    ];

    expect(asked.map(({ body }) => body.code)).toEqual([
      'subscription.not_by_hand',
      'subscription.ended',
      'subscription.not_found',
    ]);
  });

  it.each([{ at: 'period_end' }, { at: 'now' }, { at: '2026-09-01' }])(
    'ends at once and without a bill when it is cancelled before: %j',
    async (body) => {
      const term = { interval: 'year', interval_count: 1, renewal: 'renew', notice_days: 30 };
      const subscription = await subscribed({ term, setup: prices });
      house.clock.set('2026-05-02T10:00:00.000Z');

      const told = await house.post(`${ROUTE}/cancel`, body, at(subscription));
      await looked('2026-10-01T10:00:00.000Z');

      expect(told.body).toMatchObject({ status: 'ended', end_reason: 'cancelled' });
      expect((await house.get('/v1/invoices')).body.data).toEqual([]);
    },
  );

  it('has no bill of usage that is told of days before, while it waits or behind its end', async () => {
    const meters = [{ code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.50' }] }];
    const subscription = await subscribed({ meters });
    const used = { subscription, meter: 'calls', at: '2026-03-30T09:00:00.000Z' };
    await house.post('/v1/usage_events', { events: [{ ...used, id: 'while it waits' }] });
    await house.post(`${ROUTE}/cancel`, {}, at(subscription));
    await house.post('/v1/usage_events', { events: [{ ...used, id: 'behind its end' }] });

    await looked('2026-05-10T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({ status: 'ended', billed_periods: 0 });
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
  });

  it('ends without a bill when its order is cancelled', async () => {
    const told = await order();

    const params = { order_id: told.body.id };
    await house.post('/v1/orders/{order_id}/cancel', undefined, { params });
    await house.drain();

    expect(await shown(told.body.subscriptions[0])).toMatchObject({ status: 'ended' });
  });

  it('is in no billing run, and no migration moves it, while it waits', async () => {
    const subscription = await subscribed();
    const { plan } = await shown(subscription);
    const params = { params: { plan_id: plan } };
    const dearer = { name: 'Fibre line', interval: 'month', prices: [{ currency: 'EUR', amount: '40.00' }] };
    await made(house.post('/v1/plans/{plan_id}/versions', dearer, params));

    const run = await house.post('/v1/billing_runs', { dry_run: true, target_date: '2026-06-01' });
    const migration = await house.post('/v1/plans/{plan_id}/migrations', { to_version: 2 }, params);
    await house.drain();

    const shownRun = { params: { billing_run_id: run.body.id } };
    const told = await house.get('/v1/billing_runs/{billing_run_id}', shownRun);
    expect(told.body).toMatchObject({ status: 'finished', counts: { planned: 0, billed: 0 } });
    const rows = await house.get('/v1/plans/{plan_id}/migrations/{migration_id}/rows', {
      params: { plan_id: plan, migration_id: migration.body.id },
    });
    expect(rows.body.data).toMatchObject([{ subscription, code: 'subscription.awaits_activation' }]);
  });

  it('is not changed, paused or suspended while it waits', async () => {
    const subscription = await subscribed();
    const plan = { quantity: '2', at: 'now' };

    const asked = [
      await house.post(`${ROUTE}/change`, plan, at(subscription)),
      await house.post(`${ROUTE}/preview`, plan, at(subscription)),
      await house.post(`${ROUTE}/withdraw_change`, undefined, at(subscription)),
      await house.post(`${ROUTE}/pause`, undefined, at(subscription)),
      await house.post(`${ROUTE}/resume`, undefined, at(subscription)),
      await house.post(`${ROUTE}/suspend`, { reason: 'Unpaid' }, at(subscription)),
      await house.post(`${ROUTE}/reinstate`, undefined, at(subscription)),
      await house.post(`${ROUTE}/reactivate`, undefined, at(subscription)),
    ];

    expect(asked.map(({ body }) => body.code)).toEqual(Array(8).fill('subscription.awaits_activation'));
  });
});

describe('what counts from the first day counts from the day that is set', () => {
  it('a trial', async () => {
    const subscription = await subscribed({ trial_days: 14 });
    house.clock.set('2026-05-10T10:00:00.000Z');

    const told = await activate(subscription);

    expect(told.body).toMatchObject({ status: 'trialing', charged_from: '2026-05-24', billed_periods: 0 });
    await looked('2026-05-24T10:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({
      status: 'active',
      current_period: { start: '2026-05-24', end: '2026-06-24' },
    });
  });

  it('the periods of another one that it was aligned to', async () => {
    const other = await subscribed({}, { activation: 'at_start', anchor_day: 12 });
    const subscription = await subscribed({}, { align_to: other });
    await looked('2026-05-22T10:00:00.000Z');

    const told = await activate(subscription);

    expect(told.body).toMatchObject({ start_date: '2026-05-22', anchor_date: '2026-06-12', anchor_day: 12 });
  });

  it('days before an anchor day, charged by the day', async () => {
    const subscription = await subscribed({}, { anchor_day: 1 });
    house.clock.set('2026-05-22T10:00:00.000Z');

    await activate(subscription);

    expect(await lines()).toMatchObject([
      { period: { start: '2026-05-22', end: '2026-06-01' }, net: { amount: '9.68' } },
    ]);
  });

  it('introductory prices, with or without such days before', async () => {
    const phases = [{ periods: 1, prices: [{ currency: 'EUR', amount: '10.00' }] }];
    // Ordered on the anchor day and so without a stub; activated on another, and so with one.
    const subscription = await subscribed({ phases }, { anchor_day: 1 });
    house.clock.set('2026-05-22T10:00:00.000Z');

    await activate(subscription);
    await looked('2026-07-01T10:00:00.000Z');

    expect((await lines()).map((line) => line.net.amount)).toEqual(['30.00', '10.00', '3.23']);
  });

  it('a term that nothing follows', async () => {
    const term = { interval: 'month', interval_count: 2, renewal: 'end' };
    const subscription = await subscribed({ term });
    house.clock.set('2026-05-10T10:00:00.000Z');

    await activate(subscription);
    await looked('2026-09-01T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({
      status: 'ended',
      billed_periods: 2,
      cancellation: { at: 'term_end', ends_on: '2026-07-10' },
    });
  });

  it('a minimum spend, usage and setting it up', async () => {
    const plan = {
      setup: [{ currency: 'EUR', amount: '12.00' }],
      meters: [{ code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.50' }] }],
      minimum_spend: {
        interval: 'month',
        interval_count: 1,
        amounts: [{ currency: 'EUR', amount: '50.00' }],
      },
    };
    const subscription = await subscribed(plan);
    const used = (id: string, day: string) => ({
      ...{ id, subscription, meter: 'calls', at: `${day}T09:00:00.000Z`, quantity: '10' },
    });
    await house.post('/v1/usage_events', { events: [used('before', '2026-04-01')] });
    house.clock.set('2026-04-20T10:00:00.000Z');
    await activate(subscription, { on: '2026-04-15' });
    await house.post('/v1/usage_events', { events: [used('within', '2026-04-16')] });
    await looked('2026-05-18T10:00:00.000Z');

    const all = await lines();
    expect(all.map((line) => [line.period.start, line.net.amount])).toEqual(
      expect.arrayContaining([
        ['2026-04-15', '12.00'],
        ['2026-04-15', '30.00'],
        ['2026-04-15', '5.00'],
        ['2026-04-15', '15.00'],
      ]),
    );
  });

  it('a coupon and a charge that it was given while it waited', async () => {
    const subscription = await subscribed();
    const coupon = { name: 'Welcome', off: { percent: '50' }, periods: 1 };
    await house.post(`${ROUTE}/coupons`, coupon, at(subscription));
    const charge = { description: 'Cable', quantity: '1', unit_amount: '7.00' };
    await house.post(`${ROUTE}/charges`, charge, at(subscription));
    house.clock.set('2026-05-10T10:00:00.000Z');

    await activate(subscription);
    await looked('2026-06-11T10:00:00.000Z');

    expect((await lines()).map((line) => line.net.amount).sort()).toEqual(['15.00', '30.00', '7.00']);
  });
});

describe('add-ons in the order of what is activated by hand', () => {
  const terms = { interval: 'month', prices };

  async function withLocker(add: object = {}, plan: object = {}, begin: object = {}) {
    const host = await made(house.post('/v1/plans', { name: 'Fibre line', ...terms, ...plan }));
    const router = await made(house.post('/v1/plans', { name: 'Router', kind: 'add_on', ...terms, ...add }));
    const lines = [
      { quantity: '1', plan: host, subscription: { activation: 'by_hand', ...begin } },
      { quantity: '1', plan: router, subscription: { add_on_to: 1 } },
    ];
    const told = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();

    return told.body.subscriptions as readonly [string, string];
  }

  it('wait with it, and begin with it on its grid', async () => {
    const [host, addOn] = await withLocker({}, {}, { anchor_day: 1 });
    expect(await shown(addOn)).toMatchObject({ status: 'pending', billed_periods: 0 });
    expect((await activate(addOn)).body.code).toBe('subscription.follows_host');
    house.clock.set('2026-05-22T10:00:00.000Z');

    await activate(host);

    const period = { start: '2026-05-22', end: '2026-06-01' };
    for (const each of [host, addOn])
      expect(await shown(each)).toMatchObject({ status: 'active', anchor_day: 1, current_period: period });
    expect(await shown(host)).toMatchObject({ add_ons: [{ subscription: addOn, from: '2026-05-22' }] });
    await looked('2026-06-01T10:00:00.000Z');
    expect((await lines()).map((line) => line.net.amount)).toEqual(['30.00', '30.00', '9.68', '9.68']);
  });

  it('are charged once the trial of it is over, and later where days before the anchor are free', async () => {
    const rules = { stub_before_anchor: 'free' };
    const [host, addOn] = await withLocker({ rules }, { trial_days: 10 }, { anchor_day: 15 });
    house.clock.set('2026-05-22T10:00:00.000Z');

    await activate(host);

    expect(await shown(host)).toMatchObject({ status: 'trialing', charged_from: '2026-06-01' });
    expect(await shown(addOn)).toMatchObject({ status: 'trialing', charged_from: '2026-06-15' });
    await looked('2026-06-02T10:00:00.000Z');
    expect((await house.post(`${ROUTE}/pause`, undefined, at(host))).body.code).toBe(
      'subscription.add_on_waits',
    );
  });

  it('end without a bill when it is cancelled before, or by themselves', async () => {
    const [host, addOn] = await withLocker();
    await house.post(`${ROUTE}/cancel`, {}, at(addOn));
    await house.drain();
    expect(await shown(host)).toMatchObject({ status: 'pending', add_ons: [] });
    const [other, its] = await withLocker({ name: 'Locker' });

    await house.post(`${ROUTE}/cancel`, {}, at(other));
    await house.drain();

    expect(await shown(its)).toMatchObject({ status: 'ended', billed_periods: 0 });
    expect((await house.get('/v1/invoices')).body.data).toEqual([]);
  });

  it('are not activated by hand themselves', async () => {
    const host = await made(house.post('/v1/plans', { name: 'Fibre line', ...terms }));
    const router = await made(house.post('/v1/plans', { name: 'Router', kind: 'add_on', ...terms }));
    const own = { add_on_to: 1, activation: 'by_hand' };
    const lines = [
      { quantity: '1', plan: host },
      { quantity: '1', plan: router, subscription: own },
    ];

    const told = await house.post('/v1/orders', orderOf(customer, { lines }));

    expect(told.body.code).toBe('add_on.begins_with_host');
  });

  it('are not added to it while it waits', async () => {
    const [host] = await withLocker();
    const plan = await made(house.post('/v1/plans', { name: 'Phone', kind: 'add_on', ...terms }));

    const asked = [
      await house.post(`${ROUTE}/add_ons/preview`, { plan }, at(host)),
      await house.post(`${ROUTE}/add_ons`, { plan }, at(host)),
    ];

    expect(asked.map(({ body }) => body.code)).toEqual(Array(2).fill('subscription.awaits_activation'));
  });
});
