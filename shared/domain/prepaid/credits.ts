/** Prepaid credits: how they were sold, what they may be used for, and in which order. */

/** What credits may be used for: lines of one of these plans, of one of these meters, or where both are said of both. */
export type CreditLimit = { readonly plans: readonly string[]; readonly meters: readonly string[] };

/** A line of an invoice as credits see it: what of the net or of the total it is, in minor units. */
export type UsableLine = {
  readonly plan: string | null;
  readonly meter: string | null;
  readonly worthMinor: bigint;
};

/**
 * When the tax of bought credits falls due (Directive 2006/112/EC, Art. 30a and 30b): of a multi-purpose voucher when they are
 * used, since only then is it known for what.
 */
export type Voucher = 'multi_purpose';

/** What an order of credits agrees on beside its line. */
export type CreditsSold = {
  /** Exact decimals: how many, and what one costs and is worth. */
  readonly credits: string;
  readonly rate: string;
  readonly voucher: Voucher;
  /** The lower is used first. */
  readonly priority: number;
  /** Absent where they may be used for anything, as whatever is sold by now. */
  readonly limit?: CreditLimit;
  /** Days from the payment on until they expire; null where they do not. */
  readonly expiresAfterDays: number | null;
};

/** Where credits were bought, kept with every part of them that is used. */
export type Bought = { readonly invoice: string; readonly voucher: Voucher };

/** In which order grants of one priority are used; a policy of the seller. */
export type OrderOfUse = 'expiring_first' | 'given_first' | 'oldest_first';

/** Whether prepaid credits that were given pay the total, tax and all, or lower what is taxed. Bought ones always pay. */
export type PrepaidPosition = 'after_tax' | 'before_tax';

/** What an invoice pays from credits. */
export type PaidFromCredits = {
  /** What pays its total. */
  readonly amountMinor: bigint;
  /** What of that was bought; absent where nothing was. */
  readonly boughtMinor?: bigint;
  /** What lowered its net beside that, before the tax; absent where nothing did. */
  readonly loweredMinor?: bigint;
};
