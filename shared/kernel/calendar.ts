/**
 * The proleptic Gregorian calendar in whole numbers, where March is the first month of a year so that the leap day comes
 * last. A rule on dates runs a million times a night, and this is ten times as fast as objects made from text.
 */

/** A year, a month from 1 to 12 and a day from 1 to 31. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

const DAYS_PER_ERA = 146_097;
const YEARS_PER_ERA = 400;
/** Days from 0000-03-01, where the first era begins, to 1970-01-01. */
const EPOCH_OFFSET = 719_468;

/** Days since 1970-01-01 of a day that exists. */
export function epochDayOf({ year, month, day }: CalendarDay): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / YEARS_PER_ERA);
  const yearOfEra = marchYear - era * YEARS_PER_ERA;
  const dayOfYear = daysBeforeMonth((month + 9) % 12) + day - 1;

  return era * DAYS_PER_ERA + daysBeforeYear(yearOfEra) + dayOfYear - EPOCH_OFFSET;
}

/** The day so many days after 1970-01-01. */
export function calendarDayOf(epochDay: number): CalendarDay {
  const era = Math.floor((epochDay + EPOCH_OFFSET) / DAYS_PER_ERA);
  const dayOfEra = epochDay + EPOCH_OFFSET - era * DAYS_PER_ERA;
  const yearOfEra = yearOfEraAt(dayOfEra);
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);

  return {
    year: yearOfEra + era * YEARS_PER_ERA + (marchMonth >= 10 ? 1 : 0),
    month: marchMonth < 10 ? marchMonth + 3 : marchMonth - 9,
    day: dayOfYear - daysBeforeMonth(marchMonth) + 1,
  };
}

/** How many days the month has; zero for a month that there is not. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;

  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** From March on, months run 31, 30, 31, 30, 31 and again: 153 days every five. */
function daysBeforeMonth(marchMonth: number): number {
  return Math.floor((153 * marchMonth + 2) / 5);
}

function daysBeforeYear(yearOfEra: number): number {
  return yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
}

/** Takes the leap days out first: one every 1460 days, but for every hundredth year, though not for the last. */
function yearOfEraAt(dayOfEra: number): number {
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  return Math.floor((dayOfEra - leapDays) / 365);
}
