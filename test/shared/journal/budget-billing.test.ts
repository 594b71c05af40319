import { COUPONS_MAX } from '../../../shared/contracts/coupons.ts';
import { describe, expect, it } from 'vitest';
import { itemBytes, writeUnits } from '../../../shared/adapters/item-size.ts';
import { packedItem } from '../../../shared/adapters/packing.ts';
import { PRODUCT_PRICES_MAX } from '../../../shared/contracts/products.ts';
import { GATHERED_MAX } from '../../../shared/domain/gatherings.ts';
import { gather } from '../../../shared/flows/gathering.ts';
import { BUDGET } from '../../../shared/journal/budget.ts';
import { BILLING_BUDGET } from '../../../shared/journal/budget-billing.ts';
import { toItem } from '../../../shared/journal/commit.ts';
import { isCurrency } from '../../../shared/kernel/currencies.ts';
import type { Commit } from '../../../shared/ports.ts';
import { rowsOf } from '../../../shared/flows/projecting.ts';
import {
  ask,
  type Desk,
  desk,
  erase,
  openRun,
  order,
  publishPlan,
  publishVersion,
  register,
  tick,
} from '../../functions/billing/desk.ts';
import { applied, planned } from '../../functions/migrations/planned.ts';

/** Every kind of fact of billing, in its usual form, and the largest forms that the contracts allow. */
async function history(description: string): Promise<Desk> {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const plan = await publishPlan(at);
  const other = await register(at, 'other');
  const ids = await order(
    at,
    Array.from({ length: 101 }, () => plan),
    { description },
  );
  await order(at, [plan], { key: 'other', customer: other });
  await erase(at, other);
  await listed(at, description);
  await live(at, plan, description);
  at.clock.set('2026-02-28T10:00:00.000Z');
  await openRun(at, 'run');
  await tick(at);
  for (const [id, when] of [
    [ids[0], 'now'],
    [ids[1], 'period_end'],
  ]) {
    await at.call('subscriptions.keep', {
      routeKey: 'POST /v1/subscriptions/{subscription_id}/cancel',
      pathParameters: { subscription_id: id ?? '' },
      body: JSON.stringify({ at: when }),
    });
  }
  await ask(at, ids[2], { verb: 'cancel', body: {} });
  await ask(at, ids[2], { verb: 'reactivate' });
  await measured(at, description);
  await lowered(at, description);
  at.clock.set('2028-03-01T10:00:00.000Z');
  await openRun(at, 'catch-up');
  await publishVersion(at, plan, '24.90');
  const { body } = await planned(at, plan);
  await applied(at, plan, { migration: body.id, agreed: body.hash });
  await gatheredBills(at, plan);

  return at;
}

