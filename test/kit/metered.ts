/** A house with a subscription whose usage is charged, and the usage that is sent to it. */
import { toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import type { Data } from '../checker/books.ts';
import { check } from '../checker/check.ts';
import { openBusiness, orderOf } from './goods.ts';
import { type House, openHouse } from './house.ts';

/** A price for a unit of what is used. */
export const CALLS = {
  code: 'calls',
  aggregation: 'sum',
  prices: [{ currency: 'EUR', amount: '0.05' }],
};

/** A plan that charges usage. */
export const METERED = {
  name: 'Lookup service',
  interval: 'month',
  charge: 'in_arrears',
  prices: [{ currency: 'EUR', amount: '10.00' }],
  meters: [CALLS],
};

/** A metered subscription from the day of the order on. */
export async function openMetered(plan: object = {}, start = '2026-01-01T09:00:00.000Z') {
  const house = await openHouse({ start });
  const { customer } = await openBusiness(house);
  const published = await house.post('/v1/plans', { ...METERED, ...plan });
  if (published.status !== 201) throw new Error(JSON.stringify(published.body));
  const lines = [{ description: 'Lookups', quantity: '1', plan: published.body.id }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  if (told.status !== 201) throw new Error(JSON.stringify(told.body));
  await house.drain();
  const subscription = told.body.subscriptions[0] as string;

  return { house, customer, plan: published.body.id as string, subscription };
}

let sent = 0;

/** Sends usage, `[instant, quantity]` each with parts of its own, and answers what became of each. */
export async function use(
  { house, subscription }: { readonly house: House; readonly subscription: string },
  ...events: readonly (readonly [at: string, quantity: string, more?: object])[]
): Promise<readonly string[]> {
  const body = {
    events: events.map(([at, quantity, more]) => {
      sent += 1;
      return { id: `event-${sent}`, subscription, meter: 'calls', at, quantity, ...more };
    }),
  };
  const told = await house.ask({ method: 'POST', route: '/v1/usage_events', body });
  await house.drain();

  return told.body.results.map(({ result, refusal }: Data) =>
    result === 'refused' ? String((refusal as Data).code) : String(result),
  );
}

/** Moves the clock, ticks what comes hourly and lets everything follow. */
export async function runAt(house: House, at: string): Promise<void> {
  house.clock.set(at);
  await house.wake('billing.run', {});
  await house.drain();
  await house.wake('ledger.recognise', {});
  await house.drain();
}

/** The lines of the bills so far: their kinds, windows, quantities and nets in minor units. */
export function billedLines({ house, subscription }: { house: House; subscription: string }) {
  return billsOf(house, subscription).map(({ lines }) =>
    (lines as readonly Data[]).map((line) => {
      const { quantity = '' } = (line.sold ?? {}) as Data;
      return [line.kind, line.start, line.end, quantity, String(line.listMinor)];
    }),
  );
}

/** What was billed, in its order. */
export function billsOf(house: House, subscription: string): readonly Data[] {
  return house.journal.stream
    .filter(({ id }) => id === subscription)
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'subscription.billed')
    .map(({ data }) => data as Data);
}

/** What the independent checker finds wrong with the house's books. */
export async function foundIn(house: House) {
  const bytes = new Map<string, Uint8Array | undefined>();
  for (const key of house.journal.stream.flatMap(documentsOf)) {
    bytes.set(key, await house.ports.documents.get(key));
  }

  return check({
    items: house.journal.stream.map(toItem),
    isOrdered: true,
    provider: { charges: [], refunds: [] },
    log: [],
    documents: { get: (key) => bytes.get(key) },
    texts: [],
    canaries: [],
    secrets: [],
    now: house.clock.now(),
    isAtRest: true,
    isFaultless: true,
    left: 0,
  });
}

function documentsOf({ tenant, id, facts }: Commit): readonly string[] {
  return facts.flatMap(({ data }) => {
    const { content } = data as Data;
    const printed = ['pdf', 'seal.json'].map((kind) => `documents/${tenant}/${id}.${kind}`);
    return typeof content === 'string' ? [`frozen/${tenant}/${content}.json`, ...printed] : [];
  });
}
