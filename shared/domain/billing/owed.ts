/**
 * What is owed, and from when on. Periods are owed in advance from the first instant of their first day, in arrears from
 * the first instant behind their last; where usage is charged with them, once its grace is over.
 */
import type { CivilDate, Instant, Period } from '../../kernel/time.ts';
import { addDays, addToInstant, earlierDay, startOfDay } from '../../kernel/time.ts';
import { unchargedFrom, unusedLines } from '../subscriptions/ending.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';
import type { BillCommand } from './bill.ts';
import type { BilledLine } from './billed-line.ts';
import { graceOf, spansUntil } from './metering.ts';
import { trueUpLines } from './minimum-spend.ts';
import { dueDayOf, periodAt } from './rhythm.ts';

/** A period as it is billed: what is charged in arrears ends with the service, and so does what is not charged yet. */
export function billedPeriod(state: KnownSubscription, index: number): Period {
  const period = periodAt(state.rhythm, index);
  const { cancellation, charge } = state;
  if (cancellation === null || (charge === 'in_advance' && !isToBeCut(state, index))) return period;
  const end = charge === 'in_arrears' ? cancellation.endsOn : unchargedFrom(cancellation.endsOn, state);

  return end < period.end ? { start: period.start, end } : period;
}

/** Of a period charged in advance: whether it is still to be billed, and the day of the end is known before it begins. */
function isToBeCut({ cancellation, nextIndex }: KnownSubscription, index: number): boolean {
  const isNamed = cancellation?.when === 'date' || cancellation?.when === 'term_end';

  return isNamed && index >= nextIndex;
}

/** The day from which a period is owed. */
export function dueDay(state: KnownSubscription, index: number): CivilDate {
  return state.charge === 'in_arrears'
    ? billedPeriod(state, index).end
    : dueDayOf(state.rhythm, index, state.charge);
}

/** The instant from which a period is owed. */
export function dueAtOf(state: KnownSubscription, index: number): Instant {
  const owedFrom = startOfDay(dueDay(state, index), state.zone);
  const spans = spansUntil(state, usageEnd(state, index));
  if (spans.length === 0) return owedFrom;

  return afterGrace(state, owedFrom, graceOf(spans));
}

/** The day before which usage is charged with a period. */
export function usageEnd(state: KnownSubscription, index: number): CivilDate {
  const { charge, rhythm } = state;
  const end = charge === 'in_arrears' ? periodAt(rhythm, index).end : periodAt(rhythm, index).start;
  const stop = usageStop(state);

  return stop === null ? end : earlierDay(end, stop);
}

/** The day from which nothing is measured any more, where the subscription ends or pauses; the day of an end counts up to it. */
export function usageStop(state: KnownSubscription): CivilDate | null {
  const { cancellation, pausedFrom, zone } = state;
  if (cancellation === null) return pausedFrom;
  const { endsOn, endsAt } = cancellation;
  const stop = endsAt > startOfDay(endsOn, zone) ? addDays(endsOn, 1) : endsOn;

  return pausedFrom === null ? stop : earlierDay(stop, pausedFrom);
}

/** Whether usage was measured that no period will bill. */
export function isUsageLeft(state: KnownSubscription): boolean {
  const stop = usageStop(state);
  if (stop === null || state.status === 'incomplete' || !hasBegun(state) || isAnythingLeft(state))
    return false;

  return spansUntil(state, stop).length > 0;
}

/** The instant from which the next bill is owed: of period `nextIndex`, or of the usage that is left behind the last one; where none is, the end. */
export function nextDueOf(state: KnownSubscription): Instant {
  const { cancellation, nextIndex, zone } = state;
  const stop = usageStop(state);
  if (stop !== null && isUsageLeft(state))
    return afterGrace(state, startOfDay(stop, zone), graceOf(spansUntil(state, stop)));
  const isEnding = cancellation !== null && nextIndex >= cancellation.periods;

  return isEnding ? cancellation.endsAt : dueAtOf(state, nextIndex);
}

