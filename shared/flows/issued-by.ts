/** By which rules a numbered document is recorded, by the kind of its series. */
import { creditNotes, invoices } from '../domain/invoices.ts';
import { selfBilledCreditNotes, selfBilledInvoices } from '../domain/self-billing/documents.ts';

/** The decider of each kind of document. */
export const ISSUED_BY = {
  invoice: invoices,
  credit_note: creditNotes,
  self_billed_invoice: selfBilledInvoices,
  self_billed_credit_note: selfBilledCreditNotes,
} as const;
