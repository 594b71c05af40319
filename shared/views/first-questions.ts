/**
 * The first questions that providers are to be asked, by the instant at which they are; closed once something is known.
 * Where business is done a message that is put off asks them, and no row is written; a test clock has to see them coming.
 */
import type { FirstQuestion } from '../domain/payments/first-questions.ts';
import type { Commit, Page, ViewRow, Views } from '../ports.ts';
import { type WaitingQuestion, waitingRow, waitingRows } from './waiting-rows.ts';

/** A question about a payment that is put at the instant of its key, unless it was closed. */
export type FirstQuestionListed = { readonly payment: string; readonly open: boolean };

const KIND = 'first_questions';

/** The rows of the questions that a commit of a payment opens or closes. */
export function firstQuestionRows(commit: Commit, questions: readonly FirstQuestion[]): readonly ViewRow[] {
  return questions.map(({ about, dueAt, open }) => {
    const data: FirstQuestionListed = { payment: commit.id, open };
    return waitingRow(KIND, commit, { dueAt, about, data });
  });
}

/** A tenant's first questions in the order in which they are due, closed ones among them, within a range of keys. */
export function waitingQuestions(views: Views, of: WaitingQuestion): Promise<Page<ViewRow>> {
  return waitingRows(views, KIND, of);
}
