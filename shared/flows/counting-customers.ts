/** The place of a numbered document among those of its customer, for sellers that number by customer. */
import type { NumberReset } from '../contracts/number-patterns.ts';
import {
  customerCounts,
  customerCountsId,
  customerOrdinals,
  customerOrdinalsId,
  PLACES_REMEMBERED_MAX,
  placeOf,
} from '../domain/series/customer-counts.ts';
import { attempt, execute, load, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { invariant } from '../kernel/invariant.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import type { Frozen } from './freezing.ts';

/** The customer's ordinal, and the document's number among its own. */
export type CustomerPlace = { readonly customer: number; readonly number: number };

/**
 * The place of a document, taken once and the same ever after; `issued` where somebody has issued it under its place since.
 * A customer's documents take their places one after another here, or they would only contend.
 */
export function placeAmongCustomers(
  frozen: Frozen,
  reset: NumberReset,
  { journal }: Pick<Ports, 'journal'>,
): Promise<CustomerPlace | 'issued'> {
  const { tenant, entity } = frozen;
  const customer = customerOf(frozen);
  const ref = { tenant, id: customerCountsId(tenant, { entity, customer }) };

  return inTurn(journal, ref.id, () => takePlace({ ref, customer, frozen, reset }, journal));
}

async function takePlace(
  of: {
    readonly ref: AggregateRef;
    readonly customer: string;
    readonly frozen: Frozen;
    readonly reset: NumberReset;
  },
  journal: Journal,
): Promise<CustomerPlace | 'issued'> {
  const { ref, customer, frozen, reset } = of;
  const { tenant, entity, kind, id: document, issueDate } = frozen;
  const acting = { actor: 'numbering', cause: frozen.cause, trace: frozen.trace, at: frozen.at };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const loaded = await load(journal, customerCounts, ref, round === 0 ? 'eventual' : 'strong');
    const known = placeOf(loaded.state, document);
    if (known) return { customer: loaded.state.ordinal, number: known.number };
    // So many others have come since that its place may be forgotten: then it is issued.
    const isFull = loaded.state.places.length >= PLACES_REMEMBERED_MAX;
    if (isFull && (await journal.latest({ tenant, id: document }, 'strong'))) return 'issued';
    const ordinal = loaded.state.ordinal || (await ordinalOf({ tenant, entity, customer, acting }, journal));
    const command = { do: 'take' as const, ordinal, document, kind, issueDate, reset };
    const taken = await attempt(journal, customerCounts, { ref, loaded, command, acting });
    const place = taken?.ok ? placeOf(taken.value.state, document) : undefined;
    if (taken?.ok && place) return { customer: taken.value.state.ordinal, number: place.number };
  }

  throw new Contended(`the documents of ${customer} stay contended`);
}

/** Who waits for an aggregate within this process, by its id. */
const TURNS = new WeakMap<Journal, Map<string, Promise<unknown>>>();

async function inTurn<Value>(journal: Journal, id: string, run: () => Promise<Value>): Promise<Value> {
  const turns = TURNS.get(journal) ?? new Map<string, Promise<unknown>>();
  TURNS.set(journal, turns);
  const own = (turns.get(id) ?? Promise.resolve()).then(run, run);
  turns.set(id, own);
  try {
    return await own;
  } finally {
    if (turns.get(id) === own) turns.delete(id);
  }
}

async function ordinalOf(
  of: {
    readonly tenant: string;
    readonly entity: string;
    readonly customer: string;
    readonly acting: Parameters<typeof execute>[2]['acting'];
  },
  journal: Ports['journal'],
): Promise<number> {
  const { tenant, entity, customer, acting } = of;
  const ref = { tenant, id: customerOrdinalsId(tenant, entity) };
  const given = await execute(journal, customerOrdinals, { ref, command: { do: 'give', customer }, acting });
  const known = given.ok && given.value.state.recent.find((one) => one.customer === customer);
  invariant(known, `${customer} got no ordinal`);

  return known.ordinal;
}

/** Self-billed documents are numbered by the seller's series alone. */
function customerOf({ data }: Frozen): string {
  invariant('customer' in data, 'only documents for a customer are counted by customer');

  return data.customer;
}
