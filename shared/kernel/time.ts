/**
 * The calendar. Instants and civil dates travel as text that sorts as it counts; only what needs a time zone goes through
 * Temporal, whose polyfill goes once the runtime brings its own. Nothing here asks what time it is.
 */
import { Temporal } from 'temporal-polyfill';
import { type CalendarDay, calendarDayOf, daysInMonth, epochDayOf } from './calendar.ts';
import { invariant } from './invariant.ts';
import { remembering } from './remember.ts';

/** A point in time, RFC 3339 in UTC with milliseconds: `2026-01-31T09:00:00.000Z`. Text order is time order. */
export type Instant = string;

/** A day on the calendar without a zone: `2026-01-31`. Text order is day order. */
export type CivilDate = string;

/** A span of exact time; a day here is 24 hours, whatever a zone's clocks do. */
export type Span = {
  readonly seconds?: number;
  readonly minutes?: number;
  readonly hours?: number;
  readonly days?: number;
};

/** A service period: `start` belongs to it, `end` does not. */
export type Period = { readonly start: CivilDate; readonly end: CivilDate };

const MILLISECONDS_PER_DAY = 86_400_000;
const TIME_OF_DAY = /^T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/;
const CIVIL_DATE_LENGTH = 10;
const CIVIL_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;
const ZONE_LENGTH_MAX = 64;
const YEAR_MAX = 9999;

/** Whether the text is an instant in our one spelling; leap seconds and offsets are not. */
export function isInstant(text: string): boolean {
  return TIME_OF_DAY.test(text.slice(10)) && isCivilDate(text.slice(0, 10));
}

/** Whether the text is a day that exists. */
export function isCivilDate(text: string): boolean {
  return text.length === CIVIL_DATE_LENGTH && isDay(text);
}

const isDay = remembering((text) => {
  const day = dayOf(text);
  return CIVIL_DATE.test(text) && day >= 1 && day <= daysInMonth(yearOf(text), monthOf(text));
});

