/** What is owed by self-billed invoices on the wire: lists, payments, and the objection of a supplier. */
import * as z from 'zod';
import { CivilDateBody, id, listOf, ListQuery, MoneyBody, unprintedText } from './common.ts';
import { listedDocument } from './document-figures.ts';
import { route } from './route.ts';
import { SelfBilledInvoice } from './self-billing.ts';

/** The supplier does not agree with a self-billed invoice. */
export const NewObjection = z
  .strictObject({
    /** The day on which the objection arrived. */
    objected_on: CivilDateBody,
  })
  .meta({ id: 'NewObjection' });

/** A parsed `NewObjection`. */
export type NewObjection = z.infer<typeof NewObjection>;

/** A bank transfer to the supplier that was made. */
export const NewPayablePayment = z
  .strictObject({
    amount: MoneyBody,
    paid_on: CivilDateBody,
    /** How the bank names the transfer. */
    reference: unprintedText(140),
  })
  .meta({ id: 'NewPayablePayment' });

/** A parsed `NewPayablePayment`. */
export type NewPayablePayment = z.infer<typeof NewPayablePayment>;

/** A self-billed invoice in a list; `customer` is the supplier. */
export const SelfBilledInvoiceRow = z
  .strictObject({
    id: id('selfBilledInvoice'),
    object: z.literal('self_billed_invoice'),
    ...listedDocument,
    due_date: CivilDateBody,
    total: MoneyBody,
    open: MoneyBody,
    objected_on: CivilDateBody.nullable(),
  })
  .meta({ id: 'SelfBilledInvoiceRow' });

/** A parsed `SelfBilledInvoiceRow`. */
export type SelfBilledInvoiceRow = z.infer<typeof SelfBilledInvoiceRow>;

const parties = { legal_entity: id('legalEntity').optional(), supplier: id('customer').optional() };

/** Which self-billed invoices are listed. A page may hold few rows, or none, and still go on. */
export const SelfBilledQuery = z.strictObject({
  ...ListQuery.shape,
  ...parties,
  /** `open`: something is owed; `settled`: nothing is; `objected`: the supplier objected. */
  state: z.enum(['open', 'settled', 'objected']).optional(),
});

/** A parsed `SelfBilledQuery`. */
export type SelfBilledQuery = z.infer<typeof SelfBilledQuery>;

/** Which payables are listed. */
export const PayableQuery = z.strictObject({
  ...ListQuery.shape,
  ...parties,
  due_by: CivilDateBody.optional(),
});

/** A parsed `PayableQuery`. */
export type PayableQuery = z.infer<typeof PayableQuery>;

/** Which payables are ordered at the bank. */
export const TransferQuery = z.strictObject({
  legal_entity: id('legalEntity'),
  supplier: id('customer').optional(),
  /** The last day of what is due. */
  due_by: CivilDateBody,
  /** The day on which the bank is to pay; today where it is left out. */
  execute_on: CivilDateBody.optional(),
});

/** A parsed `TransferQuery`. */
export type TransferQuery = z.infer<typeof TransferQuery>;

/** Transfers of one order. */
export const TRANSFERS_MAX = 500;

const tag = 'Self-billing';
const rows = listOf(SelfBilledInvoiceRow, 'SelfBilledInvoiceList');
const read = { method: 'GET', tag, scope: 'invoices:read', idempotency: 'none', status: 200 } as const;
const write = { method: 'POST', tag, idempotency: 'required', status: 201 } as const;

/** The routes of payables. */
export const payableRoutes = {
  listInvoices: route({
    ...read,
    path: '/v1/self_billed_invoices',
    summary: 'List self-billed invoices, of a supplier or in a state',
    query: SelfBilledQuery,
    answer: rows,
    refusals: ['cursor.invalid'],
  }),
  listPayables: route({
    ...read,
    path: '/v1/payables',
    summary: 'List what is owed to suppliers by self-billed invoices, the oldest due first',
    query: PayableQuery,
    answer: rows,
    refusals: ['cursor.invalid'],
  }),
  transfers: route({
    ...read,
    path: '/v1/payables/credit_transfers',
    summary: 'What is due to suppliers as a SEPA credit transfer order (pain.001.001.09)',
    scope: 'payments:read',
    xml: 'answer',
    query: TransferQuery,
    answer: z.string(),
    refusals: [
      'legal_entity.unknown',
      'payables.not_in_euro',
      'payables.account_missing',
      'payables.nothing_due',
      'payables.too_many',
      'payables.day_passed',
    ],
  }),
  object: route({
    ...write,
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/objection',
    summary: 'Record that the supplier objected: the document is an invoice no more',
    scope: 'invoices:write',
    body: NewObjection,
    answer: SelfBilledInvoice,
    refusals: [
      'self_billed_invoice.not_found',
      'self_billed_invoice.objected',
      'self_billed_invoice.day_out_of_range',
    ],
  }),
  pay: route({
    ...write,
    path: '/v1/self_billed_invoices/{self_billed_invoice_id}/payments',
    summary: 'Record a bank transfer to the supplier, of the whole or of a part',
    scope: 'payments:write',
    body: NewPayablePayment,
    answer: SelfBilledInvoice,
    refusals: [
      'self_billed_invoice.not_found',
      'self_billed_invoice.payment_exceeds',
      'self_billed_invoice.too_many_payments',
      'self_billed_invoice.day_out_of_range',
      'payment.currency_differs',
      'money.currency_unknown',
      'money.malformed',
      'money.too_precise',
      'money.too_large',
    ],
  }),
};
