import type { PaymentOutcome } from '../../ports.ts';

/** An outcome, of a payment or a refund, of which nothing is certain but the reason why. */
export type Unknown = { readonly status: 'unknown'; readonly reason: string };

const RANKS = ['settled', 'accepted', 'action_required', 'unknown', 'failed', 'cancelled'] as const;

/** Nothing certain, for that reason. */
export function unknown(reason: string): Unknown {
  return { status: 'unknown', reason };
}

/** Of all that is known of one payment the one that counts: money that moved before money that may yet move. */
export function bestOutcome(outcomes: readonly PaymentOutcome[]): PaymentOutcome {
  for (const rank of RANKS) {
    const found = outcomes.find((outcome) => outcome.status === rank);
    if (found !== undefined) return found;
  }
  return { status: 'absent' };
}
