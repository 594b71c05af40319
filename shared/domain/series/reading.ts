/** Numbers of documents read out of words, and where in their series they lie. */

/** What orders the documents of a series: year and month where the pattern prints them, and the number. */
export type NumberKey = readonly number[];

/** Numbers read out of one text; whoever tells more than these tells no invoice. */
export const NUMBERS_READ_MAX = 5;

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
export function numbersIn(words: string, pattern: string): readonly NumberKey[] {
  if (pattern.includes('{customer')) return [];
  const parts = pattern.replace(/:\d\}/g, '}').match(/\{[a-z]+\}|[A-Z0-9]+/g) ?? [];
  const source = parts.map((part) => PLACES[part] ?? part).join(DIVIDED);
  const hasLetters = /[A-Z]/.test(pattern);
  const wanted = hasLetters ? `${NOT_WITHIN}${source}${NOT_GOING_ON}` : String.raw`^\s*${source}\s*$`;

  return [...words.matchAll(new RegExp(wanted, 'gu'))]
    .slice(0, NUMBERS_READ_MAX)
    .map(({ groups = {} }) => keyFrom(pattern, groups));
}

/** The key of a document that a series numbered. */
export function keyOf(
  pattern: string,
  { issueDate, number }: { readonly issueDate: string; readonly number: number },
): NumberKey {
  const [year = '', month = ''] = issueDate.split('-');

  return keyFrom(pattern, { year, month, number: String(number) });
}

/** Negative where the first comes before the second, zero where they are the same. */
export function compareKeys(one: NumberKey, other: NumberKey): number {
  const place = one.findIndex((part, index) => part !== other[index]);

  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

/** Without a year in it a pattern counts without end, and then the month says nothing of the order. */
function keyFrom(
  pattern: string,
  { year, month, number }: { [part: string]: string | undefined },
): NumberKey {
  if (!pattern.includes('{year}')) return [Number(number)];

  return [Number(year), ...(pattern.includes('{month}') ? [Number(month)] : []), Number(number)];
}
