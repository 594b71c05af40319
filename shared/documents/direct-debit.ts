/** Whether an invoice is announced as a SEPA direct debit, and of what. */
import type { DocumentModel } from './model.ts';

/** What a direct debit stands on: the seller's identifier, and the mandate of the version of the buyer's profile. */
export type DebitTerms = {
  readonly creditor: string | null;
  readonly mandate: { readonly reference: string; readonly iban: string } | null;
};

/**
 * The direct debit of an invoice; null where one of both has no part in the scheme, where it is not in euro, which is all that the scheme
 * moves (Regulation (EU) 260/2012), or where nothing is to be paid.
 */
export function directDebitOf(
  { creditor, mandate }: DebitTerms,
  of: { readonly currency: string; readonly dueMinor: bigint },
): DocumentModel['directDebit'] {
  if (creditor === null || mandate === null || of.currency !== 'EUR' || of.dueMinor <= 0n) return null;

  return { mandate: mandate.reference, creditor, iban: mandate.iban };
}

/** An account as it is printed: its owner knows it by the beginning and the end. */
export function maskedIban(iban: string): string {
  return `${iban.slice(0, 4)} … ${iban.slice(-4)}`;
}
