/** Terms: for how long a subscription is bound, when notice must be given, and what follows once a term is over. */
import { addDays, type CivilDate, type Instant, startOfDay } from '../../kernel/time.ts';
import { periodAt, periodIndexOn, type Rhythm } from '../billing/rhythm.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';
import type { Term, TermRules } from './terms.ts';

/** Terms that are looked at to find the first that leaves its notice. */
const TERMS_AHEAD_MAX = 2_000;

/** The first term: its length from the first day on the grid; days before that belong to it. */
export function firstTerm({ anchor, anchorDay }: Rhythm, rules: TermRules): Term {
  return { number: 1, end: endOfTerm({ anchor, anchorDay }, rules, 1), anchor, anchorDay };
}

/** The first day on which a subscription may stop that is cancelled on a day, by its own term and notice. */
export function cancellableOn(state: KnownSubscription, today: CivilDate): CivilDate {
  return firstEnd(state, addDays(today, state.commitment?.noticeDays ?? 0));
}

/** Whether it may stop on a day of its own accord. */
export function mayStopOn(state: KnownSubscription, on: CivilDate, today: CivilDate): boolean {
  const { commitment, term } = state;
  if (!commitment || state.status === 'pending' || state.status === 'trialing') return true;
  if (on < addDays(today, commitment.noticeDays)) return false;
  if (!term || (commitment.renewal !== 'renew' && on >= term.end)) return true;

  return firstEnd(state, on) === on;
}

/** The day by which notice must be given for the term that runs. */
export function noticeBy({ commitment, term }: KnownSubscription): CivilDate | null {
  return commitment && term ? addDays(term.end, -commitment.noticeDays) : null;
}

/** The fact that a term is over and what follows has begun, or nothing. Of several that are over only the newest is told. */
export function renewalOf(
  state: KnownSubscription,
  at: Instant,
): Extract<SubscriptionFact, { readonly type: 'subscription.renewed' }> | undefined {
  const { status, commitment, term, cancellation, zone } = state;
  if (!commitment || !term || (status !== 'active' && status !== 'paused')) return undefined;
  if (startOfDay(term.end, zone) > at || (cancellation && cancellation.endsOn <= term.end)) return undefined;
  if (commitment.renewal !== 'renew')
    return { type: 'subscription.renewed', data: { number: term.number, end: null, at } };
  const number = firstNumber(term, commitment, (end) => startOfDay(end, zone) > at);

  return { type: 'subscription.renewed', data: { number, end: endOfTerm(term, commitment, number), at } };
}

/** The first end of a term, or of a period without one, that is not before a day. */
function firstEnd({ commitment, term, rhythm }: KnownSubscription, earliest: CivilDate): CivilDate {
  if (commitment && term) {
    if (earliest <= term.end || commitment.renewal === 'end') return term.end;
    if (commitment.renewal === 'renew')
      return endOfTerm(
        term,
        commitment,
        firstNumber(term, commitment, (end) => end >= earliest),
      );
  }
  const index = Math.max(periodIndexOn(rhythm, addDays(earliest, -1)), rhythm.firstIndex);

  return periodAt(rhythm, index).end;
}

function firstNumber(term: Term, rules: TermRules, isFound: (end: CivilDate) => boolean): number {
  const last = term.number + TERMS_AHEAD_MAX;
  for (let number = term.number; number < last; number += 1)
    if (isFound(endOfTerm(term, rules, number))) return number;

  return last;
}

function endOfTerm(
  { anchor, anchorDay }: Pick<Term, 'anchor' | 'anchorDay'>,
  { interval, count }: TermRules,
  number: number,
): CivilDate {
  const grid = { interval, count, start: anchor, anchor, anchorDay, merged: false, firstIndex: 1 };

  return periodAt(grid, number).end;
}
