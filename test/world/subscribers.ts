/** A trade in subscriptions alone: any price, any rhythm, and changes at any time. */
import { cancelSubscription, creditInvoice, keyOf, order, runBilling, type Thing } from './business.ts';
import type { Chance } from './chance.ts';
import { askEagerly } from './client.ts';
import { CURRENCIES } from './goods.ts';
import type { Trade } from './history.ts';

/** A plan of any kind, with the same price in every currency. */
function anyPlan(chance: Chance) {
  const interval = chance.of(['day', 'week', 'month', 'month', 'month', 'quarter', 'half_year', 'year']);
  const price = anyPrice(chance);

  return {
    name: 'Any plan',
    interval,
    interval_count:
      interval === 'day' ? chance.between(20, 36) : interval === 'week' ? 3 : chance.of([1, 1, 1, 2, 3]),
    charge: chance.of(['in_advance', 'in_advance', 'in_arrears']),
    trial_days: chance.of([0, 0, 0, 7]),
    rules: {
      stub_before_anchor: chance.of(['charge', 'charge', 'free', 'merge']),
      proration_edge: chance.of(['new', 'new', 'old']),
      coupon_stacking: chance.of(['chained', 'chained', 'original']),
    },
    prices: [...new Set(CURRENCIES)].map((currency) => ({ currency, price })),
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
  };
  const line = {
    description: 'Subscription',
    quantity: quantityOf(chance),
    plan: chance.of(business.plans),
    subscription: begin,
  };
  await order(client, business, { billing: 'on_placement', lines: [line] });
};

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
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const verb = chance.of(['pause', 'resume', 'resume', 'withdraw_change']);
  await askEagerly(client, { method: 'POST', route: `/v1/subscriptions/{subscription_id}/${verb}`, params });
};

const give: Thing = async (client, business) => {
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const off = chance.at(0.5)
    ? { percent: String(chance.between(0, 100)) }
    : { amount: String(chance.between(1, 30)) };
  const body = { name: 'Coupon', off, ...(chance.at(0.5) ? { periods: chance.between(1, 3) } : {}) };
  const route = '/v1/subscriptions/{subscription_id}/coupons';
  await askEagerly(client, { method: 'POST', route, params, body, key: keyOf(business) });
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
    give,
    cancelSubscription,
    creditInvoice,
    runBilling,
  ],
  plan: anyPlan,
};
