/**
 * How a seller counts its documents, and how a count is printed. § 14 (4) no. 4 UStG and art. 226 no. 2 of Directive
 * 2006/112/EC ask for one or several series of consecutive numbers that name a document once; which series, is the seller's.
 */
import type { NumberReset, NumberScope } from '../../contracts/number-patterns.ts';

/** Who has a count of its own, and when it begins again at one. */
export type Counting = { readonly scope: NumberScope; readonly reset: NumberReset };

/** How sellers count who say nothing about it. */
export const USUAL_COUNTING: Counting = { scope: 'legal_entity', reset: 'yearly' };

/** Characters of an ISO date that tell one span of counting from the next. */
const SPAN_CHARACTERS: Readonly<Record<NumberReset, number>> = { never: 0, yearly: 4, monthly: 7 };

/** The span in which a day is counted: `2026`, `2026-11`, or nothing where a count never begins again. */
export function spanOf(issueDate: string, reset: NumberReset): string {
  return issueDate.slice(0, SPAN_CHARACTERS[reset]);
}

/** What a number is printed from; `customer` is the ordinal of the customer among the seller's, where it is counted by. */
export type Given = { readonly issueDate: string; readonly number: number; readonly customer?: number };

/** The printed number: `RE-{year}-{number:5}` of a day in 2026 and 42 is `RE-2026-00042`. */
export function printedNumber(pattern: string, { issueDate, number, customer }: Given): string {
  const [year = '', month = ''] = issueDate.split('-');

  return pattern
    .replace('{year}', year)
    .replace('{month}', month)
    .replace(/\{customer(?::(\d))?\}/, (_, width?: string) => padded(customer ?? 0, width))
    .replace(/\{number(?::(\d))?\}/, (_, width?: string) => padded(number, width));
}

function padded(number: number, width = '1'): string {
  return String(number).padStart(Number(width), '0');
}
