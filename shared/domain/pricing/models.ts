/** Price models as data: how a quantity becomes an amount. Decimals are text in major units, exact to twelve places. */

import type { Matrix } from './matrix.ts';

/** One step of a table: up to and with that quantity, null for the last one that has no end. */
export type Tier = { readonly upTo: string | null; readonly unit: string; readonly flat: string };

/** Whether the first tier's flat part is owed for a quantity of nought. */
export type FlatAtZero = 'charge' | 'skip';

/** Which tier a fraction falls into: by its exact value, by the whole units reached, or by the next whole unit. */
export type TierFraction = 'exact_bound' | 'whole_units' | 'rounded_up';

/** The edge rules of a table; they are pinned with the price. */
export type TierRules = { readonly flatAtZero: FlatAtZero; readonly fraction: TierFraction };

/** A price for any quantity. `minimum` of each is what is owed at least for a whole period, or null. */
export type Price = (
  | { readonly model: 'flat'; readonly amount: string }
  | { readonly model: 'per_unit'; readonly amount: string }
  /** Each slice at its own rate; a flat part is owed once its tier is reached. */
  | ({ readonly model: 'graduated'; readonly tiers: readonly Tier[] } & TierRules)
  /** Every unit at the rate of the tier that was reached. */
  | ({ readonly model: 'volume'; readonly tiers: readonly Tier[] } & TierRules)
  /** A block begun is charged whole; free units come first. */
  | { readonly model: 'package'; readonly amount: string; readonly size: string; readonly free: string }
  | Percentage
  | Matrix
) & { readonly minimum: string | null };

/** Percent of a value, with a fixed part for each paid event, what is free of it, and its least and most. */
export type Percentage = {
  readonly model: 'percentage';
  readonly percent: string;
  readonly fixed: string;
  /** Events that are free, as long as their values stay within `freeValue`; whichever ends first ends both. */
  readonly freeEvents: number | null;
  readonly freeValue: string | null;
  readonly least: string | null;
  readonly most: string | null;
};

/** Tiers of one table. */
export const TIERS_MAX = 20;

/** The price of one unit, as plans of the first version had it. */
export function perUnit(amount: string): Price {
  return { model: 'per_unit', amount, minimum: null };
}
