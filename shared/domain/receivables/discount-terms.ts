/** What may be taken off for early payment. */
import type { CivilDate } from '../../kernel/time.ts';
import type { TaxRate } from '../tax.ts';

/** What an order agrees on: the steps by their days, and days of grace that are not printed. */
export type DiscountTerms = {
  readonly steps: readonly { readonly days: number; readonly percent: string }[];
  /** Absent where there are none. */
  readonly graceDays?: number;
};

/** What an open item knows of its discount: until when which percent is granted, and its total by rate. */
export type ItemDiscount = {
  readonly steps: readonly { readonly until: CivilDate; readonly percent: string }[];
  readonly totals: readonly (TaxRate & { readonly grossMinor: bigint })[];
};
