/** Correcting an invoice on the wire. */
import * as z from 'zod';
import { decimal, id, positiveDecimal, text } from './common.ts';
import { Discount } from './discounts.ts';
import { ORDER_LINES_MAX } from './fulfilments.ts';
import { route } from './route.ts';
import { DRAFT_REFUSALS } from './tax.ts';
import { Supply, TaxClass } from './tax.ts';

const number = z.int().min(1).max(ORDER_LINES_MAX);

/** The invoice that one replaces, and the one that replaces it once that is asked for. */
export const REPLACING = { corrects: id('invoice').nullable(), corrected_by: id('invoice').nullable() };

/** What is other on a line of the invoice, in its currency and price basis; what is left out stays. */
const ChangedLine = z
  .strictObject({
    line: number,
    description: text(200).optional(),
    quantity: positiveDecimal(6, '2')
      .refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0')
      .optional(),
    unit: text(20).nullable().optional(),
    /** Major units, up to 12 decimals. */
    unit_price: decimal(12, '19.90').optional(),
    discount: Discount.nullable().optional(),
    tax: TaxClass.optional(),
    supply: Supply.optional(),
  })
  .meta({ id: 'ChangedLine' });

/** A line that does not belong on the invoice. */
const OmittedLine = z.strictObject({ line: number, omit: z.literal(true) }).meta({ id: 'OmittedLine' });

/**
 * A corrected invoice: the customer's name, address, VAT id and buyer reference, and everything of the seller, are as they
 * are kept by now; the lines and the reference as named here.
 */
export const NewCorrection = z
  .strictObject({
    /** The order reference that is printed; left out, it stays. */
    reference: text(80).nullable().optional(),
    lines: z
      .array(z.union([OmittedLine, ChangedLine]))
      .max(ORDER_LINES_MAX)
      .default([]),
  })
  .meta({ id: 'NewCorrection' });

/** A parsed `NewCorrection`. */
export type NewCorrection = z.infer<typeof NewCorrection>;

/** A corrected invoice that was asked for and will be issued, with the credit note that takes the first one back. */
export const CorrectionRequest = z
  .strictObject({
    id: id('invoice'),
    object: z.literal('correction_request'),
    corrects: id('invoice'),
    credit_note: id('creditNote'),
    status: z.literal('requested'),
  })
  .meta({ id: 'CorrectionRequest' });

/** The route of corrections. */
export const correctionRoutes = {
  correct: route({
    method: 'POST',
    path: '/v1/invoices/{invoice_id}/correct',
    summary: 'Replace an invoice: take it back and issue a corrected one, in one step',
    tag: 'Invoices',
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewCorrection,
    answer: CorrectionRequest,
    status: 202,
    refusals: [
      'invoice.not_found',
      'invoice.already_credited',
      'correction.made_already',
      'correction.credited_in_part',
      'correction.lines_fixed',
      'correction.with_deposits',
      'correction.of_credits',
      'correction.too_many',
      'correction.line_unknown',
      'correction.nothing_left',
      ...DRAFT_REFUSALS,
      'tax.categories_do_not_mix',
      'order.amount_too_precise',
      'order.discount_exceeds_line',
      'order.amount_too_large',
      'order.too_large',
      'order.discount_not_divisible',
      'order.allowance_exceeds_net',
      'order.reduction_not_divisible',
      'invoice.negative',
      'exchange_rate.missing',
      'document.not_compliant',
    ],
  }),
};
