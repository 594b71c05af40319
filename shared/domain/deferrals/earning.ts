/**
 * What of a line is earned by a day: its net by the days of its service period, to the cent and cumulative, so that the
 * months add up to the net whatever is taken between them (recognition over time, IFRS 15.39 and § 250 HGB).
 */
import { greater } from '../../kernel/money.ts';
import { rational, roundHalfAwayFromZero } from '../../kernel/rational.ts';
import type { CivilDate, Period } from '../../kernel/time.ts';
import { addDays, addMonthsAnchored, daysBetween, earlierDay, laterDay } from '../../kernel/time.ts';

/** A line whose revenue is deferred. Without a period it is a credit that waits for a later bill, and only the end earns it. */
export type DeferredLine = {
  /** Its number on the invoice, counted from 1. */
  readonly line: number;
  readonly netMinor: bigint;
  readonly period: Period | null;
  /** The day by which all of it is earned, because its subscription has ended; absent while it lasts. */
  readonly stoppedOn?: CivilDate;
};

/** What a credit note took back of deferred lines, counted from the day of its posting. */
export type TakenBack = {
  readonly creditNote: string;
  readonly on: CivilDate;
  /** The last day whose revenue was recognised when it did. */
  readonly through: CivilDate;
  readonly lines: readonly { readonly line: number; readonly netMinor: bigint }[];
};

/** Months that are looked through for the next day on which something is earned: far beyond the longest period. */
export const MONTHS_AHEAD_MAX = 1_200;

/** The sum of what the lines are worth. */
export function netOfLines(lines: readonly DeferredLine[]): bigint {
  return lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
}

/** What the lines have earned by the end of a day. */
export function earnedBy(lines: readonly DeferredLine[], day: CivilDate): bigint {
  return lines.reduce((sum, line) => sum + earnedOf(line, day), 0n);
}

/** What is not earned yet at the end of a day. */
export function unearnedAt(lines: readonly DeferredLine[], day: CivilDate): bigint {
  return netOfLines(lines) - earnedBy(lines, day);
}

/** The lines less what was taken back of them by a day; without a day, by ever. */
export function leftOf(
  lines: readonly DeferredLine[],
  credits: readonly Pick<TakenBack, 'on' | 'lines'>[],
  day?: CivilDate,
): readonly DeferredLine[] {
  const taken = credits.filter(({ on }) => day === undefined || on <= day).flatMap((credit) => credit.lines);

  return lines.map((line) => ({
    ...line,
    netMinor: taken.reduce(
      (left, each) => (each.line === line.line ? left - each.netMinor : left),
      line.netMinor,
    ),
  }));
}

/**
 * What a note takes of the lines that are known, none of them below nothing. Where prices contain the tax the net of a
 * piece is rounded with all of its rate, so that a line's pieces may come to a cent more than its net and another's to one
 * less: the cent is taken there.
 */
export function withinLeft(
  wanted: TakenBack['lines'],
  left: readonly Pick<DeferredLine, 'line' | 'netMinor'>[],
): TakenBack['lines'] {
  const rest = new Map(left.map(({ line, netMinor }) => [line, netMinor]));
  const taken = new Map<number, bigint>();
  const take = (line: number, netMinor: bigint): bigint => {
    const most = rest.get(line) ?? 0n;
    const minor = netMinor < 0n || netMinor <= most ? netMinor : greater(most, 0n);
    rest.set(line, most - minor);
    taken.set(line, (taken.get(line) ?? 0n) + minor);

    return netMinor - minor;
  };
  let overMinor = wanted
    .filter(({ line }) => rest.has(line))
    .reduce((sum, { line, netMinor }) => sum + take(line, netMinor), 0n);
  for (const { line } of left) if (overMinor > 0n) overMinor = take(line, overMinor);

  return [...taken].flatMap(([line, netMinor]) => (netMinor === 0n ? [] : [{ line, netMinor }]));
}

/** The last day that any of the lines serves; null where none has a period, nor an end. */
export function lastDayOf(lines: readonly DeferredLine[]): CivilDate | null {
  const days = lines.flatMap((line) => lastDayOfLine(line) ?? []);

  return days.length === 0 ? null : days.reduce(laterDay);
}

/** The last day that a line serves, or the day of the end where that is earlier or serves none. */
function lastDayOfLine({ period, stoppedOn }: DeferredLine): CivilDate | null {
  const last = period && addDays(period.end, -1);
  if (last === null || stoppedOn === undefined) return stoppedOn ?? last;

  return earlierDay(last, stoppedOn);
}

/** The last day of the day's month. */
export function monthEndOf(day: CivilDate): CivilDate {
  return addDays(addMonthsAnchored(`${day.slice(0, 7)}-01`, 1), -1);
}

/** The last day of the month before the day's. */
export function monthEndBefore(day: CivilDate): CivilDate {
  return addDays(`${day.slice(0, 7)}-01`, -1);
}

/**
 * The next day on which revenue is recognised: the next month's end, or the last day served, by which something more is
 * earned than already is. Null where nothing will be.
 */
export function nextRecognition(
  lines: readonly DeferredLine[],
  { through, earnedMinor }: { readonly through: CivilDate; readonly earnedMinor: bigint },
): CivilDate | null {
  const last = lastDayOf(lines);
  let day = through;
  for (let months = 0; last !== null && day < last && months < MONTHS_AHEAD_MAX; months += 1) {
    day = earlierDay(monthEndOf(addDays(day, 1)), last);
    if (earnedBy(lines, day) !== earnedMinor) return day;
  }

  return null;
}

/** By its days until the subscription ends; nothing is left to be served then, so the rest is earned with the end. */
function earnedOf({ netMinor, period, stoppedOn }: DeferredLine, day: CivilDate): bigint {
  if (stoppedOn !== undefined && day >= stoppedOn) return netMinor;
  if (period === null || day < period.start) return 0n;
  const days = daysBetween(period.start, period.end);
  const elapsed = Math.min(daysBetween(period.start, day) + 1, days);

  return roundHalfAwayFromZero(rational(netMinor * BigInt(elapsed), BigInt(days)));
}
