/** What begins by itself: the trial, and the time that is charged. Billing tells it when it comes by, which may be late. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { startOfDay } from '../../kernel/time.ts';
import { dueAtOf } from '../billing/owed.ts';
import { awaitingFact, isNothingToPay } from './awaiting.ts';
import { isAwaitingHand } from './by-hand.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

type Beginning = Extract<
  SubscriptionFact,
  { readonly type: `subscription.${'trial_started' | 'payment_awaited' | 'activated'}` }
>;

/** The trial, or the time that is charged, where it has begun by an instant and was not told yet; the wait for a first payment comes before the latter. */
export function beginningOf(state: KnownSubscription, at: Instant): Beginning | undefined {
  const { status, rhythm, startsOn, zone, nextDueAt, cancellation } = state;
  if (isNothingToPay(state)) return { type: 'subscription.activated', data: { at } };
  if ((status !== 'pending' && status !== 'trialing') || isAwaitingHand(state)) return undefined;
  const isKept = (day: CivilDate) => cancellation === null || day < cancellation.endsOn;
  if (isKept(rhythm.start) && startOfDay(rhythm.start, zone) <= at) {
    const next = dueAtOf(state, state.nextIndex);
    const due = next === nextDueAt ? {} : { due: { former: nextDueAt, next } };
    return awaitingFact(state, { ...due, at }) ?? { type: 'subscription.activated', data: { ...due, at } };
  }
  const hasTrial = status === 'pending' && startsOn < rhythm.start && isKept(startsOn);
  const isTrial = hasTrial && startOfDay(startsOn, zone) <= at;
  const next = isKept(rhythm.start) ? startOfDay(rhythm.start, zone) : (cancellation?.endsAt ?? nextDueAt);
  const due = { former: nextDueAt, next };

  return isTrial ? { type: 'subscription.trial_started', data: { until: rhythm.start, due, at } } : undefined;
}

/**
 * The subscription as it is at an instant, whenever billing came by: with what has begun by then, and the facts that tell
 * it. Whoever cancels on the day after the trial owes that day, also where nobody has noticed the end of the trial.
 */
export function begunBy(
  state: KnownSubscription,
  at: Instant,
): { readonly state: KnownSubscription; readonly facts: readonly Beginning[] } {
  const fact = beginningOf(state, at);
  if (!fact) return { state, facts: [] };
  const next = begunBy(evolveKnown(state, fact), at);

  return { state: next.state, facts: [fact, ...next.facts] };
}
