/** A trade in subscriptions alone: any price, any rhythm, and changes at any time. */
import { cancelSubscription, creditInvoice, keyOf, order, runBilling, type Thing } from './business.ts';
import type { Chance } from './chance.ts';
import { askEagerly, type Client } from './client.ts';
import { CURRENCIES, newEntity } from './goods.ts';
import { anyMore, chargeOnce, leave } from './ends.ts';
import type { Trade } from './history.ts';
import { sellAddOn } from './dealers.ts';
import { reprice, takeOver } from './takeovers.ts';
import { anyMeter, use, useAgain } from './uses.ts';
import { sleep } from './world.ts';

/** A plan of any kind, with the same price in every currency. */
function anyPlan(chance: Chance) {
  const interval = chance.of(['day', 'week', 'month', 'month', 'month', 'quarter', 'half_year', 'year']);
  const price = anyPrice(chance);
  const interval_count =
    interval === 'day' ? chance.between(20, 36) : interval === 'week' ? 3 : chance.of([1, 1, 1, 2, 3]);

  return {
    name: 'Any plan',
    interval,
    interval_count,
    charge: chance.of(['in_advance', 'in_advance', 'in_arrears']),
    trial_days: chance.of([0, 0, 0, 7]),
    price_basis: chance.of(['net', 'net', 'gross']),
    rules: {
      stub_before_anchor: chance.of(['charge', 'charge', 'free', 'merge']),
      proration_edge: chance.of(['new', 'new', 'old', 'both']),
      proration_unit: chance.of(['day', 'day', 'day', 'month30', 'none']),
      suspension_billed: chance.of(['no', 'no', 'no', 'yes']),
      coupon_stacking: chance.of(['chained', 'chained', 'original']),
      negative_change: chance.of(['carry_forward', 'credit_note']),
    },
    prices: [...new Set(CURRENCIES)].map((currency) => ({ currency, price })),
    ...anyMore(chance, { interval, interval_count }),
    ...(chance.at(0.4) && anyMeter(chance, anyPrice(chance))),
    ...(chance.at(0.3) && anyMinimum(chance, { interval, interval_count })),
  };
}

/** What its subscribers promise to spend over one or more periods, and what they may use towards that. */
function anyMinimum(
  chance: Chance,
  { interval, interval_count }: { readonly interval: string; readonly interval_count: number },
) {
  const inEach = (amount: string) => [...new Set(CURRENCIES)].map((currency) => ({ currency, amount }));

  return {
    minimum_spend: {
      interval,
      interval_count: interval_count * (interval === 'day' ? 1 : chance.between(1, 3)),
      covers: chance.of(['all', 'fixed', 'usage']),
      early_end: chance.of(['prorated', 'full', 'none']),
      amounts: inEach(String(chance.between(50, 900))),
    },
    meters: [{ code: 'calls', aggregation: 'sum', prices: inEach('0.25') }],
  };
}

function anyPrice(chance: Chance) {
  const amount = () => `${chance.between(1, 90)}.${chance.of(['00', '50', '99'])}`;
  const minimum = chance.at(0.2) ? '40' : null;
  const tiers = [
    { up_to: '3', unit_amount: amount(), flat_amount: amount() },
    { above: '3', up_to: '10', unit_amount: amount() },
    { up_to: null, unit_amount: amount() },
  ];

  return chance.of([
    { model: 'per_unit', amount: amount(), minimum: null },
    { model: 'flat', amount: amount(), minimum: null },
    { model: 'graduated', tiers, minimum },
    { model: 'volume', tiers, minimum, fraction: chance.of(['exact_bound', 'whole_units']) },
    { model: 'package', amount: amount(), size: '2.5', free: '1', minimum },
    { model: 'percentage', percent: '12.5', fixed: '0.30', least: '1', minimum: null },
  ]);
}

const quantityOf = (chance: Chance) =>
  chance.at(0.7) ? String(chance.between(1, 12)) : `${chance.below(10)}.${chance.between(1, 99)}`;

