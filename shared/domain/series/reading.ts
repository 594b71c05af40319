/** Numbers of documents read out of words, and where in their series they lie. */
import { printedNumber } from './counting.ts';

/** A number as it was printed, and as it was counted; `span` is as much of the issue date as the number tells: a year, a month or nothing. */
export type NumberRead = { readonly printed: string; readonly span: string; readonly number: number };

/** Numbers read out of one text; whoever tells more than these tells no invoice. */
export const NUMBERS_READ_MAX = 5;

/** Months of a series that are looked through for one number: what was counted longer ago is found by its list. */
export const MONTHS_LOOKED_MAX = 240;

const PLACES: Readonly<Record<string, string>> = {
  '{year}': String.raw`(?<year>\d{4})`,
  '{month}': String.raw`(?<month>\d{2})`,
  '{number}': String.raw`0*(?<number>\d{1,9})`,
};
/** Banks drop what divides the parts of a number, or put blanks in its place. */
const DIVIDED = String.raw`[\s./-]{0,3}`;
const NOT_WITHIN = String.raw`(?<![\p{L}\p{N}])`;
const NOT_GOING_ON = String.raw`(?![\p{L}\p{N}])`;

/**
 * The numbers of a pattern that stand in words of capitals. One of digits alone is read only where nothing else stands there, for
 * any amount or date looks like it. Those that are counted by customer have no order in their series and are not read.
 */
export function numbersIn(words: string, pattern: string): readonly NumberRead[] {
  if (pattern.includes('{customer')) return [];
  const parts = pattern.replace(/:\d\}/g, '}').match(/\{[a-z]+\}|[A-Z0-9]+/g) ?? [];
  const source = parts.map((part) => PLACES[part] ?? part).join(DIVIDED);
  const hasLetters = /[A-Z]/.test(pattern);
  const wanted = hasLetters ? `${NOT_WITHIN}${source}${NOT_GOING_ON}` : String.raw`^\s*${source}\s*$`;

  return [...words.matchAll(new RegExp(wanted, 'gu'))]
    .slice(0, NUMBERS_READ_MAX)
    .map(({ groups = {} }) => numberRead(pattern, groups));
}

function numberRead(
  pattern: string,
  { year, month, number: digits }: { [part: string]: string | undefined },
): NumberRead {
  const number = Number(digits);
  const printed = printedNumber(pattern, { issueDate: `${year}-${month}`, number });

  return { printed, number, span: [year, month].filter(Boolean).join('-') };
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
