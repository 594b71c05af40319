/** What was sold, and the lines that it is billed by. */
import type { Period } from '../../kernel/time.ts';
import type { PaidUsage } from '../pricing/amounts.ts';
import type { CellQuantity, Dimensions } from '../pricing/matrix.ts';
import type { Price } from '../pricing/models.ts';
import type { Aggregation } from '../usage/meter.ts';
import type { CouponUse } from './coupons.ts';
import type { Month30 } from './proration.ts';

/** What is sold for a while: a price of a version of a plan, for a quantity. */
export type Sold = {
  readonly plan: string;
  readonly planVersion: number;
  readonly description: string;
  readonly price: Price;
  readonly quantity: string;
  /** What a matrix prices it by; absent where nothing was told. */
  readonly dimensions?: Dimensions;
  /** Present where the price was agreed on for this customer alone. */
  readonly isAgreed?: boolean;
};

/** A line that was reckoned. `list` is before discounts; what was given back is negative. */
export type BilledLine = Period & {
  /** `carried` takes a negative rest over to the next bill, `brought` brings it there. */
  readonly kind:
    | 'whole'
    | 'part'
    | 'credit'
    | 'carried'
    | 'brought'
    | 'usage'
    | 'correction'
    | 'repair'
    | OnceKind;
  readonly sold: Sold | null;
  /** The days that are charged or given back, of those of the whole period. */
  readonly days: number;
  readonly of: number;
  /** Where months count thirty days: the whole period that they are counted in. */
  readonly month30?: Month30;
  /** Present where the price is not divided: it is given back as a whole or not at all. */
  readonly isUndivided?: true;
  /** Present where it is given back because the service was suspended. */
  readonly isWithheld?: true;
  readonly listMinor: bigint;
  readonly discountMinor: bigint;
  readonly coupons: readonly CouponUse[];
  /** Of what is given back: what the charge came to before. */
  readonly back?: { readonly listMinor: bigint; readonly discountMinor: bigint };
  /** Of what is given back: what the same charge gave back before, with which it is rounded; absent where that was nothing. */
  readonly credited?: Credited;
  /** Of what is charged once: which charge it was. */
  readonly charge?: string;
  /** Of what was used: what the quantity was made of. */
  readonly usage?: UsageOfLine;
  /** Of a true-up, whose price is the minimum of a whole commitment period. */
  readonly trueUp?: TrueUpOfLine;
  /** Of a repair: the bill that it puts right. */
  readonly repair?: RepairOfLine;
};

/** The bill that came to another amount than it must; of a bill that is missing there is no invoice. */
export type RepairOfLine = {
  readonly bill: RepairedKind;
  /** Of a period its index, else its number; null of an end. */
  readonly number: number | null;
  readonly invoice: string | null;
  readonly expectedMinor: bigint;
  /** What it came to, with what was repaired or credited of it before. */
  readonly billedMinor: bigint;
};

/** What can come to another amount than it must. */
export type RepairedKind = 'period' | 'change' | 'usage' | 'credit' | 'end';

/** What a charge gave back before, and for how many days; amounts are above nought. */
export type Credited = { readonly days: number; readonly listMinor: bigint; readonly discountMinor: bigint };

/** What no period charges: what is charged once, and what a commitment period was short of. */
export type OnceKind = 'one_off' | 'true_up';

/** What a true-up was reckoned from: the days that the minimum is due for, what counts towards it, what was trued up before. */
export type TrueUpOfLine = {
  readonly counted: number;
  readonly of: number;
  readonly covers: 'all' | 'fixed' | 'usage';
  readonly spentMinor: bigint;
  readonly formerMinor: bigint;
};

/** What the quantity of a line of usage was made of. */
export type UsageOfLine = {
  readonly meter: string;
  readonly aggregation: Aggregation;
  /** Events of the window, and the hash over them in their order. */
  readonly events: number;
  readonly hash: string;
  /** Of a price in percent: the value that is not free, and the events that it is made of. */
  readonly paid?: PaidUsage;
  /** Of a level that is weighted by time: what it was when the window began. */
  readonly carried?: string;
  /** Of a price by a matrix: what falls into each cell. */
  readonly cells?: readonly CellQuantity[];
  /** Of a correction: what was charged for the window before. */
  readonly formerMinor?: bigint;
};
