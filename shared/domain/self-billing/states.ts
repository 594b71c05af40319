/** What a self-billed invoice is, as its facts tell. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { CreditWish, MetCredit, RequestedCredit, Returned } from '../invoices/wishes.ts';
import type { Request } from '../requests.ts';
import type { SelfBilledData } from '../self-billing.ts';

/** Asks that a self-billed invoice be taken back: line by line, or without `lines` all that is not taken back yet. */
export type SelfBilledCreditWish = Pick<CreditWish, 'reason' | 'fingerprint' | 'lines'>;

/** A credit note that was asked for. Without an ordinal it is the invoice's only one and takes back the whole. */
export type SelfBilledCredit = Pick<RequestedCredit, 'reason' | 'fingerprint' | 'lines' | 'ordinal'>;

/** A self-billed invoice. */
export type SelfBilled =
  | { readonly status: 'none' }
  | (SelfBilledData & {
      readonly status: 'issued';
      /** What was asked for so far, in order; the next one is counted after it. */
      readonly credits: readonly MetCredit[];
      /** What is taken back of each line, net; empty while nothing is. */
      readonly creditedMinor: readonly bigint[];
      /** What is taken back by quantity; absent while nothing is. */
      readonly returned?: readonly Returned[];
      /** What was paid of it, in order. */
      readonly payments: readonly PayablePayment[];
      /** Present once the supplier objected. */
      readonly objection?: Objection;
    });

/** One that was issued. */
export type SelfBilledIssued = Exclude<SelfBilled, { status: 'none' }>;

/** A payment that was made by bank transfer; `payment` counts those of the invoice from 1. */
export type PayablePayment = Request & {
  readonly payment: number;
  readonly amountMinor: bigint;
  readonly paidOn: CivilDate;
  readonly reference: string;
};

/** Asks that a payment be recorded; `at` says which day it is. */
export type PaymentWish = Omit<PayablePayment, 'payment'> & { readonly at: Instant };

/**
 * The supplier objected: the document is an invoice no more (UStG § 14 (2) sentence 3; Directive 2006/112/EC, Art. 224).
 * `lostTaxMinor` is the input tax that is not deducted any more.
 */
export type Objection = Request & { readonly objectedOn: CivilDate; readonly lostTaxMinor: bigint };

/** Asks that an objection be recorded; `at` says which day it is. */
export type ObjectionWish = Omit<Objection, 'lostTaxMinor'> & { readonly at: Instant };
