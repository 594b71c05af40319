import { exponentOf } from '../kernel/currencies.ts';
import { invariant } from '../kernel/invariant.ts';
import { formatMoney } from '../kernel/money.ts';
import { isDecimal } from '../kernel/rational.ts';
import { isCivilDate } from '../kernel/time.ts';

/** What is printed with and how: the locale is a language and a region, the currency an ISO 4217 code. */
export type Style = { readonly locale: string; readonly currency: string };

/** Formatters kept for the next document; making one costs a hundred times as much as using it. */
const FORMATS_KEPT_MAX = 256;
const FRACTION_DIGITS_MAX = 64;
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Units of UN/ECE Recommendation 20 that have a word in every language, by their name in ECMA-402. */
const UNIT_NAMES: ReadonlyMap<string, string> = new Map([
  ['SEC', 'second'],
  ['MIN', 'minute'],
  ['HUR', 'hour'],
  ['DAY', 'day'],
  ['WEE', 'week'],
  ['MON', 'month'],
  ['ANN', 'year'],
  ['GRM', 'gram'],
  ['KGM', 'kilogram'],
  ['MTR', 'meter'],
  ['KMT', 'kilometer'],
  ['LTR', 'liter'],
  ['AD', 'byte'],
  ['E34', 'gigabyte'],
]);

/** Units that only say that things are counted; nothing is printed for them. */
const COUNTING_UNITS: ReadonlySet<string> = new Set(['', 'C62', 'H87', 'EA']);

/** A bare amount with exactly the currency's places by ISO 4217, which are not always those that ICU believes in. */
export function amountText(minor: bigint, style: Style): string {
  const digits = exponentOf(style.currency) ?? 0;
  return decimalText(formatMoney({ minor, currency: style.currency }), style, {
    minimum: digits,
    maximum: digits,
  });
}

/** An amount with its currency code: `EUR 1,190.00`, `1.190,00 EUR`. */
export function amountWithCurrency(minor: bigint, style: Style): string {
  const digits = exponentOf(style.currency) ?? 0;
  const options = { style: 'currency', currency: style.currency, currencyDisplay: 'code' } as const;
  const places = { minimum: digits, maximum: digits };
  return written(formatMoney({ minor, currency: style.currency }), style.locale, {
    ...options,
    ...fractions(places),
  });
}

/** A price in major units: at least the currency's places, and every further place it was agreed with. */
export function priceText(price: string, style: Style): string {
  const minimum = exponentOf(style.currency) ?? 0;
  return decimalText(price, style, { minimum, maximum: Math.max(minimum, placesOf(price)) });
}

/** A quantity with all its places and its unit in words: `2.5 hours`; a unit without a word is printed as it is. */
export function quantityText(quantity: string, unit: string | null, style: Style): string {
  const places = { minimum: 0, maximum: placesOf(quantity) };
  const name = UNIT_NAMES.get(unit ?? '');
  if (name !== undefined) {
    return written(quantity, style.locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      ...fractions(places),
    });
  }
  const text = decimalText(quantity, style, places);
  return unit === null || COUNTING_UNITS.has(unit) ? text : `${text} ${unit}`;
}

/** A rate in percent: `19%`, `19 %`. */
export function percentText(rate: string, style: Style): string {
  const places = { minimum: 0, maximum: placesOf(rate) };
  return written(rate, style.locale, { style: 'unit', unit: 'percent', ...fractions(places) });
}

/** A day, the month in words or, where there is little room, as short as the locale has it. */
export function dateText(date: string, style: Style, length: 'long' | 'medium'): string {
  invariant(isCivilDate(date), 'a printed date is a day that exists');
  const key = `${style.locale} ${length}`;
  const format = kept(dateFormats, key, () => {
    return new Intl.DateTimeFormat(style.locale, {
      dateStyle: length,
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
  });
  return format.format(Date.parse(`${date}T00:00:00.000Z`));
}

function decimalText(
  value: string,
  style: Style,
  places: { readonly minimum: number; readonly maximum: number },
): string {
  return written(value, style.locale, { style: 'decimal', ...fractions(places) });
}

function written(value: string, locale: string, options: Intl.NumberFormatOptions): string {
  invariant(isDecimal(value), 'a printed figure is a plain decimal');
  const key = `${locale} ${Object.values(options).join(' ')}`;
  const format = kept(numberFormats, key, () => {
    return new Intl.NumberFormat(locale, { ...options, useGrouping: 'always', numberingSystem: 'latn' });
  });
  // ICU reads a decimal text exactly, a number only to fifteen digits; the type wants to know that it is one.
  const exact = value as Intl.StringNumericLiteral; // isDecimal above has seen the text
  return format.format(exact).replaceAll('-', '\u2212');
}

function fractions({
  minimum,
  maximum,
}: {
  readonly minimum: number;
  readonly maximum: number;
}): Intl.NumberFormatOptions {
  return { minimumFractionDigits: minimum, maximumFractionDigits: maximum };
}

function placesOf(decimal: string): number {
  const point = decimal.indexOf('.');
  if (point < 0) return 0;
  const places = decimal.replace(/0+$/, '').length - point - 1;
  return Math.min(places, FRACTION_DIGITS_MAX);
}

function kept<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const known = formats.get(key);
  if (known !== undefined) return known;

  if (formats.size >= FORMATS_KEPT_MAX) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}
