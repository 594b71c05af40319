/** The lines of a document and its taxes on the wire. */
import * as z from 'zod';
import { CivilDateBody, MoneyBody } from './common.ts';

/** One VAT category and rate of a document. */
export const TaxSubtotalBody = z
  .strictObject({ category: z.string(), rate: z.string(), base: MoneyBody, tax: MoneyBody })
  .meta({ id: 'TaxSubtotal' });

/** A line of a document. */
export const DocumentLineBody = z
  .strictObject({
    line: z.int(),
    description: z.string(),
    quantity: z.string(),
    unit: z.string().nullable(),
    unit_price: z.string(),
    discount: MoneyBody,
    net: MoneyBody,
    /** As agreed, where prices contain the tax; the figures above are net then. */
    gross: z.strictObject({ unit_price: z.string(), discount: MoneyBody, amount: MoneyBody }).nullable(),
    tax_category: z.string(),
    tax_rate: z.string(),
    period: z.strictObject({ start: CivilDateBody, end: CivilDateBody }).nullable(),
  })
  .meta({ id: 'DocumentLine' });

/** A parsed `DocumentLineBody`. */
export type DocumentLineBody = z.infer<typeof DocumentLineBody>;
