/** Invoices and credit notes on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, listOf, MoneyBody } from './common.ts';
import { PLACED } from './place-evidence.ts';
import { REPLACING } from './corrections.ts';
import { CreditEffect, CreditNoteRequest, NewCreditNote } from './credit-requests.ts';
import { PAID_IN_ADVANCE } from './deposits.ts';
import { BILLED, documentFigures, listedDocument, RetainedUntil } from './document-figures.ts';
import { LineExplanation } from './explanations.ts';
import { CreditNoteQuery, InvoiceQuery } from './list-queries.ts';
import { route } from './route.ts';
import { DRAFT_REFUSALS } from './tax.ts';

/** What the money did: nothing yet, in part, in full, or the invoice was taken back. */
export const PaymentStatus = z.enum(['open', 'partly_paid', 'paid', 'credited']);

/** An invoice as answered. */
export const Invoice = z
  .strictObject({
    id: id('invoice'),
    object: z.literal('invoice'),
    ...documentFigures,
    /** Of a deposit, of one delivery among several, the last one of an order with deposits, or of prepaid credits. */
    kind: z.enum(['plain', 'deposit', 'partial', 'final', 'credits']),
    due_date: CivilDateBody,
    ...PAID_IN_ADVANCE,
    order: id('order').nullable(),
    ...BILLED,
    payment_status: PaymentStatus,
    overdue: z.boolean(),
    open: MoneyBody,
    paid: MoneyBody,
    credited: MoneyBody,
    /** The latest of its credit notes. */
    credit_note: id('creditNote').nullable(),
    credit_notes: z.array(id('creditNote')),
    ...REPLACING,
    ...PLACED,
    /** What can still be taken back of each line, in the basis of its prices; lines of which nothing is left are not named. */
    creditable: z.array(
      z.union([
        z.strictObject({ line: z.int(), net: MoneyBody }),
        z.strictObject({ line: z.int(), gross: MoneyBody }),
      ]),
    ),
    retained_until: RetainedUntil,
  })
  .meta({ id: 'Invoice' });

/** A parsed `Invoice`. */
export type Invoice = z.infer<typeof Invoice>;

/** An invoice in a list. */
export const InvoiceRow = z
  .strictObject({
    id: id('invoice'),
    object: z.literal('invoice'),
    ...listedDocument,
    due_date: CivilDateBody,
    total: MoneyBody,
    settled: z.enum(['paid', 'credited', 'mixed']).nullable(),
  })
  .meta({ id: 'InvoiceRow' });

/** A parsed `InvoiceRow`. */
export type InvoiceRow = z.infer<typeof InvoiceRow>;

/** A credit note as answered. */
export const CreditNote = z
  .strictObject({
    id: id('creditNote'),
    object: z.literal('credit_note'),
    ...documentFigures,
    invoice: id('invoice'),
    reason: z.string(),
    effect: CreditEffect,
    remainder: z.enum(['credit', 'refund', 'offset']),
    retained_until: RetainedUntil,
  })
  .meta({ id: 'CreditNote' });

/** A parsed `CreditNote`. */
export type CreditNote = z.infer<typeof CreditNote>;

/** A credit note in a list. */
export const CreditNoteRow = z
  .strictObject({
    id: id('creditNote'),
    object: z.literal('credit_note'),
    ...listedDocument,
    total: MoneyBody,
    invoice: id('invoice'),
  })
  .meta({ id: 'CreditNoteRow' });

/** A parsed `CreditNoteRow`. */
export type CreditNoteRow = z.infer<typeof CreditNoteRow>;

/** A link that ends soon. */
export const DocumentLink = z
  .strictObject({
    url: z.string(),
    expires_at: InstantBody,
    /** SHA-256 of the file as it was archived, in hex; null where it was archived before sums were kept. */
    sha256: z.string().nullable(),
  })
  .meta({ id: 'DocumentLink' });

const tag = 'Invoices';
const NOTES = 'Credit notes';

/** The routes of invoices and credit notes. */
export const documentRoutes = {
  listInvoices: route({
    method: 'GET',
    path: '/v1/invoices',
    summary: 'List invoices, of a customer, a number or in a state',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    query: InvoiceQuery,
    answer: listOf(InvoiceRow, 'InvoiceList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  getInvoice: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}',
    summary: 'Show an invoice',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: Invoice,
    status: 200,
    refusals: ['invoice.not_found'],
  }),
  explainLine: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}/lines/{line}/explanation',
    summary: 'Explain a line of an invoice to the last cent',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: LineExplanation,
    status: 200,
    refusals: ['invoice.not_found', 'invoice_line.not_found'],
  }),
  invoicePdf: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}/pdf',
    summary: 'A short-lived link to the PDF of an invoice',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentLink,
    status: 200,
    refusals: ['invoice.not_found', 'document.in_progress'],
  }),
  proForma: route({
    method: 'GET',
    path: '/v1/orders/{order_id}/pro_forma',
    summary: 'A short-lived link to a pro forma invoice of an order: what would be invoiced today, as a PDF',
    tag: 'Orders',
    scope: 'orders:read',
    idempotency: 'none',
    answer: DocumentLink,
    status: 200,
    refusals: ['order.not_found', 'order.nothing_to_invoice', ...DRAFT_REFUSALS],
  }),
  receipt: route({
    method: 'GET',
    path: '/v1/payments/{payment_id}/receipt',
    summary: 'A short-lived link to the receipt of a payment as a PDF, with the invoices that it paid',
    tag: 'Payments',
    scope: 'payments:read',
    idempotency: 'none',
    answer: DocumentLink,
    status: 200,
    refusals: ['payment.not_found', 'payment.not_settled', 'payment.in_progress', 'customer.erased'],
  }),
  credit: route({
    method: 'POST',
    path: '/v1/invoices/{invoice_id}/credit_notes',
    summary: 'Take an invoice back, as a whole or in part',
    tag,
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewCreditNote,
    answer: CreditNoteRequest,
    status: 202,
    refusals: [
      'invoice.not_found',
      'invoice.already_credited',
      'invoice.deducted',
      'credit_note.of_credits',
      'credit_note.not_divisible',
      'credit_note.line_unknown',
      'credit_note.amount_exceeds',
      'credit_note.quantity_exceeds',
      'credit_note.too_many',
      'money.malformed',
      'money.too_precise',
      'money.too_large',
    ],
  }),
  listNotes: route({
    method: 'GET',
    path: '/v1/credit_notes',
    summary: 'List credit notes, of a customer, a number or an invoice',
    tag: NOTES,
    scope: 'invoices:read',
    idempotency: 'none',
    query: CreditNoteQuery,
    answer: listOf(CreditNoteRow, 'CreditNoteList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  getNote: route({
    method: 'GET',
    path: '/v1/credit_notes/{credit_note_id}',
    summary: 'Show a credit note',
    tag: NOTES,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: CreditNote,
    status: 200,
    refusals: ['credit_note.not_found'],
  }),
  notePdf: route({
    method: 'GET',
    path: '/v1/credit_notes/{credit_note_id}/pdf',
    summary: 'A short-lived link to the PDF of a credit note',
    tag: NOTES,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentLink,
    status: 200,
    refusals: ['credit_note.not_found', 'document.in_progress'],
  }),
};
