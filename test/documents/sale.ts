/** A sale of the proof, before anything is made of it. */
import type { Deposit, OrderLine } from '../../shared/domain/orders/states.ts';
import type { DiscountTerms } from '../../shared/domain/receivables/discount-terms.ts';
import type { Reduction } from '../../shared/domain/reductions.ts';
import type { RequestData } from '../../shared/domain/self-billing.ts';
import type { ExchangeRate } from '../../shared/domain/tax/accounting.ts';
import type { SUPPLIES, Situation } from './situations.ts';

/** A sale: who, what, for how much, and in which words. */
export type Sale = {
  readonly situation: Situation;
  readonly currency: string;
  readonly language: string;
  readonly lines: readonly SoldLine[];
  /** Whether the prices contain the tax. */
  readonly isGross: boolean;
  readonly reductions: readonly Reduction[];
  /** Whether it is invoiced when delivered, rather than when placed. */
  readonly isDelivered: boolean;
  readonly dueDays: number;
  readonly names: {
    readonly seller: string;
    readonly buyer: string;
    readonly street: string;
    readonly reference: string | null;
    readonly buyerReference: string | null;
  };
  /** The currency of the seller's tax, null for that of each document, undefined for that of its country; at which rate. */
  readonly accounting: string | null | undefined;
  readonly exchange: Pick<ExchangeRate, 'rate' | 'quotation' | 'source'>;
  /** For paying early; null where nothing was agreed. */
  readonly discounted: Discounted | null;
  /** In which pieces it is taken back, if it can be taken back in pieces. */
  readonly cuts: readonly Cut[];
  /** What of what is due prepaid credits pay, in thousandths; null where there are none. */
  readonly prepaidThousandths: number | null;
  /** Whether what is left is taken from the buyer's account. */
  readonly isDebited: boolean;
  /** How it is put right after it was invoiced; null where it was right. */
  readonly corrections: readonly (readonly Change[])[];
  /** What is invoiced before and in how many parts it is delivered; null where it is invoiced at once. */
  readonly advance: Advance | null;
  /** What the seller buys beside, and invoices itself; null where it buys nothing. */
  readonly purchase: Purchase | null;
};

/** A line as it is agreed. */
export type SoldLine = Pick<OrderLine, 'description' | 'quantity' | 'unit' | 'discount' | 'tax'> & {
  readonly unitPrice: string;
};

/** A part of what is left: of a line by its place, so many thousandths of its amount or of its quantity. */
export type Cut = readonly {
  readonly line: number;
  readonly thousandths: number;
  readonly isCounted: boolean;
}[];

/** What a correction says of a line by its place. */
export type Change = { readonly line: number } & (
  | { readonly omit: true }
  | Partial<Pick<SoldLine, 'description' | 'quantity' | 'unitPrice'>>
);

/** Deposits, what of each is paid and taken back before the end, and what of the quantities each delivery but the last holds. */
export type Advance = {
  readonly deposits: readonly Deposit[];
  readonly paidThousandths: readonly number[];
  readonly takenBack: Cut | null;
  readonly deliveredThousandths: readonly number[];
};

/** How an invoice is paid early, and what its credit notes do first. */
export type Discounted = {
  readonly terms: DiscountTerms;
  readonly effect: 'cancel_debt' | 'credit_balance';
};

/** A purchase. */
export type Purchase = {
  readonly supply: (typeof SUPPLIES)[number];
  readonly lines: RequestData['lines'];
  readonly currency: string;
  readonly language: string;
  readonly reference: string | null;
  readonly names: { readonly supplier: string; readonly buyer: string; readonly street: string };
  /** Whether the buyer cannot deduct the tax of what it buys. */
  readonly isBuyerSmall: boolean;
};
