/** The calendar of billing, held against days that are counted one by one. */
import { type Interval, periodAt, periodIndexOn, rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { addDays, startOfDay } from '../../shared/kernel/time.ts';
import { dayIn, daysLater, monthsLater } from '../checker/arithmetic.ts';

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

/** What is wrong with the days around each change of clocks in a zone from 2020 to 2037, and how many were looked at. */
export function zoneWrong(zone: string): { readonly wrong: readonly string[]; readonly days: number } {
  const wrong: string[] = [];
  let days = 0;
  for (const change of changesOf(zone)) {
    for (let offset = -2; offset <= 2; offset += 1) {
      const day = daysLater(change, offset);
      const first = Date.parse(startOfDay(day, zone));
      const isFirst =
        dayIn(new Date(first).toISOString(), zone) === day &&
        dayIn(new Date(first - 1).toISOString(), zone) < day;
      if (!isFirst) wrong.push(`${zone} ${day}`);
      days += 1;
    }
  }

  return { wrong, days };
}

/** The days on which clocks change, found by the hours that days have; and one day where they never do. */
function changesOf(zone: string): readonly string[] {
  const changes: string[] = [];
  for (let day = '2020-01-01'; day < '2038-01-01'; day = daysLater(day, 7)) {
    const hours =
      (Date.parse(startOfDay(daysLater(day, 7), zone)) - Date.parse(startOfDay(day, zone))) / 3_600_000;
    if (hours !== 168) changes.push(daysLater(day, 2), daysLater(day, 5));
  }

  return changes.length === 0 ? ['2024-02-29'] : changes;
}
