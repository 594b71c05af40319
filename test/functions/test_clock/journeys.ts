/** Houses whose tenant's clock goes on journeys, and what is the same however it went. */
import type { InboxFact } from '../../../shared/domain/inbox.ts';
import { customers } from '../../../shared/domain/customers.ts';
import { execute } from '../../../shared/execute.ts';
import { testClockOf } from '../../../shared/domain/test-clocks.ts';
import type { StoredFact } from '../../../shared/ports.ts';
import { made, openBusiness } from '../../kit/goods.ts';
import { type House, openHouse, type Told } from '../../kit/house.ts';

export const START = '2026-01-15T09:00:00.000Z';

const LOOKS_MAX = 2_000;

/** A plan to subscribe to, how many, and how it begins. */
export type Wish = {
  readonly plan: Readonly<Record<string, unknown>>;
  readonly quantity?: string;
  readonly subscription?: Readonly<Record<string, unknown>>;
};

export const MONTHLY = {
  name: 'Reading room',
  interval: 'month',
  prices: [{ currency: 'EUR', amount: '19.90' }],
};

/** A house with subscribers who pay by a saved method. */
export async function houseWith(wishes: readonly Wish[], id = 'pm_approve'): Promise<House> {
  const house = await openHouse({ start: START });
  const { customer } = await openBusiness(house);
  const method = { provider: 'sandbox', id, providerCustomer: null };
  await execute(house.ports.journal, customers, {
    ref: { tenant: house.tenant, id: customer },
    command: { do: 'attach_method', method },
    acting: { actor: 'test', cause: 'test', trace: 'test', at: house.clock.now() },
  });
  for (const { plan: terms, quantity = '1', subscription = null } of wishes) {
    const plan = await made(house.post('/v1/plans', terms));
    await made(
      house.post('/v1/orders', {
        customer,
        currency: 'EUR',
        lines: [{ description: 'Reading room', quantity, plan, subscription }],
      }),
    );
    await house.drain();
  }

  return house;
}

/** Asks for a journey; nothing moves yet. */
export function advance(house: House, to: string, more: object = {}): Promise<Told> {
  return house.ask({ method: 'POST', route: '/v1/test_clock/advance', body: { to }, ...more });
}

export const shown = (house: House) => house.get('/v1/test_clock');

/** Lets everything happen, and a second pass, until the clock has arrived. */
export async function arrive(house: House): Promise<Told> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await house.drain();
    const told = await shown(house);
    if (told.body.status !== 'advancing') return told;
    house.clock.advance({ seconds: 1 });
  }
  throw new Error('the clock does not arrive');
}

/** One journey, to its end. */
export async function travel(house: House, to: string): Promise<Told> {
  const told = await advance(house, to);
  if (told.status !== 202) throw new Error(`answered ${told.status}: ${JSON.stringify(told.body)}`);

  return arrive(house);
}

/**
 * What became of each aggregate but the clock: its facts with their instants. Causes and traces are left out, and so is the
 * hash of a webhook's raw bytes: they tell the provider's own time.
 */
export function historyOf({ journal, tenant }: House) {
  const own = journal.stream.filter((commit) => commit.id !== testClockOf(tenant));

  return Object.fromEntries(
    [...Map.groupBy(own, ({ id }) => id)].map(([id, commits]) => [
      id,
      commits.map(({ version, at, facts }) => ({ version, at, facts: facts.map(withoutBytes) })),
    ]),
  );
}

/** The facts of one kind, with the instants of their commits. */
export function factsIn({ journal }: House, type: string) {
  return journal.stream.flatMap(({ at, facts }) =>
    facts.filter((fact) => fact.type === type).map(({ data }) => ({ at, data })),
  );
}

/** The day so many days on, at the hour at which the house opened. */
export function daysOn(days: number): string {
  return new Date(Date.parse(START) + days * 86_400_000).toISOString();
}

function withoutBytes(fact: StoredFact): StoredFact {
  if (fact.type !== 'inbox.recorded') return fact;
  const { body: _, ...data } = fact.data as InboxFact['data']; // the fact's own shape

  return { ...fact, data };
}
