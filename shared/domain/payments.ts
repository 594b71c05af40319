/**
 * Payments: one attempt to collect one invoice is one aggregate. Its id is the claim: attempt n can be put once, so
 * whichever path comes first (automatic, by hand, hosted page) makes it, and nobody makes n + 1 while n may yet succeed.
 */
import type { Decider } from '../kernel/decider.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { evolvePayment } from './payments/evolve.ts';
import { recordAsked, recordOutcome, settledFact } from './payments/outcomes.ts';
import type { Payment, PaymentCommand, PaymentFact, SettledPayment } from './payments/payment.ts';
import { intendRefund, recordAskedRefund, recordRefund } from './payments/refunds.ts';

/** The id of attempt n on an invoice, and the provider's idempotency key for it. */
export function paymentOfAttempt(tenant: string, invoice: string, attempt: number): string {
  return derivedId('pay', tenant, invoice, String(attempt));
}

/** The id of a payment that somebody books by hand under an idempotency key. */
export function bookedPayment(tenant: string, key: string): string {
  return derivedId('pay', tenant, 'booked', key);
}

/** The id of a refund that somebody asks for under an idempotency key. */
export function refundOfRequest(payment: string, key: string): string {
  return derivedId('ref', payment, key);
}

/** The id of the refund by which a credit note goes back to one of the payments that had paid. */
export function refundOfCreditNote(creditNote: string, payment: string): string {
  return derivedId('ref', creditNote, payment);
}

/** The rules of one payment. */
export const payments: Decider<Payment, PaymentCommand, PaymentFact> = {
  name: 'payments',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'intend') return intend(state, command);
    if (command.do === 'book') return book(state, command);
    if (state.status === 'none') return refuse('payment.not_found', 'There is no such payment.');
    if (command.do === 'record') return recordOutcome(state, command.outcome, command.at);
    if (command.do === 'asked') return recordAsked(state, command.outcome, command.at);
    if (state.status !== 'settled')
      return refuse('payment.not_settled', 'Only a settled payment can be refunded.');

    return decideRefund(state, command);
  },
  evolve: evolvePayment,
};

type Of<Do extends PaymentCommand['do']> = Extract<PaymentCommand, { do: Do }>;

function intend(state: Payment, { attempt }: Of<'intend'>): Result<readonly PaymentFact[]> {
  if (state.status !== 'none') return ok([]);
  if (attempt.amountMinor <= 0n) return refuse('payment.nothing_open', 'Nothing is open on this invoice.');

  return ok([{ type: 'payment.intended', data: attempt }]);
}

function book(
  state: Payment,
  { attempt, reference, receivedOn }: Of<'book'>,
): Result<readonly PaymentFact[]> {
  const intended = intend(state, { do: 'intend', attempt });
  if (!intended.ok || intended.value.length === 0) return intended;
  const live = evolvePayment(state, { type: 'payment.intended', data: attempt });
  if (live.status === 'none') return intended;

  return ok([...intended.value, settledFact(live, { reference, at: `${receivedOn}T00:00:00.000Z` })]);
}

function decideRefund(
  state: SettledPayment,
  command: Of<'intend_refund'> | Of<'record_refund'> | Of<'asked_refund'>,
): Result<readonly PaymentFact[]> {
  if (command.do === 'intend_refund') return intendRefund(state, command.refund, command.at);
  const refund = state.refunds.find(({ id }) => id === command.refund);
  if (!refund) return refuse('refund.not_found', 'There is no such refund.');
  if (command.do === 'record_refund') return recordRefund(state, refund, command);

  return recordAskedRefund(state, refund, command);
}
