/** The period that a subscription is in. */
import { type CivilDate, earlierDay, type Period } from '../../kernel/time.ts';
import { periodAt, periodIndexOn } from '../billing/rhythm.ts';
import type { KnownSubscription } from './states.ts';

/**
 * The period of a day, or a later one that is billed already by a clock that was ahead. Where periods begin anew on a day to come,
 * as behind a period that was cut for an end that was withdrawn, it is what is charged until then, below the first index.
 */
export function runningPeriod(
  { rhythm, nextIndex, charge, charged }: KnownSubscription,
  day: CivilDate,
): Period & { readonly index: number } {
  const { firstIndex } = rhythm;
  const billedLast = charge === 'in_advance' ? nextIndex - 1 : nextIndex;
  const index = Math.max(periodIndexOn(rhythm, day), billedLast);
  if (index >= firstIndex) return { index, ...periodAt(rhythm, index) };

  return firstIndex === 0
    ? { index: firstIndex, ...periodAt(rhythm, firstIndex) }
    : { index, start: chargedFrom({ charged }) ?? day, end: rhythm.start };
}

/** The first day of what was charged in advance and can still be given back; days before it stay as they were settled. */
export function chargedFrom({ charged }: Pick<KnownSubscription, 'charged'>): CivilDate | undefined {
  const [first, ...more] = charged.map(({ start }) => start);

  return first === undefined ? undefined : more.reduce(earlierDay, first);
}