/** An end within a day is waited for, not the day's own. */
function afterGrace({ cancellation, zone }: KnownSubscription, at: Instant, hours: number): Instant {
  const isCut = cancellation !== null && at >= startOfDay(cancellation.endsOn, zone);

  return addToInstant(isCut ? cancellation.endsAt : at, { hours });
}

/** Whether period `nextIndex` is owed at all, whenever that may be. */
export function isAnythingLeft(state: KnownSubscription): boolean {
  const { status, cancellation, nextIndex, pausedFrom } = state;
  if (status === 'ended' || (cancellation !== null && nextIndex >= cancellation.periods)) return false;
  // Who waits for the first payment owes one period, and no other.
  if (status === 'incomplete' && nextIndex > state.rhythm.firstIndex) return false;

  return pausedFrom === null || periodAt(state.rhythm, nextIndex).start < pausedFrom;
}

type Asked = Pick<BillCommand, 'at' | 'target'>;

/** Whether period `nextIndex` is owed by now. */
export function isOwed(state: KnownSubscription, { at, target }: Asked): boolean {
  if (!hasBegun(state) || state.nextDueAt > at || !isAnythingLeft(state)) return false;

  return target === null || dueDay(state, state.nextIndex) <= target;
}

/** Whether usage that no period will bill is owed by now. */
export function isUsageOwed(state: KnownSubscription, { at, target }: Asked): boolean {
  if (state.nextDueAt > at || !isUsageLeft(state)) return false;
  const stop = usageStop(state);

  return target === null || stop === null || stop <= target;
}

/** Whether a period has begun, or, in arrears, ended, that is not billed yet, be it within its grace. */
export function isBehind(state: KnownSubscription, at: Instant): boolean {
  if (!hasBegun(state)) return false;
  const isCrossed = startOfDay(dueDay(state, state.nextIndex), state.zone) <= at;

  return isAnythingLeft(state) && (isCrossed || state.nextDueAt <= at);
}

/** Whether one-off charges or true-ups wait that no period will bill. */
export function isChargeLeft(state: KnownSubscription): boolean {
  const { cancellation, charges = [], status } = state;
  if (cancellation === null || status === 'incomplete' || !hasBegun(state) || isAnythingLeft(state))
    return false;

  return charges.length > 0 || lastTrueUps(state).length > 0;
}

/** The true-ups of an end that no bill of a period or of usage is left to make. */
export function lastTrueUps(state: KnownSubscription): readonly BilledLine[] {
  const { cancellation } = state;
  if (!state.spending || cancellation === null || isAnythingLeft(state) || isUsageLeft(state)) return [];

  return truedUp(state, { lines: [], by: cancellation.endsOn });
}

/** The true-ups of a bill; without its usage no commitment period can be closed. */
export function trueUpsOf(
  state: KnownSubscription,
  { usage }: Pick<BillCommand, 'usage'>,
  bill: Parameters<typeof truedUp>[1],
): readonly BilledLine[] {
  const isRead = !state.usage || (usage !== undefined && usage !== 'unread');

  return isRead ? truedUp(state, bill) : [];
}

/** The true-ups of commitment periods that are over by a day; days that an end gives back do not count towards them. */
function truedUp(
  state: KnownSubscription,
  { lines, by }: { readonly lines: readonly BilledLine[]; readonly by: CivilDate },
): readonly BilledLine[] {
  const { cancellation } = state;
  const unused = cancellation && cancellation.endsOn <= by ? unusedLines(state, cancellation) : [];

  return trueUpLines(state, { lines: [...lines, ...unused], by });
}

/** Whether nothing is left to bill and the service has stopped. */
export function isEndReached(state: KnownSubscription, at: Instant): boolean {
  const { cancellation, nextIndex } = state;
  const isOver = cancellation !== null && nextIndex >= cancellation.periods && cancellation.endsAt <= at;

  return isOver && !isUsageLeft(state) && !isChargeLeft(state);
}

function hasBegun({ status }: KnownSubscription): boolean {
  return status === 'incomplete' || status === 'active' || status === 'paused';
}
