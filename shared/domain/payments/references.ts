/** What a bank tells of a transfer, read: a structured reference with its check digits, or words. */
import { qrReference, rfReference } from '../../kernel/check-digits.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';

/** By what an invoice was found. */
export type MatchedBy = 'qr_reference' | 'creditor_reference' | 'invoice_number';

/** How a transfer found its invoice; of a settled one its money stays unapplied, until somebody says what it is for. */
export type Matched = { readonly by: MatchedBy; readonly invoiceWas: 'open' | 'settled' };

/** A structured reference without blanks, in capitals; or words. */
export type ToldReference =
  | { readonly by: 'qr_reference' | 'creditor_reference'; readonly reference: string }
  | { readonly by: 'invoice_number'; readonly words: string };

const QR_REFERENCE = /^\d{27}$/;
/** ISO 11649: RF, two check digits, at most 21 letters and digits. */
const CREDITOR_REFERENCE = /^RF\d\d[0-9A-Z]{1,21}$/;

/** Reads what was told; `payment.reference_malformed` where it is built like a structured one and its check digits are wrong. */
export function readReference(told: string): Result<ToldReference> {
  const words = told.normalize('NFKC').toUpperCase();
  const reference = words.replace(/\s+/gu, '');
  if (QR_REFERENCE.test(reference))
    return qrReference(reference.slice(0, -1)) === reference
      ? ok({ by: 'qr_reference', reference })
      : malformed();
  if (CREDITOR_REFERENCE.test(reference))
    return rfReference(reference.slice(4)) === reference
      ? ok({ by: 'creditor_reference', reference })
      : malformed();

  return ok({ by: 'invoice_number', words });
}

function malformed() {
  return refuse('payment.reference_malformed', 'The check digits of this reference are wrong.', {
    pointer: '#/reference',
    hint: 'Compare it with the bank statement digit by digit, or name the invoice or the customer.',
  });
}