const subscribe: Thing = async (client, business) => {
  const { chance, world } = client;
  const begin = {
    alignment: chance.of(['anniversary', 'calendar']),
    ...(chance.at(0.3) ? { anchor_day: chance.between(1, 31) } : {}),
    ...(chance.at(0.3)
      ? { start_on: world.twins.now(chance.between(-60, 30) * 86_400_000).slice(0, 10) }
      : {}),
    ...(chance.at(0.2) ? { trial_days: chance.between(0, 20) } : {}),
    ...(chance.at(0.2) ? { coupons: [anyCoupon(chance)] } : {}),
  };
  const plan = chance.of(business.plans);
  const activation = chance.at(0.35) ? anyActivation(chance) : undefined;
  const line = {
    description: 'Subscription',
    quantity: quantityOf(chance),
    plan,
    subscription: { ...begin, ...activation },
  };
  const price_basis = business.grossPlans.has(plan) ? 'gross' : 'net';
  await order(client, business, { billing: 'on_placement', price_basis, lines: [line] });
  if (activation?.activation !== 'by_hand' || chance.at(0.1)) return;
  await sleep(world, chance.between(0, 40) * 86_400_000);
  const newest = business.subscriptions.at(-1);
  if (newest === undefined) return;
  await activate(client, newest);
  await activate(client, chance.of(business.subscriptions));
};

/** On whichever day, which may be out of bounds, or once more. */
async function activate(client: Client, subscription_id: string): Promise<void> {
  const { chance, world } = client;
  const day = world.twins.now(chance.between(-30, 20) * 86_400_000).slice(0, 10);
  const body = chance.at(0.5) ? {} : { on: day };
  const route = '/v1/subscriptions/{subscription_id}/activate';
  await askEagerly(client, { method: 'POST', route, params: { subscription_id }, body });
}

/** With a first payment it is refused where nothing is charged in advance to be paid; otherwise it is paid in time, or ends. */
function anyActivation(chance: Chance) {
  return chance.at(0.5)
    ? ({ activation: 'by_hand' } as const)
    : ({ activation: 'on_first_payment', activation_limit_hours: chance.between(1, 72) } as const);
}

const change: Thing = async (client, business) => {
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const body = {
    ...(chance.at(0.5) ? { quantity: quantityOf(chance) } : {}),
    ...(chance.at(0.4) ? { plan: chance.of(business.plans) } : {}),
    ...(chance.at(0.2) ? { anchor_day: chance.between(1, 31) } : {}),
    at: chance.of(['now', 'now', 'period_end']),
  };
  const route = '/v1/subscriptions/{subscription_id}';
  await askEagerly(client, { method: 'POST', route: `${route}/preview`, params, body });
  await askEagerly(client, { method: 'POST', route: `${route}/change`, params, body, key: keyOf(business) });
};

const turn: Thing = async (client, business) => {
  const { chance, world } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const verb = chance.of(['pause', 'pause', 'resume', 'withdraw_change', 'suspend', 'reinstate']);
  const ask = (what: string) => {
    const body = what === 'suspend' && { body: { reason: 'Unpaid' } };
    return askEagerly(client, {
      ...{ method: 'POST', route: `/v1/subscriptions/{subscription_id}/${what}`, params, ...body },
    });
  };
  const told = await ask(verb);
  const back = { pause: 'resume', suspend: 'reinstate' }[verb];
  if (back === undefined || told.status !== 200 || chance.at(0.3)) return;
  await sleep(world, chance.between(1, 60) * 86_400_000);
  await ask(back);
};

const give: Thing = async (client, business) => {
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const body = anyCoupon(chance);
  const route = '/v1/subscriptions/{subscription_id}/coupons';
  await askEagerly(client, { method: 'POST', route, params, body, key: keyOf(business) });
};

function anyCoupon(chance: Chance) {
  const off = chance.at(0.5)
    ? { percent: String(chance.between(0, 100)) }
    : { amount: String(chance.between(1, 30)) };

  return { name: 'Coupon', off, ...(chance.at(0.5) ? { periods: chance.between(1, 3) } : {}) };
}

/** With which others a subscription shares its invoices from now on, if with any. */
const regroup: Thing = async (client, business) => {
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const body = chance.at(0.3)
    ? { invoice_grouping: 'by_subscription' }
    : { invoice_grouping: 'by_billing_day', ...(chance.at(0.6) && { invoice_group: chance.of(['A', 'B']) }) };
  const route = '/v1/subscriptions/{subscription_id}/invoice_grouping';
  await askEagerly(client, { method: 'POST', route, params, body });
};

/** Clients who change their minds. */
export const SUBSCRIBERS: Trade = {
  deck: [
    subscribe,
    subscribe,
    change,
    change,
    change,
    turn,
    turn,
    give,
    regroup,
    regroup,
    use,
    use,
    useAgain,
    sellAddOn,
    cancelSubscription,
    leave,
    chargeOnce,
    reprice,
    takeOver,
    creditInvoice,
    runBilling,
  ],
  plan: anyPlan,
  // Some are subscribed to for longer than our tables are known.
  entity: (chance) => ({ tax_rates: { standard: '19', reduced: '7' }, ...newEntity(chance) }),
};
