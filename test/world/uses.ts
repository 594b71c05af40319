/** What subscribers use, and what those who measured it say of it later. */
import { type Business, keyOf, type Thing, type Used } from './business.ts';
import type { Chance } from './chance.ts';
import { askEagerly, fieldOf } from './client.ts';
import { CURRENCIES } from './goods.ts';

const DAY = 86_400_000;

/** A meter of any kind at a price; a matrix and a part of each event's value want events of their own. */
export function anyMeter(chance: Chance, price: { readonly model: string }) {
  const prices = [...new Set(CURRENCIES)].map((currency) => ({ currency, price }));
  const aggregation = chance.of(['sum', 'sum', 'count', 'max', 'last', 'unique', 'time_weighted']);

  return { meters: [{ code: 'calls', aggregation, prices }], grace_hours: chance.of([0, 1, 48]) };
}

/** Tells what was used of late, some of it long ago. */
export const use: Thing = async (client, business) => {
  const { chance, world } = client;
  if (business.subscriptions.length === 0) return;
  const measured = business.used.map((each) => each.subscription);
  const subscription = chance.of(measured.length > 0 && chance.at(0.7) ? measured : business.subscriptions);
  const events = Array.from({ length: chance.between(1, 4) }, () => ({
    ...{ id: keyOf(business), subscription, meter: 'calls' },
    at: world.twins.now(-chance.below(chance.at(0.8) ? 3 * DAY : 50 * DAY)),
    quantity: String(chance.between(1, 400)),
    dimension: chance.of(['a', 'b', 'c']),
  }));
  await told(client, business, events);
};

/** Says of something that was used that it was less, or more, or nothing at all. */
export const useAgain: Thing = async (client, business) => {
  const { chance } = client;
  if (business.used.length === 0) return;
  const { id: corrects, ...event } = chance.of(business.used);
  const quantity = chance.of(['0', String(chance.between(1, 400))]);
  await told(client, business, [{ ...event, id: keyOf(business), quantity, corrects }]);
};

async function told(
  client: Parameters<Thing>[0],
  business: Business,
  events: readonly (Used & { readonly corrects?: string })[],
): Promise<void> {
  const answer = await askEagerly(client, {
    ...{ method: 'POST', route: '/v1/usage_events', body: { events } },
  });
  const results = (fieldOf(answer, 'results') ?? []) as readonly { id: string; result: string }[]; // as the contract says
  const taken = new Set(results.flatMap(({ id, result }) => (result === 'recorded' ? [id] : [])));
  business.used.push(...events.filter(({ id }) => taken.has(id)));
}
