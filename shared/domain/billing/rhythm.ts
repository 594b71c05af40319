/**
 * The rhythm of a subscription: its periods are `[start, end)`, reckoned from the anchor and never from the period
 * before. Where the first day is not on the grid, a shorter period comes first, or is part of the first one.
 */
import type { CivilDate, Instant, Period } from '../../kernel/time.ts';
import {
  addDays,
  addMonthsAnchored,
  dayOf,
  daysBetween,
  monthOf,
  startOfDay,
  toEpochDay,
  yearOf,
} from '../../kernel/time.ts';

/** What a period is counted in. */
export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'half_year' | 'year';

/** When a period is charged: at its first instant, or at the first one behind it. */
export type Charge = 'in_advance' | 'in_arrears';

/** Where the grid comes from: the first day, or the calendar's own beginnings of weeks, months, quarters and years. */
export type Alignment = 'anniversary' | 'calendar';

/** How periods are laid out. `firstIndex` is the number of the first of them, once an earlier rhythm has ended. */
export type Rhythm = {
  readonly interval: Interval;
  /** So many intervals make one period. */
  readonly count: number;
  /** The first day that is charged. */
  readonly start: CivilDate;
  /** The first day on the grid, not before `start`. */
  readonly anchor: CivilDate;
  /** The day of the month that the grid returns to, 1 to 31. */
  readonly anchorDay: number;
  /** Whether the days before the anchor belong to the first period. */
  readonly merged: boolean;
  readonly firstIndex: number;
};

/** Where the periods of another rhythm begin. */
export type Grid = Pick<Rhythm, 'interval' | 'count' | 'anchor' | 'anchorDay'>;

/** Intervals that one period may be made of. */
export const INTERVAL_COUNT_MAX = 36;

const MONTHS: Readonly<Record<Interval, number>> = {
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
};
const DAYS: Readonly<Record<Interval, number>> = {
  day: 1,
  week: 7,
  month: 0,
  quarter: 0,
  half_year: 0,
  year: 0,
};
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4;

/** Whether a time is made of whole periods; months and days do not mix. */
export function isWholePeriods(
  time: { readonly interval: Interval; readonly count: number },
  period: { readonly interval: Interval; readonly count: number },
): boolean {
  const [months, each] = [MONTHS[time.interval] * time.count, MONTHS[period.interval] * period.count];
  const [days, eachDays] = [DAYS[time.interval] * time.count, DAYS[period.interval] * period.count];

  return each > 0 ? months > 0 && months % each === 0 : days > 0 && days % eachDays === 0;
}

/** Whether periods of two lengths ever begin on one day: months meet months, days meet days. */
export function isMeeting(
  one: { readonly interval: Interval; readonly count: number },
  other: { readonly interval: Interval; readonly count: number },
): boolean {
  return MONTHS[one.interval] > 0 === MONTHS[other.interval] > 0;
}

/**
 * The first day, not before the start, on which periods of this length begin so that they meet those of the grid: every
 * time where one length is a whole multiple of the other, and else whenever both have gone round.
 */
function firstMeeting(
  start: CivilDate,
  { grid, period }: { readonly grid: Grid; readonly period: Pick<Rhythm, 'interval' | 'count'> },
): CivilDate {
  const step = isWholePeriods(grid, period) ? period : grid;
  const steps = { ...grid, interval: step.interval, count: step.count };
  const near = nearestPlace(steps, start);

  return (
    [near - 1, near, near + 1].map((place) => gridDay(steps, place)).find((day) => day >= start) ?? start
  );
}

/** Months that one period is made of; nought where it is made of days. */
export function monthsIn({ interval, count }: Pick<Rhythm, 'interval' | 'count'>): number {
  return MONTHS[interval] * count;
}

/** Period number `index`. */
export function periodAt(rhythm: Rhythm, index: number): Period {
  const place = index - rhythm.firstIndex - stubsOf(rhythm);
  if (place < 0 && index === rhythm.firstIndex) return { start: rhythm.start, end: rhythm.anchor };
  const start = place === 0 && rhythm.merged ? rhythm.start : gridDay(rhythm, place);

  return { start, end: gridDay(rhythm, place + 1) };
}

