/** An invoice and a credit note as their facts tell them. */
import type { PostingSet } from '../../ports.ts';
import type { DeferredData } from '../deferrals.ts';
import type { GatheredCause } from '../gatherings.ts';
import type { PaidFromCredits } from '../prepaid/credits.ts';
import type { DiscountTerms } from '../receivables/discount-terms.ts';
import type { ReductionSums } from '../reductions.ts';
import type { TaxSubtotal } from '../tax.ts';
import type { AccountingTax } from '../tax/accounting.ts';
import type { SoldAbroad } from '../tax/place.ts';
import type { Correction, CorrectionWish, Corrects } from './corrections.ts';
import type { Deducted, Deduction } from './deductions.ts';
import type { InvoiceKind } from './kinds.ts';
import type {
  CreditEffect,
  CreditWish,
  MetCredit,
  Remainder,
  RequestedCredit,
  RestWish,
  Returned,
} from './wishes.ts';

/** What a document is for: an order's step, a subscription's period or change, or periods of several that fell due together. */
export type InvoiceCause =
  | { readonly order: string; readonly step: string }
  | { readonly subscription: string; readonly period: number }
  | { readonly subscription: string; readonly change: number }
  | { readonly subscription: string; readonly usage: number }
  | GatheredCause;

/** The figures every document carries; the nets of its lines, less allowances, plus charges, are `netMinor`. */
export type DocumentFigures = SoldAbroad & {
  readonly entity: string;
  readonly customer: string;
  readonly account: string;
  readonly currency: string;
  readonly number: string;
  readonly issueDate: string;
  readonly netsMinor: readonly bigint[];
  /** How the tax was reckoned: contained in the gross; absent where it is the rate on the net. */
  readonly priceBasis?: 'gross';
  /** The lines with the tax they contain; absent where prices are net. */
  readonly grossesMinor?: readonly bigint[];
  /** What is on the document as a whole; absent where nothing is. */
  readonly reductions?: ReductionSums;
  readonly taxes: readonly TaxSubtotal[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** The tax in the seller's accounting currency; absent where that is the document's. */
  readonly accountingTax?: AccountingTax;
  readonly grossMinor: bigint;
  /** Hash of the frozen bytes; they lie under it in the document store. */
  readonly content: string;
};

/** An issued invoice. */
export type InvoiceData = DocumentFigures & {
  readonly dueDate: string;
  /** IANA zone of the seller, in which payments of it are booked; absent on those of before it was told. */
  readonly zone?: string;
  readonly cause: InvoiceCause;
  /** Absent on a plain invoice. */
  readonly kind?: InvoiceKind;
  /** What a final invoice deducts; absent where nothing was paid in advance. */
  readonly deducts?: readonly Deduction[];
  /** What of it is paid from prepaid credits; absent where nothing is. */
  readonly prepaid?: PaidFromCredits;
  /** What may be kept for paying early; absent where nothing may. */
  readonly discount?: DiscountTerms;
  /** Present where it is announced as a SEPA direct debit. */
  readonly directDebit?: true;
  /** The structured payment reference that its bill bears; absent where its number is all there is. */
  readonly reference?: string;
  /** Absent where it does not replace another. */
  readonly corrects?: Corrects;
};

/** An issued credit note; `remainder` says what becomes of the part that is not open any more. */
export type CreditNoteData = DocumentFigures & {
  readonly invoice: string;
  /** What of it goes back to prepaid credits, and so not to the account; absent where nothing does. */
  readonly prepaid?: PaidFromCredits;
  readonly reason: string;
  readonly remainder: Remainder;
  /** Absent where it lowers what is open. */
  readonly effect?: CreditEffect;
  /** The invoice's lines that it takes back in part, one for each of its nets; absent where it takes back the whole. */
  readonly lines?: readonly number[];
  /** The how-manyeth of its invoice; absent where it takes back the whole. */
  readonly ordinal?: number;
  /** The invoice that replaces the one it takes back, to which what was paid goes over; absent where none does. */
  readonly correctedBy?: string;
};

/** How an open item came to be cleared. */
export type ClearedBy = 'paid' | 'credited' | 'mixed';

/** An invoice's life; what is open of it is the account's answer, `settledBy` only echoes that nothing is. */
export type Invoice =
  | { readonly status: 'none' }
  | (InvoiceData & {
      readonly status: 'issued';
      readonly settledBy: ClearedBy | null;
      /** The version of the account up to which the echo was heard; older news comes too late. */
      readonly heard: number;
      /** What was asked for so far, in order; the next one is counted after it. */
      readonly credits: readonly MetCredit[];
      /** What is taken back of each line, in the basis of the prices; empty while nothing is. */
      readonly creditedMinor: readonly bigint[];
      /** What is taken back by quantity; absent while nothing is. */
      readonly returned?: readonly Returned[];
      /** Of a deposit invoice: what its final invoice deducts. Nothing is taken back of it afterwards. */
      readonly deducted?: Deducted;
      /** The invoice that replaces it; absent while none does. */
      readonly correctedBy?: string;
    });

/** What can be asked of an invoice. */
export type InvoiceCommand =
  | {
      readonly do: 'issue';
      readonly data: InvoiceData;
      readonly books: PostingSet;
      /** What of it is not earned yet; absent where all is. */
      readonly deferred?: DeferredData;
    }
  /** What the account says at one of its versions: cleared, or with `by` null open again. */
  | { readonly do: 'hear'; readonly by: ClearedBy | null; readonly account: number }
  | { readonly do: 'request_credit'; readonly wish: CreditWish }
  /** What is taken back already is not asked for again; where nothing is left, nothing is. */
  | { readonly do: 'request_rest'; readonly wish: RestWish }
  | { readonly do: 'correct'; readonly wish: CorrectionWish }
  /** A final invoice deducts what was paid of this deposit, at most so much; the rest is taken back. */
  | {
      readonly do: 'deduct';
      readonly final: string;
      readonly paidMinor: bigint;
      readonly limitMinor: bigint;
    };

/** What becomes true of an invoice. */
export type InvoiceFact =
  | { readonly type: 'invoice.issued'; readonly data: InvoiceData; readonly books: PostingSet }
  | {
      readonly type: 'invoice.settled';
      readonly data: { readonly by: ClearedBy; readonly account: number };
      readonly books?: undefined;
    }
  | {
      readonly type: 'invoice.reopened';
      readonly data: { readonly account: number };
      readonly books?: undefined;
    }
  | { readonly type: 'invoice.credit_requested'; readonly data: RequestedCredit; readonly books?: undefined }
  /** Beside the request of the credit note that takes the invoice back. */
  | { readonly type: 'invoice.correction_requested'; readonly data: Correction; readonly books?: undefined }
  | { readonly type: 'invoice.deducted'; readonly data: Deducted; readonly books?: undefined }
  /** Beside `invoice.issued`, in one commit with it: its postings leave so much of the net to be earned. */
  | { readonly type: 'revenue.deferred'; readonly data: DeferredData; readonly books?: undefined };

/** A credit note's life. */
export type CreditNote = { readonly status: 'none' } | (CreditNoteData & { readonly status: 'issued' });

/** What can be asked of a credit note. */
export type CreditNoteCommand = {
  readonly do: 'issue';
  readonly data: CreditNoteData;
  readonly books: PostingSet;
};

/** What becomes true of a credit note. */
export type CreditNoteFact = {
  readonly type: 'credit_note.issued';
  readonly data: CreditNoteData;
  readonly books: PostingSet;
};
