/** Self-billing on the wire: who buys writes the invoice in the supplier's name (Directive 2006/112/EC, Art. 224). */
import * as z from 'zod';
import { CivilDateBody, Currency, decimal, id, MoneyBody, positiveDecimal, text } from './common.ts';
import { documentFigures, RetainedUntil } from './document-figures.ts';
import { DocumentLink } from './documents.ts';
import { DocumentValidation, EInvoiceQuery } from './e-invoices.ts';
import { route } from './route.ts';
import { Supply, TaxClass } from './tax.ts';

/** Lines of one self-billed invoice. */
const LINES_MAX = 500;

const SelfBilledLine = z
  .strictObject({
    description: text(200),
    quantity: positiveDecimal(6, '1').refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0'),
    unit: text(20).nullable().default(null),
    /** Major units, net, up to 12 decimals. */
    unit_price: decimal(12, '250.00'),
  })
  .meta({ id: 'SelfBilledLine' });

/** An invoice in the supplier's name. One supply stands on it, so one tax class holds for all lines. */
export const NewSelfBilledInvoice = z
  .strictObject({
    agreement: id('selfBillingAgreement'),
    currency: Currency,
    lines: z.array(SelfBilledLine).min(1).max(LINES_MAX),
    supplied_on: CivilDateBody,
    tax: TaxClass.exclude(['reverse_charge']).default('standard'),
    supply: Supply.default('services'),
    /** The supplier's own, such as the number of a statement. */
    reference: text(100).nullable().default(null),
  })
  .meta({ id: 'NewSelfBilledInvoice' });

/** A parsed `NewSelfBilledInvoice`. */
export type NewSelfBilledInvoice = z.infer<typeof NewSelfBilledInvoice>;

/** What becomes of the request: the invoice has its number a moment later. */
export const SelfBilledInvoiceRequest = z
  .strictObject({
    id: id('selfBilledInvoice'),
    object: z.literal('self_billed_invoice_request'),
    status: z.literal('requested'),
  })
  .meta({ id: 'SelfBilledInvoiceRequest' });

/** What we owe the tax office in the supplier's place; null where the supplier owes its own tax. */
export const ReverseCharge = z.strictObject({ rate: z.string(), tax: MoneyBody }).nullable();

/** What is owed by it; credit notes count from the moment they are asked for. */
export const Payable = z.strictObject({
  open: MoneyBody,
  paid: MoneyBody,
  credited: MoneyBody,
  /** What was paid beyond what is owed, because a credit note came later. */
  overpaid: MoneyBody,
});

/** A self-billed invoice as answered; `customer` is the supplier. */
export const SelfBilledInvoice = z
  .strictObject({
    id: id('selfBilledInvoice'),
    object: z.literal('self_billed_invoice'),
    ...documentFigures,
    agreement: id('selfBillingAgreement'),
    due_date: CivilDateBody,
    reverse_charge: ReverseCharge,
    /** What can still be taken back, line by line. */
    creditable: z.array(z.strictObject({ line: z.int(), net: MoneyBody })),
    /** What takes it back, in order; each exists a moment after it was asked for. */
    credit_notes: z.array(id('selfBilledCreditNote')),
    payable: Payable,
    /** The bank transfers to the supplier, in order. */
    payments: z.array(z.strictObject({ amount: MoneyBody, paid_on: CivilDateBody, reference: z.string() })),
    /** When the supplier objected: since then this is no invoice; null where it did not. */
    objected_on: CivilDateBody.nullable(),
    retained_until: RetainedUntil,
  })
  .meta({ id: 'SelfBilledInvoice' });

/** A parsed `SelfBilledInvoice`. */
export type SelfBilledInvoice = z.infer<typeof SelfBilledInvoice>;

const tag = 'Self-billing';

/** The routes of self-billing. */
export const selfBillingRoutes = {
  bill: route({
    method: 'POST',
    path: '/v1/self_billed_invoices',
    summary: "Issue an invoice in a supplier's name (389)",
    tag,
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewSelfBilledInvoice,
    answer: SelfBilledInvoiceRequest,
    status: 202,
    refusals: [
      'self_billing.not_agreed',
      'self_billing.agreed_later',
      'self_billing.agreement_ended',
      'self_billing.supplier_without_vat_id',
      'self_billing.currency_not_offered',
      'self_billing.tax_not_offered',
      'customer.unknown',
      'customer.erased',
      'tax.rate_unknown',
      'order.amount_too_precise',
      'order.amount_too_large',
      'invoice.negative',
      'document.not_compliant',
    ],
  }),
  getInvoice: route({
    method: 'GET',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}',
    summary: 'Show a self-billed invoice',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: SelfBilledInvoice,
    status: 200,
    refusals: ['self_billed_invoice.not_found'],
  }),
  invoicePdf: route({
    method: 'GET',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/pdf',
    summary: 'A short-lived link to the PDF of a self-billed invoice',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentLink,
    status: 200,
    refusals: ['self_billed_invoice.not_found', 'document.in_progress'],
  }),
  invoiceXml: route({
    method: 'GET',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/xml',
    summary: 'A self-billed invoice as XML, where the format takes such documents',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    xml: 'answer',
    query: EInvoiceQuery,
    answer: z.string(),
    status: 200,
    refusals: ['self_billed_invoice.not_found', 'document.not_compliant'],
  }),
  invoiceValidation: route({
    method: 'GET',
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/validation',
    summary: 'The report on a self-billed invoice, and the formats it can be had in',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    answer: DocumentValidation,
    status: 200,
    refusals: ['self_billed_invoice.not_found'],
  }),
};
