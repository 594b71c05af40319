/** Noting usage that may have missed its bill, so that the next one looks at its days again. */
import { addToInstant, type Instant } from '../../kernel/time.ts';
import { isCorrectionLeft, lateDays, mergedDays } from '../billing/late.ts';
import type { ToldUsage } from '../billing/metering.ts';
import { isNeverActivated } from './by-hand.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/**
 * Told anew for each request that brings such events, also of days that were noted: whoever bills meanwhile has not read
 * them, and the new version makes it read again.
 */
export function noted(
  state: KnownSubscription,
  { told, at }: { readonly told: readonly ToldUsage[]; readonly at: Instant },
): readonly SubscriptionFact[] {
  // Nothing is billed yet that usage could have missed, and nothing will be unless it is activated.
  if (isNeverActivated(state)) return [];
  const days = lateDays(state, told, at);
  if (days.length === 0 || !state.usage) return [];
  const late = mergedDays([...(state.usage.late ?? []), ...days]);
  const isAlone = isCorrectionLeft({ ...state, usage: { ...state.usage, late } });
  const isWaiting = isCorrectionLeft(state);
  const next = addToInstant(at, { hours: CORRECTED_AFTER_HOURS });
  const due = isAlone && !isWaiting ? { former: state.nextDueAt, next } : null;

  return [{ type: 'subscription.usage_came_late', data: { late, due, at } }];
}

/** Hours that corrections wait for more of them, where no other bill brings them. */
export const CORRECTED_AFTER_HOURS = 24;
