/** Asking for a credit note on the wire. */
import * as z from 'zod';
import { id, positiveDecimal } from './common.ts';

/** Lines that one credit note may take back in part. */
export const CREDITED_LINES_MAX = 100;

/** What a credit note does first. */
export const CreditEffect = z.enum(['credit_balance', 'refund', 'cancel_debt']);

/** How much of which line: an amount, or a quantity of what was sold. */
export const CreditedLines = z
  .array(
    z.union([
      z.strictObject({ line: z.int().min(1), amount: positiveDecimal(4, '25.00') }),
      z.strictObject({ line: z.int().min(1), quantity: positiveDecimal(6, '2') }),
    ]),
  )
  .min(1)
  .max(CREDITED_LINES_MAX);

/** Why an invoice is taken back. */
export const CreditReason = z.enum(['cancelled', 'returned', 'wrong', 'goodwill']);

/** Takes an invoice back: the lines named, or all that is not taken back yet. */
export const NewCreditNote = z
  .strictObject({
    reason: CreditReason,
    /**
     * What it does first: lower what is open of the invoice; go back to the payer, never more than was paid; or stay as credit
     * on the account, and the invoice is owed as before.
     */
    effect: CreditEffect.default('cancel_debt'),
    /** What becomes of what is left after that: it stays as credit on the account, goes back to the payer, or lowers what else is open, the oldest due first. */
    remainder: z.enum(['credit', 'refund', 'offset']).default('credit'),
    /**
     * How much of which line: an amount in the invoice's currency, net, or gross where its `price_basis` is, or a quantity of
     * what was sold; allowances and charges on the whole follow. Left out, all that is left.
     */
    lines: CreditedLines.optional(),
  })
  .refine(({ effect, remainder }) => effect !== 'credit_balance' || remainder === 'credit', {
    path: ['remainder'],
    message: 'of a credit balance nothing is left to be given back or offset',
  })
  .meta({ id: 'NewCreditNote' });

/** A parsed `NewCreditNote`. */
export type NewCreditNote = z.infer<typeof NewCreditNote>;

/** A credit note that was asked for and will be issued. */
export const CreditNoteRequest = z
  .strictObject({
    id: id('creditNote'),
    object: z.literal('credit_note_request'),
    invoice: id('invoice'),
    status: z.literal('requested'),
  })
  .meta({ id: 'CreditNoteRequest' });
