/** The calendar of billing, held against days that are counted one by one. */
import { type Interval, periodAt, periodIndexOn, rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { daysLater, monthsLater } from '../checker/arithmetic.ts';

/** Everything that a period may be counted in. */
export const INTERVALS = [
  'day',
  'week',
  'month',
  'quarter',
  'half_year',
  'year',
] as const satisfies readonly Interval[];

/** Periods that are looked at from each anchor on. */
const PERIODS = 60;

const MONTHS: Readonly<Record<Interval, number>> = {
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
};

/** What is wrong with sixty periods from an anchor on; nothing, as a rule. */
export function calendarWrong(anchor: string, interval: Interval): readonly string[] {
  const rhythm = rhythmFrom(anchor, {
    interval,
    count: 1,
    alignment: 'anniversary',
    anchorDay: null,
    firstIndex: 0,
  });
  const wrong: string[] = [];
  let former = anchor;
  for (let index = 0; index < PERIODS; index += 1) {
    const { start, end } = periodAt(rhythm, index);
    const expected =
      MONTHS[interval] === 0
        ? daysLater(anchor, index * (interval === 'week' ? 7 : 1))
        : monthsLater(anchor, index * MONTHS[interval]);
    const isFound =
      periodIndexOn(rhythm, start) === index && periodIndexOn(rhythm, addDays(end, -1)) === index;
    if (start !== former || start !== expected || start >= end || !isFound)
      wrong.push(`${interval} ${anchor} ${index}: ${start}`);
    former = end;
  }

  return wrong;
}
