/** Which invoice a structured payment reference belongs to: one row an invoice that bears one, written once. */
import type { InvoiceFact } from '../domain/invoices/states.ts';
import type { Commit, ViewRow, Views } from '../ports.ts';

/** What the row says. */
export type ReferenceListed = { readonly invoice: string };

const SORT_KEY = 'invoice';

/** The row of the commit that issues an invoice with a reference of its own; no other has one. */
export function referenceRows({ tenant, id, facts }: Commit): readonly ViewRow[] {
  const issued = facts.find(({ type }) => type === 'invoice.issued');
  if (!issued) return [];
  const { reference } = issued.data as Extract<InvoiceFact, { type: 'invoice.issued' }>['data']; // found by its type
  if (reference === undefined) return [];
  const data: ReferenceListed = { invoice: id };

  return [{ pk: partition(tenant, reference), sk: SORT_KEY, version: 1, data }];
}

/** The invoice that bears a reference, or undefined where none is known. */
export async function invoiceReferred(
  views: Views,
  tenant: string,
  reference: string,
): Promise<string | undefined> {
  const row = await views.get(partition(tenant, reference), SORT_KEY);

  return row && (row.data as ReferenceListed).invoice; // written by referenceRows alone
}

/** A partition for each, so that a run of many invoices heats none. */
function partition(tenant: string, reference: string): string {
  return `${tenant}#references#${reference}`;
}
