/** By which rules a numbered document is recorded, by the kind of its series. */
import { creditNotes, invoices } from '../domain/invoices.ts';
import { selfBilledInvoices } from '../domain/self-billing.ts';

/** The decider of each kind of document. */
export const ISSUED_BY = {
  invoice: invoices,
  credit_note: creditNotes,
  self_billed_invoice: selfBilledInvoices,
} as const;
