/** Wakes whoever asks a provider about payments whose first or next question is due. */
import type { Instant } from '../kernel/time.ts';
import type { Message } from '../ports.ts';
import { type FirstQuestionListed, waitingQuestions } from '../views/first-questions.ts';
import type { DuePayment } from '../views/payments.ts';
import { dueWork } from './due-rows.ts';

/** The wake-up for a payment whose question is due by now; none for another. */
export function questionsDue({ tenant, payment, dueAt }: DuePayment, now: Instant): readonly Message[] {
  if (dueAt === null || dueAt > now) return [];

  return [
    {
      to: 'payments.resolve',
      body: JSON.stringify({ kind: 'work', tenant, id: payment, trace: payment, task: {} }),
    },
  ];
}

/** The wake-ups for payments whose first question is due by then, and the instant at which one is next; for tenants with a test clock. */
export const { due: firstQuestionsDue, next: nextFirstQuestion } = dueWork<FirstQuestionListed>({
  wakes: 'payments.resolve',
  rows: waitingQuestions,
  idOf: ({ payment }) => payment,
  daysBack: 1,
});
