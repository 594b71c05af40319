/** What follows for a payment from what its provider says; a higher rank is never undone by a late lower one. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import type { PaymentOutcome } from '../../ports.ts';
import { paymentSettled } from '../ledger.ts';
import { askedAgain, firstAskAt } from './asking.ts';
import type { LivePayment, PaymentFact } from './payment.ts';
import { BY_BANK, dayReceived, isTerminal, referenceOf } from './payment.ts';

type Facts = Result<readonly PaymentFact[]>;
type Certain = Exclude<PaymentOutcome, { status: 'absent' }>;
type Settled = Extract<PaymentOutcome, { status: 'settled' }>;

/** The facts that an outcome adds. Settled money that is not what was asked for is refused, so that a person looks. */
export function recordOutcome(payment: LivePayment, outcome: Certain, at: Instant): Facts {
  const { invoice } = payment;
  if (outcome.status === 'settled') return recordSettled(payment, outcome);
  if (isTerminal(payment.status)) return ok([]);

  switch (outcome.status) {
    case 'accepted':
      return ok(
        payment.status === 'processing'
          ? []
          : [{ type: 'payment.accepted', data: { reference: outcome.reference } }],
      );
    case 'action_required':
      return ok(
        isFurther(payment)
          ? []
          : [{ type: 'payment.action_required', data: { reference: outcome.reference, url: outcome.url } }],
      );
    case 'failed':
      return ok([
        {
          type: 'payment.failed',
          data: { invoice, reference: outcome.reference, code: outcome.code, kind: outcome.kind },
        },
      ]);
    case 'cancelled':
      return ok([{ type: 'payment.cancelled', data: { reference: outcome.reference } }]);
    case 'unknown':
      return ok(payment.status === 'unknown' ? [] : [unknownFact(payment, outcome.reason, at)]);
  }
}

/** The facts that an answer to a question adds: the outcome, or that it was asked in vain and when it is asked next. */
export function recordAsked(payment: LivePayment, outcome: PaymentOutcome, at: Instant): Facts {
  if (isTerminal(payment.status) && outcome.status !== 'settled') return ok([]);
  const recorded = learned(payment, outcome, at);
  if (!recorded.ok || isCertain(outcome)) return recorded;

  return ok([...recorded.value, { type: 'payment.asked', data: askedAgain(payment.asking, at) }]);
}

/** What is known after a question that was not known before it; of an attempt in process silence says nothing new. */
function learned(payment: LivePayment, outcome: PaymentOutcome, at: Instant): Facts {
  if (outcome.status === 'absent') return ok([]);
  if (outcome.status === 'unknown' && payment.status !== 'intended') return ok([]);

  return recordOutcome(payment, outcome, at);
}

/** The fact that money arrived, with its postings. */
export function settledFact(
  payment: LivePayment,
  settled: { readonly reference: string; readonly at: Instant },
): PaymentFact {
  const { invoice, provider, amountMinor, currency, entity } = payment;
  const date = dayReceived({ channel: payment.channel, settledAt: settled.at }, payment.zone);
  const books = paymentSettled({
    entity,
    currency,
    date,
    amountMinor,
    via: provider === BY_BANK ? 'bank' : 'provider',
  });

  return {
    type: 'payment.settled',
    data: { invoice, provider, amountMinor, currency, reference: settled.reference, at: settled.at },
    books,
  };
}

function recordSettled(payment: LivePayment, outcome: Settled): Facts {
  if (outcome.currency !== payment.currency) return mismatch('currency');
  if (outcome.amountMinor !== payment.amountMinor) return mismatch('amount');
  // A hosted page has a name of its own and gives the charge another; a direct charge has one name for ever.
  const known = referenceOf(payment);
  const mayDiffer = payment.channel === 'checkout' && payment.status !== 'settled';
  if (known !== null && known !== outcome.reference && !mayDiffer) return mismatch('reference');

  return ok(payment.status === 'settled' ? [] : [settledFact(payment, outcome)]);
}

function unknownFact(payment: LivePayment, reason: string, at: Instant): PaymentFact {
  const due = firstAskAt(payment.at);

  return { type: 'payment.outcome_unknown', data: { reason, nextAt: due > at ? due : firstAskAt(at) } };
}

function isFurther({ status }: LivePayment): boolean {
  return status === 'processing' || status === 'action_required';
}

function isCertain({ status }: PaymentOutcome): boolean {
  return status === 'settled' || status === 'failed' || status === 'cancelled';
}

function mismatch(what: 'amount' | 'currency' | 'reference'): Facts {
  return refuse(
    `payment.${what}_mismatch`,
    `The provider states another ${what} than the payment was made with.`,
  );
}
