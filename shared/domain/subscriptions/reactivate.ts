/** Taking a cancellation back before the service has stopped; whoever comes later orders anew. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type CivilDate, type Instant, startOfDay } from '../../kernel/time.ts';
import { nextDueOf } from '../billing/owed.ts';
import { periodAt, type Rhythm } from '../billing/rhythm.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/** Asking where nothing is cancelled changes nothing. Refuses with `subscription.ended` once the service has stopped. */
export function reactivated(state: KnownSubscription, at: Instant): Result<readonly SubscriptionFact[]> {
  const { cancellation, nextDueAt } = state;
  if (cancellation === null) return ok([]);
  if (cancellation.endsAt <= at)
    return refuse('subscription.ended', 'This subscription has ended.', {
      hint: 'Order its plan again, with `start_on`.',
    });
  const rhythm = rhythmBehindCut(state);
  const next = lookedAtNext({ ...state, ...(rhythm && { rhythm }), cancellation: null });
  const due = next === nextDueAt ? null : { former: nextDueAt, next };

  return ok([{ type: 'subscription.cancellation_withdrawn', data: { rhythm, due, at } }]);
}

function lookedAtNext(state: KnownSubscription): Instant {
  const { status, startsOn, rhythm, zone } = state;
  if (status === 'pending') return startOfDay(startsOn, zone);

  return status === 'trialing' ? startOfDay(rhythm.start, zone) : nextDueOf(state);
}

/** Where the last period was charged only up to the end, the days up to the next boundary are a shorter period. */
function rhythmBehindCut(state: KnownSubscription): Rhythm | null {
  const { rhythm, nextIndex } = state;
  const start = chargedUntil(state);
  if (start === undefined || nextIndex <= rhythm.firstIndex) return null;
  const { end } = periodAt(rhythm, nextIndex - 1);

  return start < end ? { ...rhythm, start, anchor: end, merged: false, firstIndex: nextIndex } : null;
}

/** In arrears the last bill may be made on the day of the end, by a clock that is ahead of the one that withdraws it. */
function chargedUntil({
  charge,
  charged,
  cancellation,
  nextIndex,
  billedUntil = '',
}: KnownSubscription): CivilDate | undefined {
  if (charge === 'in_advance') return charged.at(-1)?.end;
  const isBilled = cancellation !== null && nextIndex >= cancellation.periods;

  // What another system billed was not cut.
  return isBilled && billedUntil < cancellation.endsOn ? cancellation.endsOn : undefined;
}
