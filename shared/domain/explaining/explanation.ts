/** What an explanation of a line says. */
import type { PriceModel } from '../../contracts/prices.ts';
import type { RepairedKind } from '../billing/billed-line.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { CellQuantity } from '../pricing/matrix.ts';
import type { Aggregation } from '../usage/meter.ts';

/** What a quantity was made of. The window is `[start, end)` by local midnights; the hash is over its events in their order. */
export type ExplainedUsage = {
  readonly meter: string;
  readonly aggregation: Aggregation;
  readonly start: string;
  readonly end: string;
  readonly events: number;
  readonly hash: string;
  /** Of a price in percent: the value that is not free, and the events that it is made of. */
  readonly paid: { readonly value: string; readonly events: number } | null;
  /** Of a level that is weighted by time: what it was when the window began. */
  readonly carried: string | null;
  /** Of a correction: what was charged for the window before. */
  readonly charged_before: string | null;
};

/** What a true-up is the rest of; amounts are major units. */
export type ExplainedTrueUp = {
  readonly covers: 'all' | 'fixed' | 'usage';
  readonly days: { readonly counted: number; readonly of: number };
  readonly spent: string;
  readonly trued_up_before: string;
};

/** The bill that a repair puts right; amounts are major units, in the basis of the prices. */
export type ExplainedRepair = {
  readonly bill: RepairedKind;
  readonly number: number | null;
  readonly invoice: string | null;
  readonly start: string;
  readonly end: string;
  readonly expected: string;
  /** With what was repaired or credited of it before. */
  readonly billed_before: string;
};

/** Which rule made a line. */
export type ExplainedBy =
  | 'quantity_times_price'
  | 'period'
  | 'part_of_period'
  | 'credit_for_unused'
  | 'credit_for_suspension'
  | 'carried_forward'
  | 'brought_forward'
  | 'usage'
  | 'usage_correction'
  | 'one_off'
  | 'minimum_spend'
  | 'repair';

/** What a line was reckoned from, and how. Amounts are major units as decimals with the currency's places. */
export type Explanation = {
  readonly rule: ExplainedBy;
  readonly formula: string;
  readonly sentence: string;
  readonly currency: string;
  readonly quantity: string | null;
  readonly price: PriceModel | null;
  readonly plan: { readonly id: string; readonly version: number; readonly agreed_price?: true } | null;
  readonly days: {
    readonly counted: number;
    readonly of: number;
    readonly start: string;
    readonly end: string;
  } | null;
  /** The slices that the price is made of: units × rate + flat, each exact. */
  readonly parts: readonly { readonly units: string; readonly rate: string; readonly flat: string }[];
  readonly discounts: readonly {
    readonly name: string | null;
    readonly coupon: string | null;
    readonly percent: string | null;
    readonly amount: string;
  }[];
  /** What the quantity was made of, where it was measured; absent where it was not. */
  readonly usage?: ExplainedUsage | null;
  /** Of a price by a matrix: what falls into each cell, null into none; absent elsewhere. */
  readonly cells?: readonly CellQuantity[];
  /** Of a true-up: what it is the rest of; absent elsewhere. */
  readonly true_up?: ExplainedTrueUp;
  /** Of a repair: what it puts right; absent elsewhere. */
  readonly repair?: ExplainedRepair;
  /** What the charge came to of which a part is given back. */
  readonly given_back_of: { readonly list: string; readonly discount: string } | null;
  /** What the same charge gave back before, with which this is rounded; absent where that was nothing. */
  readonly given_back_before?: { readonly days: number; readonly list: string; readonly discount: string };
  readonly list: string;
  readonly net: string;
  readonly rounding: {
    readonly rule: 'half_away_from_zero';
    readonly places: number;
    readonly exact: string;
  };
  readonly cause: InvoiceCause;
  /** Only where the price contains the tax; `list` and `discounts` are gross then. */
  readonly tax_included?: { readonly gross: string; readonly tax: string; readonly rate: string };
};
