/**
 * Correcting an issued invoice. It stays as it is (Directive 2006/112/EC, Art. 219): in one decision a credit note takes it back
 * as a whole, and a corrected invoice (UNTDID 1001 code 384) with a number of its own states the supply anew and names it.
 */
import { derivedId } from '../../kernel/hash.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { CorrectionWish } from './corrections.ts';
import { creditRequested, isTakenBack, metCredit } from './crediting.ts';
import type { Invoice, InvoiceFact } from './states.ts';

/** Corrections of one supply after each other; each one more is looked through wherever money or an order asks for the last. */
export const REVISIONS_MAX = 9;

type Issued = Exclude<Invoice, { status: 'none' }>;

/** The id of the invoice that corrects another: one each, so that a further correction corrects the correction. */
export function correctedInvoiceOf(tenant: string, invoice: string): string {
  return derivedId('inv', tenant, 'corrected', invoice);
}

/** Takes the invoice back and owes the corrected one; no facts where the same request has asked before. */
export function correct(
  state: Issued,
  { fingerprint, ...correction }: CorrectionWish,
): Result<readonly InvoiceFact[]> {
  const refused = metCredit(state, { fingerprint }) ? undefined : refusedCorrection(state);
  if (refused) return refused;
  const correctedBy = correction.invoice;
  const wish = { reason: 'corrected', remainder: 'credit', fingerprint, correctedBy } as const;
  const credit = creditRequested(state, wish);
  if (!credit.ok) return credit;
  if (!credit.value) return ok([]);

  return ok([
    { type: 'invoice.credit_requested', data: credit.value },
    { type: 'invoice.correction_requested', data: correction },
  ]);
}

/** Why an invoice cannot be corrected, if it cannot. */
export function refusedCorrection(state: Issued): Result<never> | undefined {
  const { correctedBy, kind, deducts = [], deducted, prepaid, corrects } = state;
  if (correctedBy !== undefined)
    return refuse('correction.made_already', 'A corrected invoice replaces this one already.', {
      hint: `Correct ${correctedBy} instead.`,
    });
  if (prepaid)
    return refuse('correction.with_credits', 'An invoice that prepaid credits pay is not corrected.', {
      hint: 'Credit it as a whole, which brings the credits back, and place what is right as a new order.',
    });
  if (kind === 'credits')
    return refuse('correction.of_credits', 'An invoice of prepaid credits is not corrected.', {
      hint: 'Before it is paid, take it back; afterwards, refund the credits that are unused.',
    });
  if (deducted || kind === 'deposit' || kind === 'final' || deducts.length > 0)
    return refuse(
      'correction.with_deposits',
      'A deposit, and an invoice that ends deposits, is not corrected.',
      {
        hint: 'Take it back with a credit note, and place a new order.',
      },
    );
  if (isTakenBack(state)) return refuse('invoice.already_credited', 'This invoice is taken back already.');
  if (state.credits.length > 0)
    return refuse(
      'correction.credited_in_part',
      'A part of this invoice is taken back, so it is not corrected.',
      {
        hint: 'Take back the rest with a credit note, and place a new order.',
      },
    );
  if ((corrects?.revision ?? 0) >= REVISIONS_MAX)
    return refuse('correction.too_many', `A supply is corrected at most ${REVISIONS_MAX} times.`);

  return undefined;
}
