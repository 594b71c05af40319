/** The lists of self-billed invoices and of the credit notes to them. */
import type { SelfBilledCreditNote } from '../domain/self-billing/documents.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { listRow } from './lists.ts';

/** What the row of a credit note to a self-billed invoice says; `customer` is the supplier. */
export type SelfBilledCreditListed = {
  readonly number: string;
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  readonly issueDate: string;
  readonly grossMinor: bigint;
  readonly invoice: string;
};

/** Its row, under the date of issue. */
export function selfBilledCreditRows(
  { tenant, id, version }: Commit,
  note: SelfBilledCreditNote,
): readonly ViewRow[] {
  if (note.status === 'none') return [];
  const { number, customer, entity, currency, issueDate: createdAt, grossMinor, invoice } = note;
  const data: SelfBilledCreditListed = {
    ...{ number, customer, entity, currency, issueDate: createdAt, grossMinor, invoice },
  };

  return [listRow({ tenant, list: 'self_billed_credit_notes', id, createdAt, version, data })];
}
