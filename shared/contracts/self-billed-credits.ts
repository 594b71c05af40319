/** Credit notes to self-billed invoices on the wire. */
import * as z from 'zod';
import { id, listOf, ListQuery, MoneyBody } from './common.ts';
import { CreditedLines, CreditReason } from './credit-requests.ts';
import { documentFigures, listedDocument, RetainedUntil } from './document-figures.ts';
import { DocumentLink } from './documents.ts';
import { DocumentValidation, EInvoiceQuery } from './e-invoices.ts';
import { route } from './route.ts';
import { ReverseCharge } from './self-billing.ts';

/** Takes a self-billed invoice back: the lines named, or all that is not taken back yet. */
export const NewSelfBilledCreditNote = z
  .strictObject({
    reason: CreditReason,
    /** How much of which line: an amount, net, or a quantity of what was supplied. Left out, all that is left. */
    lines: CreditedLines.optional(),
  })
  .meta({ id: 'NewSelfBilledCreditNote' });

/** A parsed `NewSelfBilledCreditNote`. */
export type NewSelfBilledCreditNote = z.infer<typeof NewSelfBilledCreditNote>;

/** A credit note that was asked for and will be issued. */
export const SelfBilledCreditNoteRequest = z
  .strictObject({
    id: id('selfBilledCreditNote'),
    object: z.literal('self_billed_credit_note_request'),
    invoice: id('selfBilledInvoice'),
    status: z.literal('requested'),
  })
  .meta({ id: 'SelfBilledCreditNoteRequest' });

/** A credit note to a self-billed invoice as answered; `customer` is the supplier. */
export const SelfBilledCreditNote = z
  .strictObject({
    id: id('selfBilledCreditNote'),
    object: z.literal('self_billed_credit_note'),
    ...documentFigures,
    invoice: id('selfBilledInvoice'),
    reason: z.string(),
    reverse_charge: ReverseCharge,
    retained_until: RetainedUntil,
  })
  .meta({ id: 'SelfBilledCreditNote' });

/** A parsed `SelfBilledCreditNote`. */
export type SelfBilledCreditNote = z.infer<typeof SelfBilledCreditNote>;

/** One in a list. */
export const SelfBilledCreditNoteRow = z
  .strictObject({
    id: id('selfBilledCreditNote'),
    object: z.literal('self_billed_credit_note'),
    ...listedDocument,
    total: MoneyBody,
    invoice: id('selfBilledInvoice'),
  })
  .meta({ id: 'SelfBilledCreditNoteRow' });

/** A parsed `SelfBilledCreditNoteRow`. */
export type SelfBilledCreditNoteRow = z.infer<typeof SelfBilledCreditNoteRow>;

const tag = 'Self-billing';
const read = { method: 'GET', tag, scope: 'invoices:read', idempotency: 'none', status: 200 } as const;

/** The routes of credit notes to self-billed invoices. */
export const selfBilledCreditRoutes = {
  credit: route({
    method: 'POST',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/credit_notes',
    summary: 'Take a self-billed invoice back, as a whole or in part (261)',
    tag,
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewSelfBilledCreditNote,
    answer: SelfBilledCreditNoteRequest,
    status: 202,
    refusals: [
      'self_billed_invoice.not_found',
      'self_billed_invoice.objected',
      'invoice.already_credited',
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
    ...read,
    path: '/v1/self_billed_credit_notes',
    summary: 'List credit notes to self-billed invoices',
    query: ListQuery,
    answer: listOf(SelfBilledCreditNoteRow, 'SelfBilledCreditNoteList'),
    refusals: ['cursor.invalid'],
  }),
  getNote: route({
    ...read,
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}',
    summary: 'Show a credit note to a self-billed invoice',
    answer: SelfBilledCreditNote,
    refusals: ['self_billed_credit_note.not_found'],
  }),
  notePdf: route({
    ...read,
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}/pdf',
    summary: 'A short-lived link to the PDF of a credit note to a self-billed invoice',
    answer: DocumentLink,
    refusals: ['self_billed_credit_note.not_found', 'document.in_progress'],
  }),
  noteXml: route({
    ...read,
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}/xml',
    summary: 'A credit note to a self-billed invoice as XML, where the format takes such documents',
    xml: 'answer',
    query: EInvoiceQuery,
    answer: z.string(),
    refusals: ['self_billed_credit_note.not_found', 'document.not_compliant'],
  }),
  noteValidation: route({
    ...read,
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}/validation',
    summary: 'The report on a credit note to a self-billed invoice, and the formats it can be had in',
    answer: DocumentValidation,
    refusals: ['self_billed_credit_note.not_found'],
  }),
};
