/** What each fact makes of a subscription's minimum spend. */
import {
  type SpendMinimum,
  type Spending,
  firstSpending,
  spendingWith,
  withOff,
} from '../billing/minimum-spend.ts';
import { periodAt, periodIndexOn, type Rhythm } from '../billing/rhythm.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { unusedLines } from './ending.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';
import type { SubscriptionTerms } from './terms.ts';

/** The first commitment period; for days that another system billed nothing is promised. */
export function spendingAtFirst(
  minimum: SpendMinimum,
  { rhythm, billedUntil }: Pick<SubscriptionTerms, 'rhythm' | 'billedUntil'>,
): Spending {
  const spending = firstSpending(minimum, rhythm);

  return billedUntil === undefined ? spending : withOff(spending, { start: rhythm.start, end: billedUntil });
}

/** What a fact changes of what is promised and of how far it is reached. */
export function spendingAfter(
  state: KnownSubscription,
  fact: Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>,
): Pick<KnownSubscription, 'minimum' | 'spending'> {
  if (fact.type === 'subscription.changed') return afterChange(state, fact.data);
  const { spending, pausedFrom, cancellation } = state;
  if (!spending) return {};
  switch (fact.type) {
    case 'subscription.billed':
      return kept(spendingWith(state, fact.data.lines));
    case 'subscription.resumed':
      return pausedFrom !== null && fact.data.rhythm
        ? { spending: withOff(spending, { start: pausedFrom, end: fact.data.on }) }
        : {};
    case 'subscription.ended':
      return cancellation ? kept(spendingWith(state, unusedLines(state, cancellation))) : {};
    default:
      return {};
  }
}

function kept(spending: Spending | undefined): Pick<KnownSubscription, 'spending'> {
  return spending ? { spending } : {};
}

/** Before anything is charged the first commitment period is another one; later the one that runs stays as it was agreed on. */
function afterChange(
  state: KnownSubscription,
  { target, on, rhythm }: Extract<SubscriptionFact, { readonly type: 'subscription.changed' }>['data'],
): Pick<KnownSubscription, 'minimum' | 'spending'> {
  const { spending, status } = state;
  const minimum = target.minimum === undefined ? (state.minimum ?? null) : target.minimum;
  if (minimum === null && !spending) return {};
  const then = rhythm ?? state.rhythm;
  if (status !== 'active')
    return { minimum, spending: minimum ? firstSpending(minimum, then) : { commitments: [], off: [] } };
  if (!spending || spending.commitments.length === 0)
    return minimum ? { minimum, spending: firstSpending(minimum, nextOn(then, on)) } : { minimum };

  return {
    minimum,
    ...(minimum && !state.minimum && { spending: goingOn(spending, nextOn(then, on).start) }),
  };
}

/** Nothing was promised between the last commitment period and the first that follows a change. */
function goingOn(spending: Spending, start: CivilDate): Spending {
  const end = spending.commitments.at(-1)?.end ?? start;

  return end < start ? withOff(spending, { start: end, end: start }) : spending;
}

/** The grid from the first period that begins on a day or behind it. */
function nextOn(rhythm: Rhythm, on: CivilDate): Pick<Rhythm, 'start' | 'anchor' | 'anchorDay'> {
  const { start, end } = periodAt(rhythm, periodIndexOn(rhythm, on));
  const first = start >= on ? start : end;

  return { start: first, anchor: first, anchorDay: rhythm.anchorDay };
}
