/** The lists of invoices and credit notes. */
import type { CreditNote, Invoice } from '../domain/invoices/states.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of an invoice says; whether it is settled is the account's answer, echoed here. */
export type InvoiceListed = {
  readonly number: string;
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly grossMinor: bigint;
  readonly settledBy: 'paid' | 'credited' | 'mixed' | null;
};

/** What the row of a credit note says. */
export type CreditNoteListed = Omit<InvoiceListed, 'dueDate' | 'settledBy'> & { readonly invoice: string };

/** What an invoice is listed as. */
export function listedInvoice(invoice: Exclude<Invoice, { status: 'none' }>): InvoiceListed {
  const { number, customer, entity, currency, issueDate, dueDate, grossMinor, settledBy } = invoice;

  return { number, customer, entity, currency, issueDate, dueDate, grossMinor, settledBy };
}

/** The row of an invoice. It is listed under the date of issue, which every version knows. */
export function invoiceRows(commit: Commit, invoice: Invoice): readonly ViewRow[] {
  if (invoice.status === 'none') return [];

  return [
    listRow({
      tenant: commit.tenant,
      list: 'invoices',
      id: commit.id,
      createdAt: invoice.issueDate,
      version: commit.version,
      data: listedInvoice(invoice),
    }),
  ];
}

/** What a credit note is listed as. */
export function listedCreditNote(note: Exclude<CreditNote, { status: 'none' }>): CreditNoteListed {
  const { number, customer, entity, currency, issueDate, grossMinor, invoice } = note;

  return { number, customer, entity, currency, issueDate, grossMinor, invoice };
}

/** The row of a credit note. */
export function creditNoteRows(commit: Commit, note: CreditNote): readonly ViewRow[] {
  if (note.status === 'none') return [];
  return [
    listRow({
      tenant: commit.tenant,
      list: 'credit_notes',
      id: commit.id,
      createdAt: note.issueDate,
      version: commit.version,
      data: listedCreditNote(note),
    }),
  ];
}