/** A trial, a coupon, changes and a pause. */
async function live(at: Desk, plan: string, description: string): Promise<void> {
  const trial = await publishPlan(at, { trial_days: 7 }, 'trial');
  await order(at, [trial], { key: 'trial', description });
  const phases = Array.from({ length: 4 }, () => ({
    periods: 1,
    prices: [{ currency: 'EUR', amount: '1' }],
  }));
  const introduced = await publishPlan(at, { phases }, 'introduced');
  await order(at, [introduced], { key: 'introduced', description });
  const isLong = description.length >= 200;
  const welcome = { name: description.slice(0, 80), off: { percent: '10' }, left: 12 };
  const begin = {
    ...({ startsOn: null, alignment: 'anniversary', anchorDay: null, trialDays: null } as const),
    activation: { on: 'first_payment', limitHours: 23 } as const,
    coupons: Array.from({ length: isLong ? COUPONS_MAX : 1 }, () => welcome),
  };
  await order(at, [plan], { key: 'awaited', description, begin });
  const byHand = { ...begin, activation: { on: 'hand' } as const };
  const [waiting] = await order(at, [plan], { key: 'by hand', description, begin: byHand });
  await at.call('subscriptions.activate', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/activate',
    pathParameters: { subscription_id: waiting ?? '' },
    body: JSON.stringify({}),
  });
  const bound = await publishPlan(at, { term: { interval: 'month' } }, 'bound');
  await order(at, [bound], { key: 'bound', description });
  const [id] = await order(at, [plan], { key: 'live', description });
  const coupon = { name: 'Welcome', off: { percent: '10' } };
  await ask(at, id, { verb: 'coupons', body: coupon, key: 'coupon' });
  await ask(at, id, { verb: 'charges', body: { description, unit_amount: '1' }, key: 'charge' });
  const state = await ask(at, id, { verb: 'charges', body: { description, unit_amount: '1' }, key: 'other' });
  const [, other] = state.body.pending_charges as readonly { id: string }[];
  await at.call('subscriptions.keep', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/charges/{charge_id}/withdraw',
    pathParameters: { subscription_id: id ?? '', charge_id: other?.id ?? '' },
  });
  const invoice_group = 'g'.repeat(40);
  await ask(at, id, {
    verb: 'invoice_grouping',
    body: { invoice_grouping: 'by_billing_day', invoice_group },
  });
  const extra = await publishPlan(at, { kind: 'add_on' }, 'extra');
  const adding = await ask(at, id, { verb: 'add_ons', body: { plan: extra }, key: 'add' });
  await at.settle();
  const [addOn] = adding.body.add_ons as readonly { subscription: string }[];
  await ask(at, addOn?.subscription, { verb: 'cancel', body: { at: 'now' } });
  await at.settle();
  await ask(at, id, { verb: 'change', body: { quantity: '3' }, key: 'now' });
  await ask(at, id, { verb: 'change', body: { quantity: '4', at: 'period_end' }, key: 'later' });
  await ask(at, id, { verb: 'withdraw_change' });
  await ask(at, id, { verb: 'pause' });
  await ask(at, id, { verb: 'resume' });
  const pathParameters = { subscription_id: id ?? '' };
  await at.call('subscriptions.suspend', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/suspend',
    pathParameters,
    body: JSON.stringify({ reason: 'r'.repeat(200) }),
  });
  await at.call('subscriptions.suspend', {
    routeKey: 'POST /v1/subscriptions/{subscription_id}/reinstate',
    pathParameters,
  });
}

/** The currencies of the standard, of which three letters name each. */
const CURRENCIES = Intl.supportedValuesOf('currency').filter(isCurrency);

/** A product listed in as many currencies as a product may be, where its words are long, or in one. */
async function listed(at: Desk, name: string): Promise<void> {
  const isLong = name.length >= 200;
  const prices = CURRENCIES.slice(0, isLong ? PRODUCT_PRICES_MAX : 1).map((currency) => ({
    currency,
    amount: isLong ? '123456789.123456789012' : '349.00',
  }));
  const product = { name, sku: name.slice(0, 60), unit: name.slice(0, 20), prices };
  await at.call('products.keep', {
    routeKey: 'POST /v1/products',
    body: JSON.stringify(product),
    key: 'product',
  });
}

/** As many subscriptions as may share an invoice, and the gathering of their bills. */
async function gatheredBills(at: Desk, plan: string): Promise<void> {
  const plans = Array.from({ length: GATHERED_MAX }, () => plan);
  await order(at, plans, { key: 'gathered', grouping: 'by_billing_day' });
  const [bill] = commitsWith(at, 'subscription.billed').slice(-1);
  if (bill) await gather({ commit: bill, look: 0 }, at.ports);
}

