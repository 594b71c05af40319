/** What every document tells of its sums, on the wire. */
import * as z from 'zod';
import { CivilDateBody, Currency, id, MoneyBody } from './common.ts';
import { DocumentLineBody, TaxSubtotalBody } from './document-lines.ts';
import { Quotation } from './exchange-rates.ts';
import { ReductionShareBody } from './reductions.ts';
import { PriceBasis } from './tax.ts';

/** What every document tells of itself in a list, before its days and its total. */
export const listedDocument = {
  number: z.string(),
  legal_entity: id('legalEntity'),
  customer: id('customer'),
  issue_date: CivilDateBody,
};

/** The lines, taxes and sums of a document. */
export const documentFigures = {
  legal_entity: id('legalEntity'),
  customer: id('customer'),
  number: z.string(),
  currency: Currency,
  issue_date: CivilDateBody,
  /** How the tax was reckoned: the rate on the net, or contained in the gross. */
  price_basis: PriceBasis,
  lines: z.array(DocumentLineBody),
  /** On the document as a whole, each split over the VAT rates of the lines. */
  allowances: z.array(ReductionShareBody),
  charges: z.array(ReductionShareBody),
  taxes: z.array(TaxSubtotalBody),
  net: MoneyBody,
  tax: MoneyBody,
  /** The tax in the seller's accounting currency and the rate it was converted at; null where that is the document's. */
  accounting_tax: z
    .strictObject({
      tax: MoneyBody,
      rate: z.string(),
      quotation: Quotation,
      rated_on: CivilDateBody,
      source: z.string(),
    })
    .nullable(),
  total: MoneyBody,
};

/** The last day on which the document has to be kept. The erasure of its customer changes nothing of it. */
export const RetainedUntil = CivilDateBody;

/** The subscriptions that an invoice bills, in the order of its lines; `subscription` where it is one alone. */
export const BILLED = {
  subscription: id('subscription').nullable(),
  subscriptions: z.array(id('subscription')),
};
