/** A drafted invoice, and what it is drafted from. */
import type { Supply, TaxBuyer, TaxDecision, TaxQuestion } from '../../contracts/tax.ts';
import type { Result } from '../../kernel/result.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import type { Explanation } from '../explaining/explanation.ts';
import type { Corrects } from '../invoices/corrections.ts';
import type { Deduction } from '../invoices/deductions.ts';
import type { InvoiceKind } from '../invoices/kinds.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { SellerDetails } from '../legal-entities/states.ts';
import type { PaidFromCredits } from '../prepaid/credits.ts';
import type { DiscountTerms } from '../receivables/discount-terms.ts';
import type { ReductionShare } from '../reductions.ts';
import type { TaxClass, TaxRate, TaxSubtotal } from '../tax.ts';
import type { AccountingTax } from '../tax/accounting.ts';
import type { PlaceProof } from '../tax/place.ts';
import type { UnionSales } from '../tax/union-sale.ts';

/** A drafted line, in the shape documents print. */
export type DraftLine = TaxRate & {
  readonly description: string;
  readonly quantity: string;
  readonly unit: string | null;
  readonly unitPrice: string;
  readonly discountMinor: bigint;
  readonly netMinor: bigint;
  readonly period: { readonly start: string; readonly end: string } | null;
  /** The subscription that it is of; left out where the document is for one thing. */
  readonly subscription?: string;
  /** Why it is what it is; documents that were issued before there were explanations have none. */
  readonly explanation?: Explanation;
  /** As agreed and as people read it, where prices contain the tax; the figures above are net. */
  readonly gross?: {
    readonly unitPrice: string;
    readonly discountMinor: bigint;
    readonly amountMinor: bigint;
  };
  /** Why it bears this tax, whose it is and what must be kept to prove it; left out where seller and buyer share a country. */
  readonly taxed?: Pick<TaxDecision, 'reason' | 'country' | 'proofs' | 'unionSale'>;
};

/** Everything of an invoice that does not depend on the number, the names or the words. */
export type Draft = {
  readonly cause: InvoiceCause;
  /** Left out on a plain invoice. */
  readonly kind?: InvoiceKind;
  /** Left out where it does not replace another. */
  readonly corrects?: Corrects;
  /** The deposits that a final invoice deducts; left out where there are none. */
  readonly deducts?: readonly Deduction[];
  /** What is paid from prepaid credits; left out where nothing is. */
  readonly prepaid?: PaidFromCredits;
  readonly customer: string;
  readonly profile: number;
  readonly currency: string;
  readonly language: string;
  readonly reference: string | null;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly supplyDate: string | null;
  /** The day whose exchange rate holds: of the supply, or of the issue where that is earlier (Directive 2006/112/EC, Art. 91). */
  readonly taxPoint: string;
  /** Where goods went, if not to the buyer's country. */
  readonly deliverTo?: string | null;
  /** Whether they went to another part of it than the buyer's. */
  readonly isToOtherPart?: true;
  /** How the tax was reckoned; absent where it is the rate on the net. */
  readonly priceBasis?: 'gross';
  readonly discount?: DiscountTerms;
  readonly lines: readonly DraftLine[];
  /** The lines of the sale that a deposit has shares of, where one line may be of several; left out elsewhere. */
  readonly sharesOf?: readonly DraftLine[];
  /** Allowances and charges on the whole; left out where there are none. */
  readonly reductions?: readonly ReductionShare[];
  readonly taxes: readonly TaxSubtotal[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** The tax in the seller's accounting currency; left out where that is the document's. */
  readonly accountingTax?: AccountingTax;
  /** What of it goes to consumers in other member states, and by which rule it is taxed; left out where nothing does. */
  readonly unionSales?: UnionSales;
  /** What is known of the consumer's place; left out where it does not decide the tax. */
  readonly place?: PlaceProof;
  readonly grossMinor: bigint;
};

/** A subscription's period, as the billing engine hands it over. */
export type BilledPeriod = {
  readonly subscription: string;
  readonly index: number;
  readonly start: string;
  readonly end: string;
  readonly customer: string;
  readonly profile: number;
  readonly currency: string;
  /** Absent where its amounts are net. */
  readonly priceBasis?: 'gross';
  /** The number of the change that caused it, or null where the period did. */
  readonly change: number | null;
  /** The number of the bill, where it is of usage alone. */
  readonly usage?: number;
  readonly suppliedOn: string;
  readonly lines: readonly BilledLine[];
  readonly tax: TaxClass;
  /** Absent where it is services. */
  readonly supply?: Supply;
  readonly dueDays: number;
  readonly language: string;
};

/** What drafting needs to know of the seller. */
export type Seller = Pick<SellerDetails, 'country' | 'zone' | 'taxRates'> &
  Partial<Pick<SellerDetails, 'vatId' | 'postal' | 'tax'>>;

/** How the tax of a line is decided. */
export type Decide = (question: TaxQuestion) => Result<TaxDecision>;

/** What every draft is made of. Without a buyer the sale is one within the seller's country; without `decide` our own rules hold. */
export type DraftFrame = {
  readonly seller: Seller;
  readonly buyer?: TaxBuyer;
  readonly decide?: Decide;
  readonly now: string;
};
