/** The figures of a document, and what they must be. */
import type { DocumentModel } from '../../shared/documents/model.ts';
import type { ReductionShare } from '../../shared/domain/reductions.ts';
import type { TaxRate, TaxSubtotal } from '../../shared/domain/tax.ts';
import { sum } from '../checker/books.ts';
import type { ReckonedSale } from '../checker/sale.ts';

/** The figures of a draft, or of anything that has a draft's figures. */
export type Figures = Pick<DocumentModel, 'netMinor' | 'taxMinor' | 'grossMinor'> & {
  readonly lines: readonly {
    readonly netMinor: bigint;
    readonly gross?: { readonly amountMinor: bigint };
  }[];
  readonly taxes: readonly TaxSubtotal[];
  readonly reductions?: readonly ReductionShare[];
  readonly accountingTax?: NonNullable<DocumentModel['accountingTax']>;
  readonly deducts?: NonNullable<DocumentModel['deducts']>;
  readonly prepaid?: NonNullable<DocumentModel['prepaid']>;
};

/** Sums of a deposit that is deducted. */
export type Sums = { readonly net: bigint; readonly tax: bigint; readonly gross: bigint };

/** What a document must come to, what it is (UNTDID 1001), and what it states beside its own sums. */
export type Expected = ReckonedSale & {
  readonly code: string;
  /** The lines with the tax in them, where their prices have it. */
  readonly grosses?: readonly bigint[];
  /** The tax in the seller's currency, where that is another. */
  readonly accounting?: { readonly currency: string; readonly tax: bigint };
  /** The deposits that it deducts. */
  readonly deducts?: readonly Sums[];
  /** What prepaid credits pay. */
  readonly prepaid?: bigint;
  /** Whether what it charges is not earned yet. */
  readonly isDeposit?: true;
};

/** What is left to be paid. */
export function dueOf({ gross, deducts = [], prepaid = 0n }: Expected): bigint {
  return gross - sum(deducts.map((each) => each.gross)) - prepaid;
}

/** Category and rate as the checker names them. */
export function bearsOf({ category, rate }: TaxRate): string {
  return `${category} ${rate}`;
}

/** What notes take back of a category and rate. */
export function totalOf(notes: readonly Figures[], bears: string) {
  const taxes = notes.flatMap((note) => note.taxes).filter((tax) => bearsOf(tax) === bears);

  return {
    base: sum(taxes.map(({ baseMinor }) => baseMinor)),
    tax: sum(taxes.map(({ taxMinor }) => taxMinor)),
  };
}
