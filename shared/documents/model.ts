/**
 * What a legal document says, before it is put into words: data only, amounts in minor units. `freeze` turns it into
 * the printable content whose bytes are hashed before a number is given; afterwards nothing is computed again.
 */

import type { PlaceProof } from '../domain/tax/place.ts';

/** A seller or a buyer as printed. */
export type Party = {
  readonly name: string;
  /** Street, postal code and city, country: as lines, in order. */
  readonly address: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly vatId: string | null;
  readonly taxNumber: string | null;
  readonly email: string | null;
  /** The same address in parts, for machines; without it they are told what the printed lines reveal. */
  readonly postal?: PostalAddress | null;
  /** Where e-invoices reach the party: a scheme of the EAS code list and the id within it. */
  readonly endpoint?: { readonly scheme: string; readonly id: string } | null;
  /** Whom to ask. */
  readonly contact?: { readonly name: string; readonly phone: string } | null;
};

/** An address in parts. */
export type PostalAddress = {
  readonly street: string;
  readonly additional: string | null;
  readonly postcode: string;
  readonly city: string;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
};

/** Where a bank transfer goes. */
export type BankDetails = { readonly iban: string; readonly bic: string | null; readonly holder: string };

/** A printed line; `netMinor` is quantity × unit price less discount, rounded once. */
export type DocumentLine = {
  readonly description: string;
  /** Decimal text, such as `2.5`. */
  readonly quantity: string;
  readonly unit: string | null;
  /** Decimal text with up to 12 places, in major units. */
  readonly unitPrice: string;
  readonly discountMinor: bigint;
  readonly netMinor: bigint;
  readonly category: TaxCategory;
  /** Percent as decimal text, such as `19`. */
  readonly rate: string;
  /** As `Period` of the kernel: the end does not belong to it. */
  readonly period: { readonly start: string; readonly end: string } | null;
  /** The subscription that it is of; left out where the document is for one thing. */
  readonly subscription?: string;
  /** What people read where prices contain the tax; the figures above are net then. */
  readonly gross?: {
    readonly unitPrice: string;
    readonly discountMinor: bigint;
    readonly amountMinor: bigint;
  };
};

/** The share of an allowance or a charge on the whole document that falls on one category and rate (BG-20, BG-21). */
export type DocumentReductionShare = {
  readonly isCharge: boolean;
  readonly reason: string;
  /** UNTDID 5189 of an allowance, 7161 of a charge. */
  readonly code: string | null;
  readonly percent: string | null;
  /** What the lines of this category and rate come to. */
  readonly baseMinor: bigint;
  /** Never negative; `isCharge` says which way it goes. */
  readonly amountMinor: bigint;
  /** With the tax it contains; absent where prices are net. */
  readonly grossMinor?: bigint;
  /** Present where prepaid credits are what it takes off. */
  readonly isCredit?: true;
  readonly category: TaxCategory;
  readonly rate: string;
};

/** VAT category codes of EN 16931 (UNTDID 5305). */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/** One VAT category and rate: the tax is rounded here, once. */
export type TaxSubtotal = {
  readonly category: TaxCategory;
  readonly rate: string;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
};

/** The whole document but its number. */
export type DocumentModel = {
  readonly kind: 'invoice' | 'credit_note';
  /** What an invoice is beside a plain one; a pro forma is none, and no e-invoice is made of it. A credit note can be self-billed. */
  readonly type?: 'deposit' | 'partial' | 'final' | 'corrected' | 'self_billed' | 'pro_forma';
  /** BCP 47; languages without texts of their own (`DOCUMENT_LANGUAGES` has them) fall back to `en`. */
  readonly language: string;
  readonly currency: string;
  readonly seller: Party & {
    readonly footer: readonly string[];
    /** The seller's own colour, `#rrggbb`; dark enough to be read on white. */
    readonly accent?: string;
    /** Printed in place of the name at the head; the picture by the hash of its bytes, its size in pixels. */
    readonly logo?: { readonly sha256: string; readonly width: number; readonly height: number };
  };
  readonly bank: BankDetails | null;
  readonly buyer: Party;
  readonly issueDate: string;
  readonly dueDate: string | null;
  /** Day of supply, where it is one day. */
  readonly supplyDate: string | null;
  readonly orderReference: string | null;
  readonly buyerReference: string | null;
  /** The invoice that a credit note takes back, or that a corrected invoice replaces. */
  readonly corrects: {
    readonly number: string;
    readonly date: string;
    /** Absent where the invoice is taken back as a whole. */
    readonly isPart?: true;
    /** Why, by the name that the request has for it; absent on documents of old, and of a corrected invoice. */
    readonly reason?: string;
  } | null;
  /** The seller charges no tax as a small enterprise; its own words for it, or null for ours. */
  readonly smallBusiness?: { readonly text: string | null } | null;
  /** Where goods went, if not to the buyer's address. */
  readonly delivery?: PostalAddress | null;
  /** The document's id, where a transfer refers to it; absent elsewhere. */
  readonly id?: string;
  /** A SEPA direct debit that takes the amount: mandate reference, creditor id, the payer's account. */
  readonly directDebit?: {
    readonly mandate: string;
    readonly creditor: string;
    readonly iban: string;
  } | null;
  /** What is taken off for early payment: within so many days of the issue date, percent as decimal text; by days. */
  readonly cashDiscounts?: readonly { readonly days: number; readonly percent: string }[];
  /** How the tax was reckoned: contained in the gross; absent where it is the rate on the net. */
  readonly priceBasis?: 'gross';
  readonly lines: readonly DocumentLine[];
  /** Left out where there are none; the net is that of the lines less allowances, plus charges. */
  readonly reductions?: readonly DocumentReductionShare[];
  readonly taxes: readonly TaxSubtotal[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** The tax in the seller's accounting currency, with the rate it was converted at; left out where that is the document's. */
  readonly accountingTax?: {
    readonly currency: string;
    readonly taxMinor: bigint;
    /** Exact decimal: accounting currency for one unit of the document's (`direct`), or the other way round. */
    readonly rate: string;
    readonly quotation: 'direct' | 'indirect';
    readonly ratedOn: string;
    readonly source: string;
  };
  /** What is known of where the consumer is; left out where that does not decide the tax. Not printed. */
  readonly place?: PlaceProof;
  readonly grossMinor: bigint;
  /** The deposit invoices that a final invoice deducts, each as far as it was paid; left out where there are none. */
  readonly deducts?: readonly {
    readonly number: string;
    readonly issueDate: string;
    readonly netMinor: bigint;
    readonly taxMinor: bigint;
    readonly grossMinor: bigint;
  }[];
  /** What is paid from prepaid credits; left out where nothing is. */
  readonly prepaid?: { readonly amountMinor: bigint };
};

/** What is to be paid: the total less the deposits that are deducted and what prepaid credits pay. */
export function toPayMinor({
  grossMinor,
  deducts = [],
  prepaid,
}: Pick<DocumentModel, 'grossMinor' | 'deducts' | 'prepaid'>): bigint {
  const paidMinor = prepaid?.amountMinor ?? 0n;

  return deducts.reduce((rest, deduction) => rest - deduction.grossMinor, grossMinor - paidMinor);
}
