/** Exact arithmetic and a calendar of the checker's own. */

/** Places of the currencies that tests use; any other has two. */
const PLACES: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, ISK: 0, KWD: 3, BHD: 3, TND: 3 };

/** A fraction; the denominator is positive. */
export type Fraction = { readonly over: bigint; readonly under: bigint };

/** Quantity times unit price less percent or amount, in minor units: rounded half away from zero, once each. */
export function lineNet(line: {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly percent?: string;
  readonly amount?: string;
}): bigint {
  const list = times(fraction(line.quantity), fraction(line.unitPrice));
  const scale = 10n ** BigInt(placesOf(line.currency));
  if (line.percent !== undefined) {
    const percent = fraction(line.percent);
    const kept = { over: 100n * percent.under - percent.over, under: 100n * percent.under };
    return rounded(times(times(list, kept), { over: scale, under: 1n }));
  }
  const gross = rounded(times(list, { over: scale, under: 1n }));

  return line.amount === undefined
    ? gross
    : gross - rounded(times(fraction(line.amount), { over: scale, under: 1n }));
}

/** Percent of a base in minor units, rounded half away from zero. */
export function percentOf(base: bigint, percent: string): bigint {
  const rate = fraction(percent);

  return rounded({ over: base * rate.over, under: 100n * rate.under });
}

/** Whether an amount misses percent of a base by less than one minor unit. */
export function isWithinUnit(amount: bigint, base: bigint, percent: string): boolean {
  const rate = fraction(percent);
  const unit = 100n * rate.under;
  const off = amount * unit - base * rate.over;

  return -unit < off && off < unit;
}

/** What an amount in minor units contains of a tax of so many percent, rounded half away from zero. */
export function containedIn(gross: bigint, percent: string): bigint {
  const rate = fraction(percent);

  return rounded({ over: gross * rate.over, under: 100n * rate.under + rate.over });
}

/** An amount of the API, `12.30`, in minor units. */
export function minorOf(money: { readonly amount: string; readonly currency: string }): bigint {
  return rounded(times(fraction(money.amount), { over: 10n ** BigInt(placesOf(money.currency)), under: 1n }));
}

/** The anchor's day so many months later, or the last of a shorter month; `of` is that day where the anchor lies in one. */
export function monthsLater(anchor: string, months: number, of = Number(anchor.slice(8))): string {
  const [year = 0, month = 0] = anchor.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const last = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate();

  return new Date(Date.UTC(Math.floor(count / 12), count % 12, Math.min(of, last)))
    .toISOString()
    .slice(0, 10);
}

/** So many days later. */
export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function daysFrom(start: string, end: string): number {
  return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / 86_400_000);
}

/** The day of an instant in a zone; empty for what is no instant. */
export function dayIn(instant: string, zone: string): string {
  const milliseconds = Date.parse(instant);

  return Number.isNaN(milliseconds) ? '' : formatterOf(zone === '' ? 'UTC' : zone).format(milliseconds);
}

const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATTERS.get(zone);
  if (known) return known;
  // This locale writes a date as the standard does.
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  FORMATTERS.set(zone, made);

  return made;
}

/** The places of a currency. */
export function placesOf(currency: string): number {
  return PLACES[currency] ?? 2;
}

/** A plain decimal, or a level averaged over time: one whole number through another. */
export function fraction(decimal: string): Fraction {
  const [over, under] = decimal.split('/');
  if (over !== undefined && under !== undefined) return { over: BigInt(over), under: BigInt(under) };
  const [head = '0', tail = ''] = decimal.split('.');

  return { over: BigInt(head + tail), under: 10n ** BigInt(tail.length) };
}

/** a × b. */
export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

/** The nearest whole number, half away from zero. */
export function rounded({ over, under }: Fraction): bigint {
  const size = over < 0n ? -over : over;
  const result = (2n * size + under) / (2n * under);

  return over < 0n ? -result : result;
}
