/** Pausing: the period that runs stays owed, none that begins afterwards is; resuming begins with the day it is asked for. */
import { refuse, ok, type Result } from '../../kernel/result.ts';
import { type CivilDate, type Instant, localDate } from '../../kernel/time.ts';
import { dueAtOf, isAnythingLeft, isUsageLeft, nextDueOf } from '../billing/owed.ts';
import { periodAt, periodIndexOn, type Rhythm } from '../billing/rhythm.ts';
import type { GoneOn, SubscriptionFact } from './facts.ts';
import { runningPeriod } from './running.ts';
import type { KnownSubscription } from './states.ts';

type Facts = Result<readonly SubscriptionFact[]>;

/** From the end of the period that runs. Refuses what has not begun, what will end, and what will change. */
export function paused(state: KnownSubscription, at: Instant): Facts {
  if (state.status === 'paused') return ok([]);
  if (state.suspension) return refusedSuspended();
  if (state.status !== 'active')
    return refuse('subscription.not_active', 'This subscription has not begun to be charged.');
  if (state.cancellation) return refuse('subscription.cancelled', 'This subscription is cancelled.');
  if (state.scheduled)
    return refuse('subscription.change_scheduled', 'A change waits for the end of the period.', {
      hint: 'Withdraw the change first.',
    });
  const { end: from } = runningPeriod(state, localDate(at, state.zone));

  return ok([{ type: 'subscription.paused', data: { from, at } }]);
}

/** Within the period that was still owed nothing was missed; later, the days until the next boundary are charged by the day. */
export function resumed(state: KnownSubscription, at: Instant): Facts {
  if (state.status !== 'paused') return ok([]);
  if (state.cancellation) return refuse('subscription.cancelled', 'This subscription is cancelled.');
  const gone = goneOn(state, localDate(at, state.zone));

  return gone.ok ? ok([{ type: 'subscription.resumed', data: { ...gone.value, at } }]) : gone;
}

/** How periods go on from a day on; refuses with `subscription.behind` while what is owed before they stood still is not billed. */
export function goneOn(state: KnownSubscription, on: CivilDate): Result<GoneOn> {
  const { pausedFrom, nextDueAt } = state;
  if (pausedFrom === null || on <= pausedFrom) {
    // Late usage may have moved the due instant while nothing else was left to bill.
    const then = nextDueOf({ ...state, pausedFrom: null });
    const back = state.usage && then !== nextDueAt ? { former: nextDueAt, next: then } : null;
    return ok({ on, rhythm: null, due: back });
  }
  if (isAnythingLeft(state) || isUsageLeft(state))
    return refuse('subscription.behind', 'Billing is behind; ask again in a moment.');

  const rhythm = rhythmOnResume(state, on);
  const next = dueAtOf({ ...state, rhythm, pausedFrom: null }, state.nextIndex);

  return ok({ on, rhythm, due: { former: nextDueAt, next } });
}

/** While the service is suspended nothing is sold anew. */
export function refusedSuspended() {
  return refuse('subscription.suspended', 'The service of this subscription is suspended.', {
    hint: 'Reinstate it first.',
  });
}

/** The same grid; what lies before its next day is a shorter period. */
function rhythmOnResume({ rhythm, nextIndex }: KnownSubscription, on: string): Rhythm {
  const { start, end } = periodAt(rhythm, periodIndexOn(rhythm, on));

  return { ...rhythm, start: on, anchor: on === start ? start : end, merged: false, firstIndex: nextIndex };
}
