/** Cancelling: how many periods stay owed, and when the service stops. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { startOfDay } from '../../kernel/time.ts';
import { isEndReached, isUsageLeft, nextDueOf } from '../billing/owed.ts';
import { periodAt, periodIndexOn } from '../billing/rhythm.ts';
import type { Cancellation, KnownSubscription, SubscriptionFact } from '../subscriptions.ts';

type Asked = { readonly when: 'period_end' | 'now'; readonly at: Instant; readonly today: CivilDate };

/**
 * Either way every period that has begun stays owed, of one charged in arrears the days of service, so what is billed
 * does not depend on when billing came by. Asking again, or for a later end than the one on file, changes nothing.
 */
export function cancelled(state: KnownSubscription, asked: Asked): readonly SubscriptionFact[] {
  const { at } = asked;
  const former = state.cancellation;
  const scheduled = cancellationOf(state, asked);
  if (former && former.endsAt <= scheduled.endsAt) return [];

  const then = { ...state, cancellation: scheduled };
  const isOwed = scheduled.periods > state.nextIndex || isUsageLeft(then);
  const next = isOwed ? nextDueOf(then) : state.nextDueAt;
  const due = next === state.nextDueAt ? {} : { due: { former: state.nextDueAt, next } };
  const { endsOn } = scheduled;
  const isOver = isEndReached(then, at);

  return [
    { type: 'subscription.cancellation_scheduled', data: { ...scheduled, ...due, at } },
    ...(isOver ? [{ type: 'subscription.ended', data: { reason: 'cancelled', endsOn, at } } as const] : []),
  ];
}

function cancellationOf(state: KnownSubscription, { when, at, today }: Asked): Cancellation {
  const { endsOn, periods } = endOf(state, when, today);
  const endsAt = endsOn <= today ? at : startOfDay(endsOn, state.zone);

  return { when, periods, endsOn, endsAt: when === 'now' ? at : endsAt, credit: 'none' };
}

function endOf(
  state: KnownSubscription,
  when: Asked['when'],
  today: CivilDate,
): { readonly endsOn: CivilDate; readonly periods: number } {
  const { status, rhythm, nextIndex, charge, pausedFrom } = state;
  if (status === 'pending') return { endsOn: today, periods: nextIndex };
  if (status === 'trialing') return { endsOn: when === 'now' ? today : rhythm.start, periods: nextIndex };
  const billedLast = charge === 'in_advance' ? nextIndex - 1 : nextIndex;
  // A clock that lags behind the one that billed must not end what is billed already.
  const current = Math.max(periodIndexOn(rhythm, today), billedLast, rhythm.firstIndex);
  // A pause that has not begun by then leaves an end at once as it is: of a day not begun nothing is owed.
  const isPaused = pausedFrom !== null && (when !== 'now' || pausedFrom <= today);
  if (isPaused) {
    const owed = periodIndexOn(rhythm, pausedFrom);
    return {
      endsOn: when === 'now' || today > pausedFrom ? today : pausedFrom,
      periods: Math.max(owed, nextIndex),
    };
  }
  const { start, end } = periodAt(rhythm, current);
  const isUnused = charge === 'in_arrears' && when === 'now' && today <= start;

  return { endsOn: when === 'now' ? today : end, periods: isUnused ? current : current + 1 };
}
