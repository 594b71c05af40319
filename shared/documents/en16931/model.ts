/**
 * The semantic model of EN 16931-1: what an e-invoice says, whatever its syntax. Business terms (BT) and groups (BG) are named
 * beside each field. Amounts are minor units of `currency`; quantities, prices and rates are decimal text without needless zeros.
 */
import type { TaxCategory } from '../model.ts';

/** An identifier with the scheme it belongs to, such as a code of the EAS list for endpoints. */
export type Identifier = { readonly scheme: string; readonly id: string };

/** A postal address: BG-5, BG-8 or BG-15. */
export type SemanticAddress = {
  readonly street: string | null;
  readonly additional: string | null;
  readonly city: string | null;
  readonly postcode: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
};

/** Whom to ask: BG-6 or BG-9. */
export type SemanticContact = {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
};

/** The seller (BG-4) or the buyer (BG-7). */
export type SemanticParty = {
  /** BT-27, BT-44. */
  readonly name: string;
  /** BT-29, BT-46. */
  readonly id: string | null;
  /** BT-30, BT-47. */
  readonly registration: string | null;
  /** BT-31, BT-48. */
  readonly vatId: string | null;
  /** BT-32, seller only. */
  readonly taxNumber: string | null;
  /** BT-33, seller only. */
  readonly legalForm: string | null;
  /** BT-34, BT-49. */
  readonly endpoint: Identifier | null;
  readonly address: SemanticAddress;
  readonly contact: SemanticContact | null;
};

/** Payment instructions: BG-16 with BG-17 or BG-19. */
export type SemanticPayment = {
  /** BT-81, UNTDID 4461. */
  readonly means: string;
  /** BT-83. */
  readonly reference: string | null;
  /** BT-84, BT-85, BT-86. */
  readonly account: {
    readonly iban: string;
    readonly holder: string | null;
    readonly bic: string | null;
  } | null;
  /** BT-89, BT-90, BT-91. */
  readonly debit: {
    readonly mandate: string | null;
    readonly creditor: string | null;
    readonly iban: string | null;
  } | null;
};

/** An allowance or a charge on a line (BG-27, BG-28). */
export type SemanticReduction = {
  readonly isCharge: boolean;
  readonly amountMinor: bigint;
  readonly baseMinor: bigint | null;
  readonly percent: string | null;
  readonly reason: string | null;
  /** UNTDID 5189 for allowances, 7161 for charges. */
  readonly reasonCode: string | null;
};

/**
 * A category of VAT with its rate; a rate of null stands for "outside the scope". Others also write the taxes of the Canary
 * Islands (L) and of Ceuta and Melilla (M), and Italian VAT that the buyer pays to the state (B).
 */
export type SemanticTax = { readonly category: TaxCategory | 'L' | 'M' | 'B'; readonly rate: string | null };

/** An allowance or a charge on the document (BG-20, BG-21). */
export type DocumentReduction = SemanticReduction & SemanticTax;

/** Days from the first to the last, both included: BG-14 or BG-26. */
export type SemanticPeriod = { readonly start: string | null; readonly end: string | null };

/** One row of the VAT breakdown: BG-23. */
export type SemanticSubtotal = SemanticTax & {
  /** BT-116, BT-117. */
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
  /** BT-120, BT-121. */
  readonly reason: string | null;
  readonly reasonCode: string | null;
};

/** An invoice line: BG-25. */
export type SemanticLine = SemanticTax & {
  /** BT-126. */
  readonly id: string;
  /** BT-127. */
  readonly note: string | null;
  /** BT-153, BT-154. */
  readonly name: string;
  readonly description: string | null;
  /** BT-155. */
  readonly sellerItem: string | null;
  /** BT-129, BT-130 (UN/ECE recommendation 20). */
  readonly quantity: string;
  readonly unit: string;
  /** BT-146, BT-149. */
  readonly price: string;
  readonly priceQuantity: string | null;
  /** BT-131. */
  readonly netMinor: bigint;
  readonly period: SemanticPeriod | null;
  readonly reductions: readonly SemanticReduction[];
};

/** The totals of a document: BG-22. */
export type SemanticTotals = {
  /** BT-106 to BT-110. */
  readonly linesMinor: bigint;
  readonly allowancesMinor: bigint;
  readonly chargesMinor: bigint;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** BT-111, in minor units of `taxCurrency`. */
  readonly accountingTaxMinor: bigint | null;
  /** BT-112 to BT-115. */
  readonly grossMinor: bigint;
  readonly prepaidMinor: bigint;
  readonly roundingMinor: bigint;
  readonly dueMinor: bigint;
};

/** An e-invoice: invoice or credit note, which its type tells. */
export type SemanticInvoice = {
  /** BT-1, BT-2, BT-3 (UNTDID 1001). */
  readonly number: string;
  readonly issueDate: string;
  readonly type: string;
  /** BT-5, BT-6. */
  readonly currency: string;
  readonly taxCurrency: string | null;
  /** BT-9. */
  readonly dueDate: string | null;
  /** BT-10, BT-13, BT-20. */
  readonly buyerReference: string | null;
  readonly orderReference: string | null;
  readonly terms: string | null;
  /** BT-22. */
  readonly notes: readonly string[];
  /** BG-3. */
  readonly preceding: readonly { readonly number: string; readonly date: string | null }[];
  readonly seller: SemanticParty;
  readonly buyer: SemanticParty;
  /** BT-72, BG-15. */
  readonly supplyDate: string | null;
  readonly delivery: SemanticAddress | null;
  /** BG-14. */
  readonly period: SemanticPeriod | null;
  readonly payment: SemanticPayment | null;
  /**
   * What was agreed for each row of `taxes`, with the tax in it. Only our own documents whose prices contain the tax say it;
   * no syntax carries it, so what is read never does.
   */
  readonly grossesMinor?: readonly bigint[];
  /** At what rate BT-111 was converted; only our own documents say it. `direct` multiplies, `indirect` divides. */
  readonly conversion?: { readonly rate: string; readonly quotation: 'direct' | 'indirect' };
  readonly reductions: readonly DocumentReduction[];
  readonly totals: SemanticTotals;
  readonly taxes: readonly SemanticSubtotal[];
  readonly lines: readonly SemanticLine[];
};

/** Types that take something back; UBL writes them as a credit note of its own. */
export const CREDIT_TYPES: ReadonlySet<string> = new Set(['81', '83', '381', '396', '532', '261']);