/** Whether the text names a zone of the IANA database that this runtime knows; bare offsets are not zones. */
export function isZone(zone: string): boolean {
  if (zone.length > ZONE_LENGTH_MAX || !ZONE.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The instant so many milliseconds after 1970, in the years 0000 to 9999. */
export function instantFromEpochMilliseconds(milliseconds: number): Instant {
  invariant(Number.isSafeInteger(milliseconds), 'an instant is a whole number of milliseconds');
  const epochDay = Math.floor(milliseconds / MILLISECONDS_PER_DAY);
  const rest = milliseconds - epochDay * MILLISECONDS_PER_DAY;

  const hours = padded(Math.floor(rest / 3_600_000), 2);
  const minutes = padded(Math.floor(rest / 60_000) % 60, 2);
  const seconds = padded(Math.floor(rest / 1_000) % 60, 2);
  return `${dateFromEpochDay(epochDay)}T${hours}:${minutes}:${seconds}.${padded(rest % 1_000, 3)}Z`;
}

/** Milliseconds since 1970; text that is no instant is a fault. */
export function epochMilliseconds(instant: Instant): number {
  invariant(isInstant(instant), 'an instant is malformed');
  const seconds =
    Number(instant.slice(11, 13)) * 3_600 +
    Number(instant.slice(14, 16)) * 60 +
    Number(instant.slice(17, 19));
  return (
    epochDayOf(partsOf(instant)) * MILLISECONDS_PER_DAY + seconds * 1_000 + Number(instant.slice(20, 23))
  );
}

/** The instant so much exact time later, or earlier when negative. */
export function addToInstant(instant: Instant, span: Span): Instant {
  const { seconds = 0, minutes = 0, hours = 0, days = 0 } = span;
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return instantFromEpochMilliseconds(epochMilliseconds(instant) + total * 1000);
}

/** Negative when a is earlier, zero when equal, positive when a is later; fit for sorting. */
export function compareInstants(a: Instant, b: Instant): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The day the calendar on the wall shows in that zone at that instant. */
export function localDate(instant: Instant, zone: string): CivilDate {
  // Since 1972 every zone's offset is a whole number of minutes, so all instants of a minute lie in one day.
  return instant < WHOLE_MINUTES_SINCE
    ? localDay(epochMilliseconds(instant), zone)
    : dayOfMinute(`${wellFormed(instant).slice(0, 16)} ${zone}`);
}

/** The first instant of the day in that zone: not always midnight, and not always one midnight. */
export function startOfDay(date: CivilDate, zone: string): Instant {
  invariant(isCivilDate(date), 'a date is malformed');
  return firstInstant(`${date} ${zone}`);
}

const WHOLE_MINUTES_SINCE = '1973-01-01';

/** A run asks for the same days of the same few zones again and again, and a zone's rules are the slowest thing in a bill. */
// Marked, so that a bundle that asks for no zone leaves the calendar of zones out.
const dayOfMinute = /* @__PURE__ */ remembering((key) =>
  localDay(epochMilliseconds(`${key.slice(0, 16)}:00.000Z`), key.slice(17)),
);

const firstInstant = /* @__PURE__ */ remembering((key) =>
  instantFromEpochMilliseconds(
    Temporal.PlainDate.from(key.slice(0, 10)).toZonedDateTime(key.slice(11)).epochMilliseconds,
  ),
);

function localDay(milliseconds: number, zone: string): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

function wellFormed(instant: Instant): Instant {
  invariant(isInstant(instant), 'an instant is malformed');

  return instant;
}

/** Days since 1970-01-01, negative before. */
export function toEpochDay(date: CivilDate): number {
  return countedDay(date);
}

const countedDay = remembering((date) => {
  invariant(isCivilDate(date), 'a date is malformed');
  return epochDayOf(partsOf(date));
});

/** The day so many days later, or earlier when negative. */
export function addDays(date: CivilDate, days: number): CivilDate {
  invariant(Number.isSafeInteger(days), 'days are counted in whole numbers');
  return dateFromEpochDay(toEpochDay(date) + days);
}

/** Days from a to b: the length of the period `[a, b)`, negative when b is earlier. */
export function daysBetween(a: CivilDate, b: CivilDate): number {
  return toEpochDay(b) - toEpochDay(a);
}

/**
 * The anchor's day so many months on, or the last day of a shorter month. Always reckoned from the anchor and never from
 * the date before, so the 31st comes back: 31 January, 28 February, 31 March. `day` is the anchor's day where the anchor
 * itself lies in a month that is too short for it.
 */
export function addMonthsAnchored(anchorDate: CivilDate, months: number, day = dayOf(anchorDate)): CivilDate {
  invariant(Number.isSafeInteger(months), 'months are counted in whole numbers');
  const monthsSinceZero = monthsUntil(anchorDate) + months;
  const year = Math.floor(monthsSinceZero / 12);
  const month = monthsSinceZero - year * 12 + 1;

  return dateFromParts({ year, month, day: Math.min(day, daysInMonth(year, month)) });
}

const monthsUntil = remembering((date) => {
  invariant(isCivilDate(date), 'a date is malformed');

  return yearOf(date) * 12 + monthOf(date) - 1;
});

/** Period number `index`, from zero and also before it, of a rhythm that starts on the anchor date; `end` is exclusive. */
export function periodOf(anchorDate: CivilDate, interval: 'month' | 'year', index: number): Period {
  const months = interval === 'year' ? 12 : 1;
  return {
    start: addMonthsAnchored(anchorDate, index * months),
    end: addMonthsAnchored(anchorDate, (index + 1) * months),
  };
}

/** The earlier of two days. */
export function earlierDay(a: CivilDate, b: CivilDate): CivilDate {
  if (a < b) return a;

  return b;
}

/** The later of two days. */
export function laterDay(a: CivilDate, b: CivilDate): CivilDate {
  if (a > b) return a;

  return b;
}

/** The year of a civil date. */
export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

/** The month of a civil date, 1 to 12. */
export function monthOf(date: CivilDate): number {
  return Number(date.slice(5, 7));
}

/** The day of the month of a civil date, 1 to 31. */
export function dayOf(date: CivilDate): number {
  return Number(date.slice(8, 10));
}

function partsOf(date: CivilDate): CalendarDay {
  return { year: yearOf(date), month: monthOf(date), day: dayOf(date) };
}

function dateFromEpochDay(epochDay: number): CivilDate {
  return dateFromParts(calendarDayOf(epochDay));
}

function dateFromParts({ year, month, day }: CalendarDay): CivilDate {
  invariant(year >= 0 && year <= YEAR_MAX, 'a date lies outside the calendar');

  return writtenDay((year * MONTHS_SCALE + month) * DAYS_SCALE + day);
}

const DAYS_SCALE = 32;
const MONTHS_SCALE = 16;

/** The same text for the same day, so that its hash, too, is reckoned once and not at each look into what is remembered. */
const writtenDay = remembering<CivilDate, number>((number) => {
  const month = Math.floor(number / DAYS_SCALE) % MONTHS_SCALE;
  const year = Math.floor(number / (MONTHS_SCALE * DAYS_SCALE));

  return `${padded(year, 4)}-${TWO_DIGITS[month]}-${TWO_DIGITS[number % DAYS_SCALE]}`;
});

const TWO_DIGITS = Array.from({ length: 32 }, (_, value) => padded(value, 2));

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
