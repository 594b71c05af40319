/** What shows, renders, checks and delivers documents: the functions of the stack `documents`. */
import { type Wiring, WORK } from './wiring.ts';

export const DOCUMENTS = {
  'tenants.administer': {
    context: 'documents', // it keeps their logos, and is no function that a customer waits for
    http: [
      'GET /v1/tenant',
      'POST /v1/legal_entities',
      'GET /v1/legal_entities',
      'GET /v1/legal_entities/{legal_entity_id}',
      'PATCH /v1/legal_entities/{legal_entity_id}',
      'POST /v1/api_keys',
      'GET /v1/api_keys',
      'POST /v1/api_keys/{api_key_id}/rotate',
      'POST /v1/api_keys/{api_key_id}/revoke',
    ],
    touches: { journal: 'append', views: 'read', documents: 'write', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 10,
    does: 'Answers for the tenant, its legal entities and its API keys; keeps their logos.',
  },
  'invoices.read': {
    context: 'documents',
    http: [
      'GET /v1/invoices',
      'GET /v1/invoices/{invoice_id}',
      'GET /v1/invoices/{invoice_id}/lines/{line}/explanation',
      'GET /v1/invoices/{invoice_id}/pdf',
      'POST /v1/invoices/{invoice_id}/credit_notes',
      'GET /v1/credit_notes',
      'GET /v1/credit_notes/{credit_note_id}',
      'GET /v1/credit_notes/{credit_note_id}/pdf',
    ],
    touches: { journal: 'append', views: 'read', documents: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 15,
    does: 'Shows invoices and credit notes, links their PDFs, asks for a credit note.',
  },
  'invoices.correct': {
    context: 'documents',
    http: ['POST /v1/invoices/{invoice_id}/correct'],
    touches: { journal: 'append', profiles: 'read', secrets: ['pepper'] },
    timeoutSeconds: 15,
    does: 'Takes the wish to replace an invoice by a corrected one.',
  },
  'e_invoices.read': {
    context: 'documents',
    http: [
      'GET /v1/invoices/{invoice_id}/xml',
      'GET /v1/invoices/{invoice_id}/validation',
      'GET /v1/credit_notes/{credit_note_id}/xml',
      'GET /v1/credit_notes/{credit_note_id}/validation',
      'POST /v1/documents/validate',
    ],
    touches: { journal: 'read', documents: 'read', secrets: ['pepper', 'cursor'] },
    timeoutSeconds: 15,
    does: "Answers documents as XML, the reports on them, and a report on anybody's e-invoice.",
  },
  'documents.render': {
    context: 'documents',
    facts: ['invoice.issued', 'credit_note.issued'],
    touches: { journal: 'append', documents: 'write' },
    timeoutSeconds: 60,
    memoryMegabytes: 512,
    batch: WORK,
    does: 'Renders and seals the PDF of an issued document, and has it mailed where that is wished.',
  },
  'documents.deliver': {
    context: 'documents',
    facts: ['delivery.requested'],
    touches: { journal: 'append', profiles: 'read', documents: 'read', mail: true },
    timeoutSeconds: 60,
    batch: { size: 1, windowSeconds: 0, concurrencyMax: 5 },
    does: 'Mails an issued document to its customer.',
  },
  'deliveries.keep': {
    context: 'documents',
    http: [
      'POST /v1/invoices/{invoice_id}/send',
      'GET /v1/invoices/{invoice_id}/deliveries',
      'POST /v1/credit_notes/{credit_note_id}/send',
      'GET /v1/credit_notes/{credit_note_id}/deliveries',
    ],
    touches: { journal: 'append', profiles: 'read', secrets: ['pepper'] },
    timeoutSeconds: 10,
    does: 'Takes the wish to mail an issued document and shows what became of it.',
  },
  'documents.preview': {
    context: 'documents',
    http: [
      'GET /v1/orders/{order_id}/pro_forma',
      'GET /v1/payments/{payment_id}/receipt',
      'GET /v1/subscriptions/{subscription_id}/next_invoice',
    ],
    touches: { journal: 'read', profiles: 'read', usage: true, documents: 'write', secrets: ['pepper'] },
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    does: 'Prints the pro forma of an order and of what a subscription is invoiced next, and the receipt of a payment.',
  },
} as const satisfies Readonly<Record<string, Wiring>>;
