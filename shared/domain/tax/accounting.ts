/** What a document's VAT comes to in the currency of the seller's accounts. */

/** What a rate counts: accounting currency for one unit of the other (`direct`), or the other for one of it (`indirect`, as the ECB has it). */
export type Quotation = 'direct' | 'indirect';

/** An exchange rate of a day: exact decimal text, and who published it. */
export type ExchangeRate = {
  readonly rate: string;
  readonly quotation: Quotation;
  readonly ratedOn: string;
  readonly source: string;
};

/** The tax in the accounting currency, with the rate it was converted at. */
export type AccountingTax = ExchangeRate & { readonly currency: string; readonly taxMinor: bigint };
