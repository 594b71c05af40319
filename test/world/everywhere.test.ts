/**
 * One small business in which everything happens once, told again and again: each kind of fault strikes once at each place
 * where it can, with the sweeper off wherever nothing is lost, and every history must end as it must.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Trade } from './history.ts';
import { chanceOf } from './chance.ts';
import { FAULT_KINDS, type FaultKind, type Single, singleFaults } from './faults.ts';
import { newPlan } from './goods.ts';
import { historyOf } from './history.ts';
import { wrongWith } from './proof.ts';
import { ask, textOf } from './client.ts';
import { sleep } from './world.ts';

/** A seed under which one client of one tenant does what it came for. */
const SEED = 12;

const MINUTE = 60_000;

/** Places of each kind that a usual run tries, evenly spread; `PLACES=100000` tries every one. */
const PLACES_MAX = Number(process.env.PLACES ?? 12);

/** An order that is paid by card and taken back, one that is delivered and paid by transfer. */
const ONCE: Trade = {
  plan: newPlan,
  deck: [
    async (client, business) => {
      const [entity, customer] = [business.entities[0], business.customers[0]];
      const line = { description: 'Thing', quantity: '2', unit_price: '19.90' };
      const place = { method: 'POST', route: '/v1/orders' };
      const order = { legal_entity: entity, customer, currency: 'EUR', lines: [line] };
      const paid = await ask(client, { ...place, key: 'paid', body: order });
      const delivered = await ask(client, {
        ...place,
        key: 'delivered',
        body: { ...order, billing: 'on_fulfilment' },
      });
      business.orders.push(textOf(paid, 'id'), textOf(delivered, 'id'));
      await ask(client, {
        method: 'POST',
        route: '/v1/orders/{order_id}/fulfilments',
        params: { order_id: textOf(delivered, 'id') },
        body: {
          lines: [{ line: 1, quantity: '1' }],
          delivered_on: client.world.twins.now(-48 * 60 * MINUTE).slice(0, 10),
        },
        key: 'delivery',
      });
      await sleep(client.world, 10 * MINUTE);
      await ask(client, {
        method: 'POST',
        route: '/v1/orders/{order_id}/cancel',
        params: { order_id: textOf(paid, 'id') },
      });
    },
  ],
};

let places: Readonly<Record<FaultKind, number>>;

beforeAll(async () => {
  places = await placesOf([]);
});

test.each(FAULT_KINDS)(
  'it ends as it must, wherever this strikes once: %s',
  { timeout: 240_000 },
  async (kind) => {
    const wrong: string[] = [];
    const stride = Math.max(1, Math.ceil(places[kind] / PLACES_MAX));
    for (let at = stride - 1; at < places[kind]; at += stride) wrong.push(...(await told([{ kind, at }])));

    expect(places[kind]).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  },
);

/** Kinds of which two may meet in the same piece of work. */
const PAIRED: readonly FaultKind[] = ['crash_before', 'crash_after', 'throttle', 'lost_reply', 'duplicate'];

test('it ends as it must, wherever two of them strike', { timeout: 240_000 }, async () => {
  const chance = chanceOf(SEED);
  const wrong: string[] = [];
  for (let pair = 0; pair < PLACES_MAX * 4; pair += 1) {
    const singles = Array.from({ length: 2 }, () => {
      const kind = chance.of(PAIRED);
      return { kind, at: chance.below(places[kind]) };
    });
    wrong.push(...(await told(singles)));
  }

  expect(wrong).toEqual([]);
});

async function placesOf(singles: readonly Single[]) {
  const chosen = singleFaults(singles);
  await history(singles, chosen);

  return chosen.places;
}

async function told(singles: readonly Single[]): Promise<readonly string[]> {
  const wrong = await wrongWith(await history(singles, singleFaults(singles)), { repeats: false });
  await new Promise((resolve) => setImmediate(resolve));

  return wrong.map(
    ({ invariant, about, says }) => `${JSON.stringify(singles)}: ${invariant} ${about} ${says}`,
  );
}

function history(singles: readonly Single[], chosen: ReturnType<typeof singleFaults>) {
  const isLost = singles.some(({ kind }) => kind === 'lose' || kind === 'delay');

  return historyOf({
    seed: SEED,
    chosen,
    things: 1,
    trade: ONCE,
    methods: ['pm_approve'],
    layers: { sweeper: isLost },
  });
}
