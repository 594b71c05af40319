/** How many periods stay owed of a subscription that is to end, and on which day it does. */
import { addDays, type CivilDate, earlierDay } from '../../kernel/time.ts';
import { periodIndexOn } from '../billing/rhythm.ts';
import { runningPeriod } from './running.ts';
import type { Cancellation, KnownSubscription } from './states.ts';

type Asked = {
  readonly when: Cancellation['when'];
  /** The day, where one is asked for. */
  readonly on?: CivilDate | undefined;
  readonly today: CivilDate;
};

type End = { readonly endsOn: CivilDate; readonly periods: number };

/** The end that is asked for today. */
export function endOf(state: KnownSubscription, { when, on, today }: Asked): End {
  const { status, rhythm, nextIndex, charge, pausedFrom } = state;
  if (on !== undefined && (when === 'date' || when === 'term_end')) return endOnDay(state, on);
  if (status === 'pending') return { endsOn: today, periods: nextIndex };
  if (status === 'trialing') return { endsOn: when === 'now' ? today : rhythm.start, periods: nextIndex };
  // A pause that has not begun by then leaves an end at once as it is: of a day not begun nothing is owed.
  const isPaused = pausedFrom !== null && (when !== 'now' || pausedFrom <= today);
  if (isPaused) {
    const owed = periodIndexOn(rhythm, pausedFrom);
    return {
      endsOn: when === 'now' || today > pausedFrom ? today : pausedFrom,
      periods: Math.max(owed, nextIndex),
    };
  }
  const { index: current, start, end } = runningPeriod(state, today);
  const isUnused = charge === 'in_arrears' && when === 'now' && today <= start;

  return { endsOn: when === 'now' ? today : end, periods: isUnused ? current : current + 1 };
}

/** On a day that is still to come: what begins before it is owed, and the period that it falls into as far as it. */
function endOnDay({ rhythm, nextIndex, pausedFrom }: KnownSubscription, on: CivilDate): End {
  const last = pausedFrom === null ? on : earlierDay(on, pausedFrom);

  return { endsOn: on, periods: Math.max(periodIndexOn(rhythm, addDays(last, -1)) + 1, nextIndex) };
}

/** The same end, counted in the periods that a subscription has now. */
export function recounted(state: KnownSubscription, cancellation: Cancellation): Cancellation {
  const { when, endsOn: on } = cancellation;
  const { periods } = endOf(state, { when: when === 'now' ? when : 'date', on, today: on });

  return { ...cancellation, periods };
}
