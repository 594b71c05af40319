/** Patterns of numbers: whether they fit the way of counting, and whether two of them could print one number. */
import { SELF_BILLED_CREDIT_NUMBERS, SELF_BILLED_NUMBERS } from '../self-billing.ts';
import { type Counting, USUAL_COUNTING } from './counting.ts';

/** The patterns of a seller and how it counts; the counting is absent where it is the usual one. */
export type Numbering = {
  readonly invoiceNumbers: string;
  readonly creditNoteNumbers: string;
  readonly counting?: Counting;
};

/** A pattern that does not serve: where it was given, and what it must do. */
export type Misfit = { readonly field: 'invoice_numbers' | 'credit_note_numbers'; readonly must: string };

/** The patterns of what a seller issues in the name of its suppliers. */
const RESERVED = [SELF_BILLED_NUMBERS, SELF_BILLED_CREDIT_NUMBERS];

const UNFIT =
  'must hold {year} where counts begin again yearly, {year} and {month} where monthly, and {customer} where, and only where, each customer has its own';

/** The first of the two patterns that does not fit the way of counting, or could print a number of the other. */
export function misfitOf({
  invoiceNumbers,
  creditNoteNumbers,
  counting = USUAL_COUNTING,
}: Numbering): Misfit | undefined {
  if (!fits(invoiceNumbers, counting)) return { field: 'invoice_numbers', must: UNFIT };
  if (!fits(creditNoteNumbers, counting)) return { field: 'credit_note_numbers', must: UNFIT };

  const taken = [invoiceNumbers, creditNoteNumbers].findIndex((pattern) =>
    RESERVED.some((other) => mayBearOneNumber(pattern, other)),
  );
  if (taken >= 0)
    return {
      field: taken === 0 ? 'invoice_numbers' : 'credit_note_numbers',
      must: 'must differ from those of self-billed documents, SB-{year}-{number} and SC-{year}-{number}',
    };

  return mayBearOneNumber(invoiceNumbers, creditNoteNumbers)
    ? {
        field: 'credit_note_numbers',
        must: 'must differ from invoice_numbers, or two documents bear one number',
      }
    : undefined;
}

function fits(pattern: string, { scope, reset }: Counting): boolean {
  const hasYear = reset === 'never' || pattern.includes('{year}');
  const hasMonth = reset !== 'monthly' || pattern.includes('{month}');

  return hasYear && hasMonth && pattern.includes('{customer') === (scope === 'customer');
}

/** Whether some number could be printed by both. Behind a year, or where either holds none, a digit is as good as any other. */
export function mayBearOneNumber(one: string, other: string): boolean {
  const [a, b] = [skeletonOf(one), skeletonOf(other)];
  if (a.includes('{year}') && b.includes('{year}')) return a === b;

  return flat(a) === flat(b);
}

function skeletonOf(pattern: string): string {
  const at = pattern.indexOf('{year}') < 0 ? 0 : pattern.indexOf('{year}') + '{year}'.length;
  const counted = pattern.slice(at).replace(/(\{month\}|\{(customer|number)(:\d)?\}|\d)+/g, '#');

  return pattern.slice(0, at) + counted;
}

function flat(skeleton: string): string {
  return skeleton.replace(/(\{year\}|\d|#)+/g, '#');
}
