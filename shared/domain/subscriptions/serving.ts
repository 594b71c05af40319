/** What suspensions make of a subscription: days that no bill has given back or left out yet. */
import { earlierDay } from '../../kernel/time.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { creditsAfter, daysWithheld, isWithheldFree } from '../billing/withheld.ts';
import { goingOn } from './changing.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

type OfService = Extract<SubscriptionFact, { readonly type: `subscription.${'suspended' | 'reinstated'}` }>;

type Served = Pick<KnownSubscription, 'unserved' | 'withheld'>;

/** The state after the service was suspended or granted again. */
export function servedBy(state: KnownSubscription, fact: OfService): Partial<KnownSubscription> {
  if (fact.type === 'subscription.suspended') {
    const { reason, on, from, at } = fact.data;
    return { suspension: { reason, on, at }, ...(from !== null && { pausedFrom: from }) };
  }
  const { on, at } = fact.data;
  const granted = { suspension: null, reinstatedAt: at };
  if (!isWithheldFree(state)) return granted;

  return { ...granted, pausedFrom: null, ...withheldUntil(state, on), ...goingOn(state, fact.data) };
}

function withheldUntil(state: KnownSubscription, on: string): Served {
  if (state.charge === 'in_advance') return { unserved: creditsAfter(state, on) };
  const withheld = daysWithheld(state).map(({ start, end }) => ({ start, end: earlierDay(end, on) }));

  return { withheld: withheld.filter(({ start, end }) => start < end) };
}

/** What of it waits for a later bill, once one is made: that of a period gives back all, and leaves out its own days. */
export function servedAfter(
  { unserved, withheld }: KnownSubscription,
  { change, usage, end }: Pick<BilledPeriodData, 'change' | 'usage' | 'end'>,
): Served {
  if (change !== null || usage !== undefined) return unserved ? { unserved } : {};
  const left = withheld?.filter((days) => days.end > end);

  return { ...(unserved && { unserved: [] }), ...(left && { withheld: left }) };
}
