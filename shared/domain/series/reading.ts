/** Numbers of documents read out of words, and where in their series they lie. */
import { printedNumber } from './counting.ts';

/**
 * A number as it was printed, and as it was counted; `span` is as much of the issue date as the number tells: a year, a month or
 * nothing; `customer` is the ordinal of whose count it is of, where customers have their own.
 */
export type NumberRead = {
  readonly printed: string;
  readonly span: string;
  readonly number: number;
  readonly customer?: number;
};

/** Numbers read out of one text; whoever tells more than these tells no invoice. */
export const NUMBERS_READ_MAX = 5;

/** Months of a series that are looked through for one number: what was counted longer ago is found by its list. */
export const MONTHS_LOOKED_MAX = 240;

const PLACES: Readonly<Record<string, string>> = {
  '{year}': String.raw`(?<year>\d{4})`,
  '{month}': String.raw`(?<month>\d{2})`,
  '{number}': String.raw`0*(?<number>\d{1,9})`,
};
const COUNTED_DIGITS_MAX = 9;
/** Banks drop what divides the parts of a number, or put blanks in its place. */
const DIVIDED = String.raw`[\s./-]{0,3}`;
const IS_DIVIDED = String.raw`[\s./-]{1,3}`;
const NOT_WITHIN = String.raw`(?<![\p{L}\p{N}])`;
const NOT_GOING_ON = String.raw`(?![\p{L}\p{N}])`;

/**
 * The numbers of a pattern that stand in words of capitals. One of digits alone is read only where nothing else stands there, for
 * any amount or date looks like it.
 */
export function numbersIn(words: string, pattern: string): readonly NumberRead[] {
  const isByCustomer = pattern.includes('{customer');
  const parts = pattern.match(/\{[^}]+\}|[A-Z0-9]+/g) ?? [];
  const source = isByCustomer ? ofCustomer(parts) : parts.map(placeOf).join(DIVIDED);
  const hasLetters = /[A-Z]/.test(pattern);
  const wanted = hasLetters ? `${NOT_WITHIN}${source}${NOT_GOING_ON}` : String.raw`^\s*${source}\s*$`;

  return [...words.matchAll(new RegExp(wanted, 'gu'))]
    .slice(0, NUMBERS_READ_MAX)
    .map(({ groups = {} }) => numberRead(pattern, groups));
}

function placeOf(part: string): string {
  return PLACES[part.replace(/:\d\}$/, '}')] ?? part;
}

/**
 * Two counts stand side by side here, so what divides them has to be there; where a bank has dropped it, both must have just
 * their printed width, or `0011001` could be 001-1001 as well as 011-001.
 */
function ofCustomer(parts: readonly string[]): string {
  return parts.reduceRight((behind, part, index) => {
    const next = parts[index + 1];
    if (next === undefined) return counted(part);

    return `${counted(part)}${dividing(part, next)}${behind}`;
  }, '');
}

function counted(part: string): string {
  const [name, width] = countOf(part);

  return name === undefined ? placeOf(part) : String.raw`(?<${name}>\d{${width},${COUNTED_DIGITS_MAX}})`;
}

function dividing(part: string, next: string): string {
  const [name, width] = countOf(part);
  if (name !== 'customer' || /^[A-Z]/.test(next)) return DIVIDED;
  const [following, numberWidth] = countOf(next);
  if (following === undefined) return IS_DIVIDED;

  return String.raw`(?:${IS_DIVIDED}|(?<=(?<!\d)\d{${width}})(?=\d{${numberWidth}}(?!\d)))`;
}

function countOf(part: string): readonly [name: string | undefined, width: string] {
  const [, name, width = '1'] = /^\{(customer|number)(?::(\d))?\}$/.exec(part) ?? [];

  return [name, width];
}

function numberRead(
  pattern: string,
  { year, month, number: digits, customer: ordinal }: { [part: string]: string | undefined },
): NumberRead {
  const number = Number(digits);
  const customer = ordinal === undefined ? {} : { customer: Number(ordinal) };
  const printed = printedNumber(pattern, { issueDate: `${year}-${month}`, number, ...customer });

  return { printed, number, span: [year, month].filter(Boolean).join('-'), ...customer };
}

/**
 * The spans in which a number is looked for, between the first and the last day of its series. Where its seller always counted
 * alike, that is the one which the number tells. A change may let a count begin again within it, but never within a month.
 */
export function spansOf(
  { span }: NumberRead,
  series: { readonly first: string; readonly last: string; readonly isCountedAlike: boolean },
): readonly string[] {
  if (series.isCountedAlike) return [span];
  const months: string[] = [];
  for (let month = series.last.slice(0, 7); month >= series.first.slice(0, 7); month = monthBefore(month)) {
    if (months.length === MONTHS_LOOKED_MAX) break;
    if (month.startsWith(span)) months.push(month);
  }

  return months;
}

/** Where a number lies from a document of its series: negative before it, zero where it is its own, positive behind it. */
export function fromDocument(
  { span, number }: Omit<NumberRead, 'printed'>,
  document: { readonly issueDate: string; readonly number: number },
): number {
  const documents = document.issueDate.slice(0, span.length);
  if (documents !== span) return span < documents ? -1 : 1;

  return number - document.number;
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);

  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
