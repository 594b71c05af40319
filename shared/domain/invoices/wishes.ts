/** The words of taking an invoice back: what is asked for, and what becomes of it. */
import type { Request } from '../requests.ts';

/** An amount of a line, counted from 1: net, or gross where the prices of the invoice contain the tax. */
export type LineAmount = {
  readonly line: number;
  /** Of how much of the line's quantity it is the price; absent where only the amount was said. */
  readonly quantity?: string;
} & ({ readonly netMinor: bigint } | { readonly grossMinor: bigint });

/** Amounts by the number of their line. */
export type LineAmounts = readonly LineAmount[];

/** The amount of a piece, in the basis of the invoice's prices. */
export function amountMinorOf(piece: LineAmount): bigint {
  return 'grossMinor' in piece ? piece.grossMinor : piece.netMinor;
}

/** So much of a line's quantity, and how much that was: what it comes to, the invoice knows. */
export type LineQuantity = { readonly line: number; readonly quantity: string; readonly charged: string };

/** How much of a line's quantity was taken back by quantity, as decimal text. */
export type Returned = Pick<LineQuantity, 'line' | 'quantity'>;

/** Asks that an invoice be taken back: line by line, or without `lines` all that is not taken back yet. */
export type CreditWish = {
  readonly reason: string;
  readonly remainder: Remainder;
  /** Left out, it lowers what is open. */
  readonly effect?: CreditEffect;
  readonly fingerprint: string;
  readonly lines?: readonly (LineAmount | LineQuantity)[];
  /** The invoice that replaces it; absent where it is only taken back. */
  readonly correctedBy?: string;
};

/** Asks for these lines as far as they are not taken back already, whatever the invoice's lines say of each other. */
export type RestWish = Omit<CreditWish, 'lines'> & {
  readonly lines: LineAmounts;
  /** Lines of the same service on the same invoice, which stand in where negative lines have used up what is asked for; absent where all are. */
  readonly instead?: readonly number[];
};

/** A credit note that was asked for. Without an ordinal it is the invoice's only one and takes back the whole. */
export type RequestedCredit = Omit<CreditWish, 'lines'> & {
  readonly ordinal?: number;
  readonly lines?: LineAmounts;
};

/** What becomes of a credit note once its own invoice is no longer open: account credit, money back, or less to pay elsewhere. */
export type Remainder = 'credit' | 'refund' | 'offset';

/** What a credit note does first: lower what is open of its invoice, go back to those who paid it, or neither. */
export type CreditEffect = 'cancel_debt' | 'refund' | 'credit_balance';

/** A credit note that was asked for, by the request that did. */
export type MetCredit = Request & Pick<RequestedCredit, 'ordinal'>;
