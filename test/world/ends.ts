/** How subscribers leave and come back, and what is sold to them on the way. */
import { keyOf, type Thing } from './business.ts';
import { askEagerly } from './client.ts';
import { CURRENCIES } from './goods.ts';

const DAY = 86_400_000;
const ROUTE = '/v1/subscriptions/{subscription_id}';

/** Asks for an end on any day, with any credit for what is unused, and takes some of them back. */
export const leave: Thing = async (client, business) => {
  const { chance, world } = client;
  if (business.subscriptions.length === 0) return;
  const params = { subscription_id: chance.of(business.subscriptions) };
  const on = world.twins.now(chance.between(1, 200) * DAY).slice(0, 10);
  const body = {
    at: chance.of([on, on, 'period_end', 'now']),
    ...(chance.at(0.6) && { credit: chance.of(['none', 'credit', 'refund', 'offset']) }),
    ...(chance.at(0.5) && { despite_term: true }),
  };
  await askEagerly(client, { method: 'POST', route: `${ROUTE}/preview_cancellation`, params, body });
  await askEagerly(client, { method: 'POST', route: `${ROUTE}/cancel`, params, body });
  if (chance.at(0.3)) await askEagerly(client, { method: 'POST', route: `${ROUTE}/reactivate`, params });
};

/** Charges something once, with the next bill. */
export const chargeOnce: Thing = async (client, business) => {
  const { chance } = client;
  if (business.subscriptions.length === 0) return;
  const body = { description: 'Repair', quantity: '1.5', unit_amount: `${chance.between(1, 60)}.99` };
  await askEagerly(client, {
    ...{ method: 'POST', route: `${ROUTE}/charges`, key: keyOf(business) },
    params: { subscription_id: chance.of(business.subscriptions) },
    body,
  });
};

/** What a plan may say besides its price: terms and notice, introductory prices, and what setting up costs. */
export function anyMore(
  chance: Parameters<Thing>[0]['chance'],
  { interval, interval_count }: { readonly interval: string; readonly interval_count: number },
) {
  const inEach = (amount: string) => [...new Set(CURRENCIES)].map((currency) => ({ currency, amount }));
  const term = {
    interval,
    interval_count: interval_count * (interval === 'day' ? 1 : chance.between(1, 3)),
    renewal: chance.of(['renew', 'end', 'evergreen']),
    notice_days: chance.of([0, 0, 14, 40]),
  };
  const phases = Array.from({ length: chance.between(1, 2) }, () => ({
    periods: chance.between(1, 3),
    prices: inEach(`${chance.between(0, 20)}.50`),
  }));

  return {
    ...(chance.at(0.3) && { term }),
    ...(chance.at(0.3) && { phases }),
    ...(chance.at(0.2) && { setup: inEach('25.00') }),
  };
}
