/** How a seller numbers: what may be changed of it, so that no number is ever borne by two documents. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type Counting, USUAL_COUNTING } from '../series/counting.ts';
import { mayBearOneNumber, misfitOf, type Numbering } from '../series/patterns.ts';

/** What may be changed of it. */
export type NumberingChange = Partial<Counting> & Partial<Omit<Numbering, 'counting'>>;

/** Changes of numbering a seller may make in its life; each leaves patterns that are never used for something else again. */
export const NUMBERING_CHANGES_MAX = 20;

/** A seller's numbering, with those that it had before. */
type Known = Numbering & { readonly pastNumberings?: readonly Numbering[] };

/**
 * The numbering that a change leads to. Refused with `legal_entity.numbers_unfit` where a pattern does not fit the count,
 * with `legal_entity.numbers_collide` where it could print a number of another series, now or in the past, and with
 * `legal_entity.numbering_changes_max` where there were too many.
 */
export function renumbered(known: Known, change: NumberingChange): Result<Numbering> {
  const { scope, reset } = { ...USUAL_COUNTING, ...known.counting, ...change };
  const next = {
    invoiceNumbers: change.invoiceNumbers ?? known.invoiceNumbers,
    creditNoteNumbers: change.creditNoteNumbers ?? known.creditNoteNumbers,
    counting: { scope, reset },
  };
  const fitting = fitted(next);
  if (!fitting.ok) return fitting;
  const past = [...(known.pastNumberings ?? []), known];
  if (past.length > NUMBERING_CHANGES_MAX)
    return refuse('legal_entity.numbering_changes_max', 'This seller has changed its numbers too often.');

  const isOneCount = resetsByCustomer([...past, next]).size <= 1;

  return past.some((before) => collide(before, next, isOneCount))
    ? refuse('legal_entity.numbers_collide', 'A document could bear a number that was given before.')
    : ok(next);
}

/** A numbering as it is, refused with `legal_entity.numbers_unfit` where its patterns do not fit. */
export function fitted(numbering: Numbering): Result<Numbering> {
  const misfit = misfitOf(numbering);

  return misfit
    ? refuse('legal_entity.numbers_unfit', `The pattern ${misfit.must}.`, { pointer: `#/${misfit.field}` })
    : ok(numbering);
}

/**
 * A seller's series goes on counting through a change, so its own pattern may stay or change its width; another's is never taken
 * over. A customer's count goes on as long as it always began again alike.
 */
function collide(before: Numbering, next: Numbering, isOneCount: boolean): boolean {
  const scope = scopeOf(next);
  const isSameCount = scopeOf(before) === scope && (scope === 'legal_entity' || isOneCount);
  const goesOn = (from: string, to: string) =>
    (isSameCount && shape(from) === shape(to)) || !mayBearOneNumber(from, to);

  return (
    !goesOn(before.invoiceNumbers, next.invoiceNumbers) ||
    !goesOn(before.creditNoteNumbers, next.creditNoteNumbers) ||
    mayBearOneNumber(before.invoiceNumbers, next.creditNoteNumbers) ||
    mayBearOneNumber(before.creditNoteNumbers, next.invoiceNumbers)
  );
}

/** When the counts of customers have begun again, in all of a seller's life. */
function resetsByCustomer(numberings: readonly Numbering[]): ReadonlySet<string> {
  return new Set(
    numberings.flatMap(({ counting }) => (counting?.scope === 'customer' ? [counting.reset] : [])),
  );
}

function scopeOf({ counting }: Numbering): Counting['scope'] {
  return (counting ?? USUAL_COUNTING).scope;
}

function shape(pattern: string): string {
  return pattern.replace(/:\d\}/g, '}');
}
