/** When a schedule falls due: `rate(…)`, `cron(…)` and `at(…)`, in UTC. */

/** The first due time strictly after an epoch millisecond; undefined when there is none. */
export type Expression = (afterEpochMilliseconds: number) => number | undefined;

/** Reads an expression. Throws an Error on one that it does not know. */
export function parseExpression(text: string): Expression {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.+)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'cron') return cron(inner);
  if (kind === 'at') return once(Date.parse(`${inner}Z`));

  throw new Error(`the local cloud does not know the schedule ${text}`);
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: DAY };

/** AWS counts from the schedule's creation; here whole periods since 1970, so that a restart does not shift them. */
function rate(inner: string): Expression {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
  const period = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(period > 0)) throw new Error(`the local cloud does not know the rate ${inner}`);

  return (after) => (Math.floor(after / period) + 1) * period;
}

function once(at: number): Expression {
  return (after) => (after < at ? at : undefined);
}

type Fits = (value: number) => boolean;
type Calendar = {
  minute: Fits;
  hour: Fits;
  day: Fits;
  month: Fits;
  weekday: Fits;
  year: Fits;
  isLastDay: boolean;
};

/** Ten years hold every weekday, leap day and month there is. */
const DAYS_AHEAD_MAX = 3_653;

function cron(inner: string): Expression {
  const calendar = calendarOf(inner.split(/\s+/));

  return (after) => {
    const start = Math.floor(after / MINUTE) * MINUTE + MINUTE;
    for (let day = Math.floor(start / DAY); day <= Math.floor(start / DAY) + DAYS_AHEAD_MAX; day += 1) {
      const found = fitsDay(calendar, day * DAY)
        ? firstMinute(calendar, Math.max(start, day * DAY))
        : undefined;
      if (found !== undefined) return found;
    }

    return undefined;
  };
}

function calendarOf(fields: readonly string[]): Calendar {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6) throw new Error(`a cron expression has six fields, not ${fields.length}`);

  return {
    minute: field(minute, { first: 0, last: 59 }),
    hour: field(hour, { first: 0, last: 23 }),
    day: day === 'L' ? () => true : field(day, { first: 1, last: 31 }),
    isLastDay: day === 'L',
    month: field(month, { first: 1, last: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC' }),
    weekday: field(weekday, { first: 1, last: 7, names: 'SUN MON TUE WED THU FRI SAT' }),
    year: field(year, { first: 1970, last: 2199 }),
  };
}

type Bounds = { readonly first: number; readonly last: number; readonly names?: string };

function field(text: string, bounds: Bounds): Fits {
  const parts = text.split(',').map((part) => range(part, bounds));

  return (value) => parts.some((fits) => fits(value));
}

function range(part: string, { first, last, names = '' }: Bounds): Fits {
  const numberOf = (text: string) => {
    const named = names.split(' ').indexOf(text);
    const value = named >= 0 ? named + first : Number(text);
    if (!Number.isInteger(value) || value < first || value > last)
      throw new Error(`the local cloud does not know ${text} in a cron expression`);

    return value;
  };
  const [span = '', step] = part.split('/');
  const [low, high] = span === '*' || span === '?' ? [String(first), String(last)] : span.split('-');
  const from = numberOf(low ?? '');
  const to = high === undefined ? (step === undefined ? from : last) : numberOf(high);

  return (value) => value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
}

function fitsDay(calendar: Calendar, epochMilliseconds: number): boolean {
  const date = new Date(epochMilliseconds);
  const isLast = new Date(epochMilliseconds + DAY).getUTCDate() === 1;

  return (
    calendar.year(date.getUTCFullYear()) &&
    calendar.month(date.getUTCMonth() + 1) &&
    calendar.day(date.getUTCDate()) &&
    calendar.weekday(date.getUTCDay() + 1) &&
    (!calendar.isLastDay || isLast)
  );
}

function firstMinute(calendar: Calendar, from: number): number | undefined {
  const end = (Math.floor(from / DAY) + 1) * DAY;
  for (let at = from; at < end; at += MINUTE) {
    const date = new Date(at);
    if (calendar.hour(date.getUTCHours()) && calendar.minute(date.getUTCMinutes())) return at;
  }

  return undefined;
}
