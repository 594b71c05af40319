/**
 * The counts of one customer of a seller that numbers by customer: its ordinal among the seller's customers, and for each kind
 * of document how many it has had. A document takes its place only once its series has numbered it, so that none is left empty.
 */
import type { NumberReset } from '../../contracts/number-patterns.ts';
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';
import type { SeriesKind } from '../series.ts';
import { spanOf } from './counting.ts';

/**
 * Places that are remembered by document. Whoever issues takes a customer's documents one after another, so no more of them
 * are between their place and their issue than there are workers; of what is issued its own fact tells the number.
 */
export const PLACES_REMEMBERED_MAX = 20;

/** Spans whose counts are kept: a document of December may be issued after one of January. */
const SPANS_KEPT_MAX = 3;

/** Customers whose ordinal is remembered by name, for those who ask at the same moment. */
const ORDINALS_REMEMBERED_MAX = 100;

/** The place of one document. */
export type Place = { readonly document: string; readonly kind: SeriesKind; readonly number: number };

/** The highest numbers by kind and span, newest last. */
type Count = { readonly kind: SeriesKind; readonly span: string; readonly last: number };

/** What is known of a customer; ordinal 0 where it never had a document. */
export type CustomerCounts = {
  readonly ordinal: number;
  readonly counts: readonly Count[];
  readonly places: readonly Place[];
};

/** Takes the next place for a document; taken again, it keeps the one it has. */
export type TakePlace = {
  readonly do: 'take';
  readonly ordinal: number;
  readonly document: string;
  readonly kind: SeriesKind;
  readonly issueDate: string;
  readonly reset: NumberReset;
};

/** What becomes true. */
export type PlaceTaken = {
  readonly type: 'customer_number.taken';
  readonly data: Place & { readonly ordinal: number; readonly span: string };
};

/** The rules of one customer's counts. */
export const customerCounts: Decider<CustomerCounts, TakePlace, PlaceTaken> = {
  name: 'customer_counts',
  headVersion: 1,
  initial: { ordinal: 0, counts: [], places: [] },
  decide(state, { ordinal: offered, document, kind, issueDate, reset }) {
    if (placeOf(state, document)) return ok([]);
    const span = spanOf(issueDate, reset);
    const number = lastOf(state, { kind, span }) + 1;
    const ordinal = state.ordinal || offered;

    return ok([{ type: 'customer_number.taken', data: { document, kind, number, ordinal, span } }]);
  },
  evolve({ counts, places }, { data: { ordinal, span, ...place } }) {
    const { kind, number: last } = place;
    const others = counts.filter((count) => count.kind !== kind);
    const own = counts.filter((count) => count.kind === kind && count.span !== span);

    return {
      ordinal,
      counts: [...others, ...own.slice(1 - SPANS_KEPT_MAX), { kind, span, last }],
      places: [...places.slice(1 - PLACES_REMEMBERED_MAX), place],
    };
  },
};

/** The place that a document has taken, if it has. */
export function placeOf(state: CustomerCounts, document: string): Place | undefined {
  return state.places.find((place) => place.document === document);
}

function lastOf(
  { counts }: CustomerCounts,
  of: { readonly kind: SeriesKind; readonly span: string },
): number {
  return counts.find(({ kind, span }) => kind === of.kind && span === of.span)?.last ?? 0;
}

/** The ordinals of a seller's customers: how many there are, and who came last. A lost one is a gap that means nothing. */
export type Ordinals = {
  readonly last: number;
  readonly recent: readonly { readonly customer: string; readonly ordinal: number }[];
};

/** Gives a customer the next ordinal. */
export type GiveOrdinal = { readonly do: 'give'; readonly customer: string };

/** What becomes true. */
export type OrdinalGiven = {
  readonly type: 'customer_ordinal.given';
  readonly data: { readonly customer: string; readonly ordinal: number };
};

/** The rules of a seller's ordinals. */
export const customerOrdinals: Decider<Ordinals, GiveOrdinal, OrdinalGiven> = {
  name: 'customer_ordinals',
  headVersion: 1,
  initial: { last: 0, recent: [] },
  decide(state, { customer }) {
    if (state.recent.some((known) => known.customer === customer)) return ok([]);

    return ok([{ type: 'customer_ordinal.given', data: { customer, ordinal: state.last + 1 } }]);
  },
  evolve({ recent }, { data }) {
    return { last: data.ordinal, recent: [...recent.slice(1 - ORDINALS_REMEMBERED_MAX), data] };
  },
};

/** The counts of a customer with a legal entity. */
export function customerCountsId(tenant: string, of: { readonly entity: string; readonly customer: string }) {
  return derivedId(PREFIX.customerCounts, tenant, of.entity, of.customer);
}

/** The ordinals of a legal entity's customers. */
export function customerOrdinalsId(tenant: string, entity: string): string {
  return derivedId(PREFIX.customerOrdinals, tenant, entity);
}