/** The parts of a period, each with the whole one that it is measured against: days before the anchor with the one that ends there. */
export function segmentsAt(rhythm: Rhythm, index: number): readonly (Period & { readonly whole: Period })[] {
  const period = periodAt(rhythm, index);
  const place = index - rhythm.firstIndex - stubsOf(rhythm);
  const whole = { start: gridDay(rhythm, place), end: gridDay(rhythm, place + 1) };
  if (place !== 0 || period.start === rhythm.anchor) return [{ ...period, whole }];
  const before = { start: gridDay(rhythm, -1), end: rhythm.anchor };

  return [
    { start: period.start, end: rhythm.anchor, whole: before },
    { start: rhythm.anchor, end: period.end, whole },
  ];
}

/** The index of the period that holds a day; below `firstIndex` before the start. */
export function periodIndexOn(rhythm: Rhythm, date: CivilDate): number {
  const first = rhythm.firstIndex;
  if (date < rhythm.start) return first - 1;
  if (date < rhythm.anchor) return first;
  const near = nearestPlace(rhythm, date);
  const place = gridDay(rhythm, near) > date ? near - 1 : near;

  return first + stubsOf(rhythm) + place;
}

/** The instant from which a period is owed. */
export function dueInstantOf(
  rhythm: Rhythm,
  index: number,
  of: { readonly charge: Charge; readonly zone: string },
): Instant {
  return startOfDay(dueDayOf(rhythm, index, of.charge), of.zone);
}

/** The day from which a period is owed. */
export function dueDayOf(rhythm: Rhythm, index: number, charge: Charge): CivilDate {
  const { start, end } = periodAt(rhythm, index);

  return charge === 'in_advance' ? start : end;
}

/** A rhythm from its first day on: where the grid is, and the day that it returns to. */
export function rhythmFrom(
  start: CivilDate,
  of: {
    readonly interval: Interval;
    readonly count: number;
    readonly alignment: Alignment;
    readonly anchorDay: number | null;
    /** Another grid to meet; it then says where this one is. */
    readonly grid?: Grid | undefined;
    readonly firstIndex: number;
  },
): Rhythm {
  const { interval, count, firstIndex, grid } = of;
  const anchorDay = grid?.anchorDay ?? of.anchorDay ?? (of.alignment === 'calendar' ? 1 : dayOf(start));
  const anchor = grid ? firstMeeting(start, { grid, period: of }) : firstAligned(start, { ...of, anchorDay });

  return { interval, count, start, anchor, anchorDay, merged: false, firstIndex };
}

/** The first day of the grid that is not before the start. */
function firstAligned(
  start: CivilDate,
  of: {
    readonly interval: Interval;
    readonly count: number;
    readonly alignment: Alignment;
    readonly anchorDay: number;
  },
): CivilDate {
  const { interval, alignment, anchorDay } = of;
  if (interval === 'day') return start;
  if (interval === 'week') {
    const sinceMonday = (((toEpochDay(start) - FIRST_MONDAY) % 7) + 7) % 7;
    return alignment === 'calendar' ? addDays(start, (7 - sinceMonday) % 7) : start;
  }
  const step = MONTHS[interval] * (alignment === 'calendar' ? 1 : of.count);
  const before = alignment === 'calendar' ? (yearOf(start) * 12 + monthOf(start) - 1) % step : 0;
  const first = addMonthsAnchored(start, -before, anchorDay);

  return first >= start ? first : addMonthsAnchored(start, step - before, anchorDay);
}

/** Periods that end with the anchor: one, where days before it are billed by themselves. */
export function stubsOf({ start, anchor, merged }: Rhythm): number {
  return start < anchor && !merged ? 1 : 0;
}

function gridDay(rhythm: Grid, place: number): CivilDate {
  const { anchor, anchorDay, interval, count } = rhythm;
  const months = MONTHS[interval];

  return months === 0
    ? addDays(anchor, place * count * DAYS[interval])
    : addMonthsAnchored(anchor, place * count * months, anchorDay);
}

/** The place whose grid day lies in the month of the date, or before it; at most one too late. */
function nearestPlace({ anchor, interval, count }: Grid, date: CivilDate): number {
  const months = MONTHS[interval];
  if (months === 0) return Math.floor(daysBetween(anchor, date) / (count * DAYS[interval]));
  const between = (yearOf(date) - yearOf(anchor)) * 12 + monthOf(date) - monthOf(anchor);

  return Math.floor(between / (count * months));
}
