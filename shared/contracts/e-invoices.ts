/** E-invoices on the wire: documents as XML, and the reports of their checks. */
import * as z from 'zod';
import { route } from './route.ts';

/** A sentence in English and in German. */
const Sentence = z.strictObject({ en: z.string(), de: z.string() }).meta({ id: 'Sentence' });

/** One thing that a check found. */
export const ValidationFinding = z
  .strictObject({
    rule: z.string().meta({ example: 'BR-CO-15' }),
    /** No e-invoice at all, a rule of the standard, or content that the law asks for. */
    class: z.enum(['format', 'business', 'content']),
    severity: z.enum(['fatal', 'warning']),
    /** The path of business terms of EN 16931. */
    field: z.string().meta({ example: 'BG-25[2]/BT-131' }),
    value: z.string(),
    message: Sentence,
    remedy: Sentence,
  })
  .meta({ id: 'ValidationFinding' });

/** Formats in which a document can be had. */
export const EInvoiceFormat = z.enum(['cii', 'ubl', 'xrechnung_cii', 'xrechnung_ubl', 'peppol']).meta({
  id: 'EInvoiceFormat',
  description:
    '`cii` is what the PDF carries (Factur-X, EN 16931); `peppol` is BIS Billing 3.0, of self-billed documents BIS Self-Billing 3.0',
});

/** A parsed format. */
export type EInvoiceFormat = z.infer<typeof EInvoiceFormat>;

/** The report that was stored with one of our documents, and in which formats it can be had. */
export const DocumentValidation = z
  .strictObject({
    object: z.literal('document_validation'),
    number: z.string(),
    is_valid: z.boolean(),
    findings: z.array(ValidationFinding),
    formats: z.array(
      z.strictObject({
        format: EInvoiceFormat,
        is_available: z.boolean(),
        findings: z.array(ValidationFinding),
      }),
    ),
  })
  .meta({ id: 'DocumentValidation' });

/** A stored report as answered. */
export type DocumentValidation = z.infer<typeof DocumentValidation>;

/** The report on a document of anybody's. */
export const ValidationReport = z
  .strictObject({
    object: z.literal('validation_report'),
    number: z.string(),
    syntax: z.enum(['cii', 'ubl']),
    specification: z.string(),
    profile: z.enum(['en16931', 'xrechnung', 'peppol', 'peppol_self_billing']),
    is_valid: z.boolean(),
    findings: z.array(ValidationFinding),
  })
  .meta({ id: 'ValidationReport' });

/** A report as answered. */
export type ValidationReport = z.infer<typeof ValidationReport>;

/** Which format is asked for. */
/** Which format a document is asked for in. */
export const EInvoiceQuery = z.strictObject({ format: EInvoiceFormat.default('cii') });

const XmlAnswer = z.string().meta({ description: 'The document as XML' });
const XmlBody = z.string().meta({ description: 'An e-invoice: UN/CEFACT CII D16B or OASIS UBL 2.1' });

const tag = 'E-invoices';

/** The routes of e-invoices. */
export const eInvoiceRoutes = {
  invoiceXml: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}/xml',
    summary: 'An invoice as XML',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    query: EInvoiceQuery,
    answer: XmlAnswer,
    xml: 'answer',
    status: 200,
    refusals: ['invoice.not_found', 'document.not_compliant'],
  }),
  noteXml: route({
    method: 'GET',
    path: '/v1/credit_notes/{credit_note_id}/xml',
    summary: 'A credit note as XML',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    query: EInvoiceQuery,
    answer: XmlAnswer,
    xml: 'answer',
    status: 200,
    refusals: ['credit_note.not_found', 'document.not_compliant'],
  }),
  invoiceValidation: route({
    method: 'GET',
    path: '/v1/invoices/{invoice_id}/validation',
    summary: 'The report on an invoice, and the formats it can be had in',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentValidation,
    status: 200,
    refusals: ['invoice.not_found'],
  }),
  noteValidation: route({
    method: 'GET',
    path: '/v1/credit_notes/{credit_note_id}/validation',
    summary: 'The report on a credit note, and the formats it can be had in',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentValidation,
    status: 200,
    refusals: ['credit_note.not_found'],
  }),
  validate: route({
    method: 'POST',
    path: '/v1/documents/validate',
    summary: "Check anybody's e-invoice",
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    body: XmlBody,
    xml: 'body',
    answer: ValidationReport,
    status: 200,
    refusals: [
      'xml.doctype_refused',
      'xml.entity_refused',
      'xml.malformed',
      'xml.not_an_invoice',
      'xml.too_deep',
      'xml.too_large',
      'xml.too_many',
    ],
  }),
};
