/**
 * The count towards the threshold: one aggregate a seller and calendar year, whose order of commits is the order in which the
 * sales count; and one for each document that was counted, so that a retry meets the answer of the first time. The year
 * remembers its last document only: whoever counts the next one first makes sure that the last one's own record is there.
 */
import type { Decider } from '../../kernel/decider.ts';
import { derivedId } from '../../kernel/hash.ts';
import { PREFIX } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';
import type { PlaceRule } from './union-sale.ts';
import { UNION_THRESHOLD_MINOR } from './union-sales.ts';

/** A document as it was counted; a credit note has an amount below zero. */
export type CountedSale = {
  readonly entity: string;
  readonly year: number;
  readonly document: string;
  readonly amountMinor: bigint;
  readonly rule: PlaceRule;
};

/** A seller's year. Amounts are euro cents without VAT. */
export type UnionTurnover = {
  readonly countedMinor: bigint;
  /** How many documents were counted. */
  readonly documents: number;
  /** The document that went beyond the threshold; from then on nothing more is counted. */
  readonly passedBy: string | null;
  readonly last: CountedSale | null;
};

type Counting = Pick<CountedSale, 'entity' | 'year' | 'document' | 'amountMinor'>;

/** What can be asked of a year. */
export type UnionTurnoverCommand =
  | { readonly do: 'count'; readonly sale: Counting; readonly isPrecedingPassed: boolean }
  | { readonly do: 'reduce'; readonly sale: Counting; readonly rule: PlaceRule };

/** What becomes true of a year. */
export type UnionTurnoverFact =
  | { readonly type: 'union_turnover.counted'; readonly data: CountedSale }
  | { readonly type: 'union_turnover.reduced'; readonly data: CountedSale };

/** The rules of a year. A credit note never leads back below the threshold once it is passed. */
export const unionTurnovers: Decider<UnionTurnover, UnionTurnoverCommand, UnionTurnoverFact> = {
  name: 'union_turnovers',
  headVersion: 1,
  initial: { countedMinor: 0n, documents: 0, passedBy: null, last: null },
  decide(state, command) {
    if (state.passedBy !== null) return ok([]);
    const { sale } = command;
    if (command.do === 'reduce')
      return ok([{ type: 'union_turnover.reduced', data: { ...sale, rule: command.rule } }]);
    const rule = ruleOf(state, { ...sale, isPrecedingPassed: command.isPrecedingPassed });

    return ok([{ type: 'union_turnover.counted', data: { ...sale, rule } }]);
  },
  evolve(state, { data }) {
    const countedMinor = state.countedMinor + data.amountMinor;
    const passedBy = countedMinor > UNION_THRESHOLD_MINOR ? data.document : null;

    return { countedMinor, documents: state.documents + 1, passedBy, last: data };
  },
};

/** The rule for a sale of so much on top of a year. */
export function ruleOf(
  { countedMinor, passedBy }: Pick<UnionTurnover, 'countedMinor' | 'passedBy'>,
  of: { readonly amountMinor: bigint; readonly isPrecedingPassed: boolean },
): PlaceRule {
  if (of.isPrecedingPassed) return 'preceding_year_passed';
  const isPassed = passedBy !== null || countedMinor + of.amountMinor > UNION_THRESHOLD_MINOR;

  return isPassed ? 'threshold_passed' : 'below_threshold';
}

/** The record of one document. */
export type PlacedSale = { readonly sale: CountedSale | null };

/** Its only fact. */
export type PlacedSaleFact = { readonly type: 'union_sale.placed'; readonly data: CountedSale };

/** The rules of the record: it is written once. */
export const placedSales: Decider<PlacedSale, CountedSale, PlacedSaleFact> = {
  name: 'union_sales',
  headVersion: 1,
  initial: { sale: null },
  decide: ({ sale }, data) => ok(sale === null ? [{ type: 'union_sale.placed', data }] : []),
  evolve: (_, { data }) => ({ sale: data }),
};

/** The aggregate of a seller's year. */
export function unionTurnoverOf(tenant: string, entity: string, year: number): string {
  return derivedId(PREFIX.unionTurnover, tenant, entity, String(year));
}

/** The aggregate of a document's record. */
export function placedSaleOf(tenant: string, document: string): string {
  return derivedId(PREFIX.unionSale, tenant, document);
}
