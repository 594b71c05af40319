/** What an invoice stands between: the one that it replaces and the one that replaces it, and what its buyer's place stands on. */
import type { Invoice as InvoiceBody } from '../../contracts/documents.ts';
import type { Invoice } from '../invoices/states.ts';
import { answerPlaceProof } from './place-evidence.ts';

/** The relations as answered. */
export function answerRelations({
  corrects,
  correctedBy,
  place,
}: Exclude<Invoice, { status: 'none' }>): Pick<InvoiceBody, 'corrects' | 'corrected_by' | 'place_proof'> {
  return {
    corrects: corrects?.invoice ?? null,
    corrected_by: correctedBy ?? null,
    place_proof: answerPlaceProof(place),
  };
}
