/** A sale that counts for the one-stop shop. */
import type { UnionSaleOf } from '../../contracts/tax.ts';
import type { ExchangeRate } from './accounting.ts';

/** Why such a sale is taxed in the seller's state, or in the consumer's. */
export type PlaceRule = 'registered' | 'below_threshold' | 'threshold_passed' | 'preceding_year_passed';

/** What goes to one state, by kind and rate, in minor units of the document; a document's rows have the bases of its taxes. */
export type UnionSaleRow = {
  /** Where the consumer is. */
  readonly country: string;
  readonly supply: UnionSaleOf['supply'];
  readonly rate: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
};

/** What of a document goes to consumers in other member states. */
export type UnionSales = {
  readonly rule: PlaceRule;
  /** The calendar year of the supply. */
  readonly year: number;
  /** The day on which its tax is due, which is in that year; absent on documents of old. */
  readonly taxPoint?: string;
  /** What it adds to its year in euro cents, or takes off as a credit note; absent where it is not counted. */
  readonly countedMinor?: bigint;
  /** The rate that it was converted at; absent where the document is in euro. */
  readonly rate?: ExchangeRate;
  readonly rows: readonly UnionSaleRow[];
  /** What a final invoice of old deducts of deposits; those of today tell it with each deduction. */
  readonly deducted?: readonly UnionSaleRow[];
};

/** Whether it is in a return of the one-stop shop; what is taxed at home, below the threshold, is in none. */
export function isReturned(sales: UnionSales | undefined): sales is UnionSales {
  return sales !== undefined && sales.rule !== 'below_threshold';
}
