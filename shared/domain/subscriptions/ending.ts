/** The end of a subscription, and what of the charges made in advance it gives back. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { creditLine, daysOfChange, netSum } from '../billing/lines.ts';
import { drawnFrom } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import type { Cancellation, KnownSubscription, Settlement } from './states.ts';

/** The first day that is not charged any more when the service stops on a day: the plan's rule for the day of a change. */
export function unchargedFrom(endsOn: CivilDate, { rules }: Pick<KnownSubscription, 'rules'>): CivilDate {
  return daysOfChange(endsOn, rules).creditFrom;
}

/** What was charged for days behind the end, as lines that give it back; none where the cancellation says so. */
export function unusedLines(
  state: KnownSubscription,
  { endsOn, credit }: Pick<Cancellation, 'endsOn' | 'credit'>,
): readonly BilledLine[] {
  if (credit === 'none') return [];
  const from = unchargedFrom(endsOn, state);

  return state.charged.flatMap((line) => creditLine(line, from, state.currency) ?? []);
}

/** What a cancellation gives back; credit that earlier bills left is the customer's, whatever it says of unused days. */
export function settlementOf(state: KnownSubscription, cancellation: Cancellation): Settlement | null {
  const wantedMinor = state.creditMinor - netSum(unusedLines(state, cancellation));
  const notes = drawnFrom(state, wantedMinor);
  const { credit } = cancellation;

  return notes.length === 0 ? null : { remainder: credit === 'none' ? 'credit' : credit, notes };
}

/** The fact that it has ended. */
export function endedBy(
  state: KnownSubscription,
  { cancellation, at }: { readonly cancellation: Cancellation; readonly at: Instant },
): Extract<SubscriptionFact, { readonly type: 'subscription.ended' }> {
  const settlement = settlementOf(state, cancellation);
  const { endsOn } = cancellation;

  return {
    type: 'subscription.ended',
    data: { reason: 'cancelled', endsOn, ...(settlement && { settlement }), at },
  };
}
