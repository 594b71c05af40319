/** The delivery of issued documents by mail, on the wire. */
import * as z from 'zod';
import { InstantBody } from './common.ts';
import { route } from './route.ts';

/** One mail of a document. The address is the customer's, and is not repeated here. */
export const Delivery = z
  .strictObject({
    object: z.literal('delivery'),
    document: z.string(),
    /** Counts the mails of the document from 1. */
    send: z.int(),
    /** Whether it was sent because the document is mailed by itself, and nobody asked for it. */
    automatic: z.boolean(),
    /** `unknown`: it may have arrived; it is not repeated unless it is asked for. */
    status: z.enum(['requested', 'sending', 'sent', 'failed', 'unknown']),
    requested_at: InstantBody,
    updated_at: InstantBody,
    /** Why it is not sent, or not yet. */
    failure_code: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

/** A parsed `Delivery`. */
export type Delivery = z.infer<typeof Delivery>;

/** All mails of a document, oldest first. */
export const Deliveries = z.strictObject({ data: z.array(Delivery) }).meta({ id: 'DeliveryList' });

const REFUSALS = ['delivery.in_progress', 'delivery.too_many', 'delivery.address_missing', 'customer.erased'];

/** The routes of deliveries. */
export const deliveryRoutes = {
  sendInvoice: route({
    method: 'POST',
    path: '/v1/invoices/{invoice_id}/send',
    summary: 'Send an invoice to the customer by mail',
    tag: 'Invoices',
    scope: 'invoices:write',
    idempotency: 'required',
    answer: Delivery,
    status: 202,
    refusals: ['invoice.not_found', ...REFUSALS],
  }),
  ofInvoice: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}/deliveries',
    summary: 'List the mails by which an invoice was sent',
    tag: 'Invoices',
    scope: 'invoices:read',
    idempotency: 'none',
    answer: Deliveries,
    status: 200,
    refusals: ['invoice.not_found'],
  }),
  sendNote: route({
    method: 'POST',
    path: '/v1/credit_notes/{credit_note_id}/send',
    summary: 'Send a credit note to the customer by mail',
    tag: 'Credit notes',
    scope: 'invoices:write',
    idempotency: 'required',
    answer: Delivery,
    status: 202,
    refusals: ['credit_note.not_found', ...REFUSALS],
  }),
  ofNote: route({
    method: 'GET',
    path: '/v1/credit_notes/{credit_note_id}/deliveries',
    summary: 'List the mails by which a credit note was sent',
    tag: 'Credit notes',
    scope: 'invoices:read',
    idempotency: 'none',
    answer: Deliveries,
    status: 200,
    refusals: ['credit_note.not_found'],
  }),
  sendSelfBilled: route({
    method: 'POST',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/send',
    summary: 'Send a self-billed invoice to its supplier by mail',
    tag: 'Self-billing',
    scope: 'invoices:write',
    idempotency: 'required',
    answer: Delivery,
    status: 202,
    refusals: ['self_billed_invoice.not_found', ...REFUSALS],
  }),
  ofSelfBilled: route({
    method: 'GET',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/deliveries',
    summary: 'List the mails by which a self-billed invoice was sent',
    tag: 'Self-billing',
    scope: 'invoices:read',
    idempotency: 'none',
    answer: Deliveries,
    status: 200,
    refusals: ['self_billed_invoice.not_found'],
  }),
  sendSelfBilledNote: route({
    method: 'POST',
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}/send',
    summary: 'Send a credit note to a self-billed invoice to its supplier by mail',
    tag: 'Self-billing',
    scope: 'invoices:write',
    idempotency: 'required',
    answer: Delivery,
    status: 202,
    refusals: ['self_billed_credit_note.not_found', ...REFUSALS],
  }),
  ofSelfBilledNote: route({
    method: 'GET',
    path: '/v1/self_billed_credit_notes/{self_billed_credit_note_id}/deliveries',
    summary: 'List the mails by which a credit note to a self-billed invoice was sent',
    tag: 'Self-billing',
    scope: 'invoices:read',
    idempotency: 'none',
    answer: Deliveries,
    status: 200,
    refusals: ['self_billed_credit_note.not_found'],
  }),
};
