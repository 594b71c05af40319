/** The quarters of the one-stop shop: its tax periods (Directive 2006/112/EC, Art. 369f), each named like `2026-Q4`. */
import { addDays, addMonthsAnchored, type CivilDate, monthOf, yearOf } from '../../kernel/time.ts';

/** A calendar quarter. Later ones sort behind earlier ones. */
export type Quarter = string;

const MONTHS = 3;

/** Quarters for which a return may still be corrected in a later one: three years (Art. 369g (4)). */
export const CORRECTION_QUARTERS_MAX = 12;

/** The quarter of a day. */
export function quarterOf(day: CivilDate): Quarter {
  return `${yearOf(day)}-Q${Math.ceil(monthOf(day) / MONTHS)}`;
}

/** Its first day. */
export function firstDayOf(quarter: Quarter): CivilDate {
  const month = (Number(quarter.slice(-1)) - 1) * MONTHS + 1;

  return `${quarter.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

/** Its last day, whose exchange rate holds for the whole of it. */
export function lastDayOf(quarter: Quarter): CivilDate {
  return addDays(addMonthsAnchored(firstDayOf(quarter), MONTHS), -1);
}

/** The day by which its return has to be there: the end of the month that follows it (Art. 369f). */
export function dueDayOf(quarter: Quarter): CivilDate {
  return addDays(addMonthsAnchored(firstDayOf(quarter), MONTHS + 1), -1);
}

/** The quarter of the first return that is still to be made on a day. */
export function openQuarterOn(day: CivilDate): Quarter {
  const before = quarterOf(addMonthsAnchored(firstDayOf(quarterOf(day)), -MONTHS));

  return dueDayOf(before) >= day ? before : quarterOf(day);
}

/** How many quarters later the second is. */
export function quartersBetween(earlier: Quarter, later: Quarter): number {
  return ordinalOf(later) - ordinalOf(earlier);
}

function ordinalOf(quarter: Quarter): number {
  return Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(-1));
}