/** A plan that charges five meters by the longest tables, and usage that comes late. */
async function measured(at: Desk, description: string): Promise<void> {
  const tiers = Array.from({ length: 20 }, (_, index) => ({
    up_to: index === 19 ? null : String((index + 1) * 1_000),
    unit_amount: '0.123456789012',
    flat_amount: '12.34',
  }));
  const prices = [{ currency: 'EUR', price: { model: 'graduated', tiers } }];
  const meters = ['a', 'b', 'c', 'd', 'e'].map((code) => ({ code, aggregation: 'sum', prices }));
  const plan = await publishPlan(at, { meters }, 'measured');
  const [id] = await order(at, [plan], { key: 'measured', description });
  at.clock.set('2026-04-01T10:00:00.000Z');
  await tick(at);
  const event = { id: 'late', subscription: id, meter: 'a', at: '2026-03-01T10:00:00.000Z' };
  await at.call('usage.keep', {
    routeKey: 'POST /v1/usage_events',
    body: JSON.stringify({ events: [event] }),
  });
  await at.settle();
}

/** One that has ended and hears of less usage than it was billed for. */
async function lowered(at: Desk, description: string): Promise<void> {
  const calls = { code: 'a', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '1.00' }] };
  const plan = await publishPlan(at, { meters: [calls], charge: 'in_arrears' }, 'lowered');
  const [subscription] = await order(at, [plan], { key: 'lowered', description });
  const told = (event: object) =>
    at.call('usage.keep', {
      routeKey: 'POST /v1/usage_events',
      body: JSON.stringify({
        events: [{ subscription, meter: 'a', at: '2026-04-01T10:00:00.000Z', ...event }],
      }),
    });
  await told({ id: 'many', quantity: '9' });
  await ask(at, subscription, { verb: 'cancel', body: { at: 'period_end' } });
  at.clock.set('2026-06-02T10:00:00.000Z');
  await tick(at);
  await told({ id: 'few', quantity: '1', corrects: 'many' });
  at.clock.set('2026-06-04T10:00:00.000Z');
  await tick(at);
  await at.settle();
}

/** Write units of a commit as it is stored. */
const unitsOf = (commit: Commit | undefined) =>
  commit ? writeUnits(itemBytes(packedItem(toItem(commit), 'body'))) : 0;

const commitsWith = (at: Desk, type: string) =>
  at.journal.stream.filter((commit) => commit.facts.some((fact) => fact.type === type));

describe('the budget of billing', () => {
  it('holds the usual size of every fact, in write units', async () => {
    const at = await history('Reading room, monthly');
    const usual = Object.keys(BILLING_BUDGET).filter((type) => type !== 'subscription.released');

    const units = usual.map((type) => [type, unitsOf(commitsWith(at, type)[0])]);

    expect(Object.fromEntries(units)).toEqual(
      Object.fromEntries(usual.map((type) => [type, BUDGET[type]?.writeUnits])),
    );
  });

  it('holds the largest size of every fact', async () => {
    const at = await history('€'.repeat(200));

    const over = at.journal.stream.flatMap((commit) =>
      commit.facts
        .filter(
          ({ type }) =>
            itemBytes(toItem(commit)) > (BILLING_BUDGET[type]?.bytesMax ?? Number.POSITIVE_INFINITY),
        )
        .map(({ type }) => `${type}: ${itemBytes(toItem(commit))}`),
    );

    expect(over).toEqual([]);
  });

  it('names the rows that every fact moves', async () => {
    const at = await history('Reading room, monthly');

    for (const [type, { rows }] of Object.entries(BILLING_BUDGET)) {
      for (const commit of commitsWith(at, type)) {
        const moved = (await rowsOf(commit, at.ports)).map((row) => row.pk.split('#')[1] ?? '');
        const lists = new Set(moved.map((list) => (list === 'run' ? 'run_pages' : list)));
        const allowed = new Set(commit.facts.flatMap((fact) => BUDGET[fact.type]?.rows ?? []));

        expect(
          [...lists].filter((list) => !allowed.has(list)),
          type,
        ).toEqual([]);
        expect(
          rows.filter((row) => !lists.has(row)),
          type,
        ).toEqual([]);
      }
    }
  });
});
