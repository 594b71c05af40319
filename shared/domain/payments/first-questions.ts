/** What of a payment its provider is asked about for the first time, five minutes after it was asked for. */
import type { Instant } from '../../kernel/time.ts';
import { firstAskAt } from './asking.ts';
import { isTerminal, type LivePayment, type PaymentFact, type Refund } from './payment.ts';

/** A first question: about the attempt itself or one of its refunds, when it is put, and whether it still has to be. */
export type FirstQuestion = { readonly about: string; readonly dueAt: Instant; readonly open: boolean };

/** The first questions that the facts of one commit open or close. What is known from the beginning has none. */
export function firstQuestions(
  id: string,
  payment: LivePayment,
  facts: readonly PaymentFact[],
): readonly FirstQuestion[] {
  const refunds = payment.status === 'settled' ? payment.refunds : [];
  const told = [
    { about: id, at: payment.at, open: !isTerminal(payment.status) && payment.asking === null },
    ...refunds.map((refund) => ({ about: refund.id, at: refund.at, open: isOpen(refund) })),
  ];

  return told.flatMap(({ about, at, open }) => {
    const own = facts.filter((fact) => about === subjectOf(fact, id));
    const isKnown = !open && own.some(({ type }) => type.endsWith('.intended'));

    return own.length === 0 || isKnown ? [] : [{ about, dueAt: firstAskAt(at), open }];
  });
}

function isOpen({ status, asking }: Refund): boolean {
  return status !== 'settled' && status !== 'failed' && asking === null;
}

function subjectOf({ data }: PaymentFact, id: string): string {
  return 'refund' in data ? data.refund : id;
}
