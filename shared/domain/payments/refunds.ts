/** What was given back of a settled payment: intended once, sent under its own key, settled or failed by the provider's word. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import type { RefundOutcome } from '../../ports.ts';
import { bookingDay } from '../booking-day.ts';
import { refundSettled } from '../ledger.ts';
import { askedAgain, firstAskAt } from './asking.ts';
import type { ApprovedRefund, PaymentFact, Refund, SettledPayment } from './payment.ts';
import { BY_BANK, REFUNDS_MAX, refundedMinorOf } from './payment.ts';

type Facts = Result<readonly PaymentFact[]>;

/** The last guard: never more goes back than came. What does not fit fails at once; what came by bank goes by bank. */
export function intendRefund(payment: SettledPayment, approved: ApprovedRefund, at: Instant): Facts {
  const { id, ...rest } = approved;
  if (payment.refunds.some((refund) => refund.id === id)) return ok([]);
  const intended: PaymentFact = { type: 'refund.intended', data: { refund: id, ...rest, at } };
  const fits =
    refundedMinorOf(payment) + approved.amountMinor <= payment.amountMinor &&
    payment.refunds.length < REFUNDS_MAX;
  if (!fits)
    return ok([intended, { type: 'refund.failed', data: { refund: id, code: 'refund.exceeds_payment' } }]);
  if (payment.provider !== BY_BANK) return ok([intended]);

  return ok([intended, settledFact(payment, { id, amountMinor: approved.amountMinor, reference: id, at })]);
}

/** The facts that the provider's word about a refund adds. */
export function recordRefund(
  payment: SettledPayment,
  refund: Refund,
  told: { outcome: Exclude<RefundOutcome, { status: 'absent' }>; at: Instant },
): Facts {
  const { outcome, at } = told;
  if (outcome.status === 'settled') return recordSettled(payment, refund, outcome);
  if (refund.status === 'settled' || refund.status === 'failed') return ok([]);

  switch (outcome.status) {
    case 'accepted':
      return ok(
        refund.status === 'processing'
          ? []
          : [{ type: 'refund.accepted', data: { refund: refund.id, reference: outcome.reference } }],
      );
    case 'failed':
      return ok([{ type: 'refund.failed', data: { refund: refund.id, code: outcome.code } }]);
    case 'unknown':
      return ok(refund.status === 'unknown' ? [] : [unknownFact(refund, outcome.reason, at)]);
  }
}

/** The facts that an answer to a question adds. */
export function recordAskedRefund(
  payment: SettledPayment,
  refund: Refund,
  told: { outcome: RefundOutcome; at: Instant },
): Facts {
  const { outcome, at } = told;
  if ((refund.status === 'settled' || refund.status === 'failed') && outcome.status !== 'settled')
    return ok([]);
  const recorded =
    outcome.status === 'absent' || outcome.status === 'unknown'
      ? ok([])
      : recordRefund(payment, refund, { outcome, at });
  if (!recorded.ok || outcome.status === 'settled' || outcome.status === 'failed') return recorded;

  return ok([
    ...recorded.value,
    { type: 'refund.asked', data: { refund: refund.id, ...askedAgain(refund.asking, at) } },
  ]);
}

function recordSettled(
  payment: SettledPayment,
  refund: Refund,
  outcome: Extract<RefundOutcome, { status: 'settled' }>,
): Facts {
  if (outcome.currency !== payment.currency) return mismatch('currency');
  if (outcome.amountMinor !== refund.amountMinor) return mismatch('amount');
  if (refund.reference !== null && refund.reference !== outcome.reference) return mismatch('reference');
  // The account took the money back when the refund failed; that it left after all is for a person to put right.
  if (refund.status === 'failed')
    return refuse('refund.settled_after_failure', 'The provider settled a refund that it had declined.');

  return ok(
    refund.status === 'settled'
      ? []
      : [settledFact(payment, { ...refund, reference: outcome.reference, at: outcome.at })],
  );
}

function settledFact(
  payment: SettledPayment,
  refund: { id: string; amountMinor: bigint; reference: string; at: Instant },
): PaymentFact {
  const { entity, currency, provider } = payment;
  const { id, amountMinor, reference, at } = refund;
  const books = refundSettled({
    entity,
    currency,
    date: bookingDay(at, payment.zone),
    amountMinor,
    via: provider === BY_BANK ? 'bank' : 'provider',
  });

  return { type: 'refund.settled', data: { refund: id, amountMinor, currency, reference, at }, books };
}

function unknownFact(refund: Refund, reason: string, at: Instant): PaymentFact {
  const due = firstAskAt(refund.at);

  return {
    type: 'refund.outcome_unknown',
    data: { refund: refund.id, reason, nextAt: due > at ? due : firstAskAt(at) },
  };
}

function mismatch(what: 'amount' | 'currency' | 'reference'): Facts {
  return refuse(
    `refund.${what}_mismatch`,
    `The provider states another ${what} than the refund was made with.`,
  );
}
