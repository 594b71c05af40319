/**
 * The first questions that providers are to be asked, by the instant at which they are; closed once something is known.
 * Where business is done a message that is put off asks them, and no row is written; a test clock has to see them coming.
 */
import type { FirstQuestion } from '../domain/payments/first-questions.ts';
import type { Commit, Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** A question about a payment that is put at the instant of its key, unless it was closed. */
export type FirstQuestionListed = { readonly payment: string; readonly open: boolean };

/** The rows of the questions that a commit of a payment opens or closes. */
export function firstQuestionRows(
  { tenant, id, version, at }: Commit,
  questions: readonly FirstQuestion[],
): readonly ViewRow[] {
  const expiresAt = expiryOfClosed(at);

  return questions.map(({ about, dueAt, open }) => {
    const data: FirstQuestionListed = { payment: id, open };
    const row = { pk: partition(tenant), sk: `${dueAt}#${about}`, version, data };

    return open ? row : { ...row, expiresAt };
  });
}

/** A tenant's first questions in the order in which they are due, closed ones among them, within a range of keys. */
export function waitingQuestions(
  views: Views,
  of: { readonly tenant: string; readonly limit: number } & Pick<ViewQuery, 'from' | 'to' | 'after'>,
): Promise<Page<ViewRow>> {
  const { tenant, ...range } = of;

  return views.query({ pk: partition(tenant), ...range });
}

function partition(tenant: string): string {
  return `${tenant}#due#first_questions`;
}
