/** Transfers that are booked by hand, on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, ItemId, MoneyBody, unprintedText } from './common.ts';

/**
 * Money that came by bank transfer: for one invoice, for a customer who did not say, or, where neither is named, for the invoice
 * that the reference tells. That is a QR or creditor reference as the bank prints it, or words with one number of an invoice.
 */
export const NewPayment = z
  .strictObject({
    invoice: ItemId.optional(),
    customer: id('customer').optional(),
    legal_entity: id('legalEntity').optional(),
    amount: MoneyBody,
    received_on: CivilDateBody,
    reference: unprintedText(140),
  })
  .refine(({ invoice, customer }) => invoice === undefined || customer === undefined, {
    message: 'must name an invoice or a customer, or neither where the reference tells the invoice',
    path: ['invoice'],
  })
  .meta({ id: 'NewPayment' });

/** A parsed `NewPayment`. */
export type NewPayment = z.infer<typeof NewPayment>;

/** By what a transfer found its invoice, and how that stood. */
export const Matched = z
  .strictObject({
    by: z.enum(['qr_reference', 'creditor_reference', 'invoice_number']),
    invoice_was: z.enum(['open', 'settled']),
  })
  .meta({ id: 'MatchedInvoice' });
