/** What each fact makes of a payment. */
import { invariant } from '../../kernel/invariant.ts';
import type { Attempted, LivePayment, Payment, PaymentFact, Refund, SettledPayment } from './payment.ts';
import { referenceOf } from './payment.ts';

type RefundFact = Extract<PaymentFact, { type: `refund.${string}` }>;

/** The state after the fact. */
export function evolvePayment(state: Payment, fact: PaymentFact): Payment {
  if (fact.type === 'payment.intended') return { ...fact.data, status: 'intended', asking: null };
  invariant(state.status !== 'none', 'a payment begins with its intention');
  if (isOfRefund(fact)) {
    invariant(state.status === 'settled', 'only a settled payment is refunded');
    return { ...state, refunds: refundsAfter(state, fact) };
  }

  return evolveAttempt(state, fact);
}

function evolveAttempt(
  state: LivePayment,
  fact: Exclude<PaymentFact, RefundFact | { type: 'payment.intended' }>,
): Payment {
  if (fact.type === 'payment.asked') return { ...state, asking: fact.data };
  if (fact.type === 'payment.outcome_unknown') return unknownAfter(state, fact.data);

  const attempted = attemptedOf(state);
  const { reference } = fact.data;
  switch (fact.type) {
    case 'payment.accepted':
      return { ...attempted, status: 'processing', reference: fact.data.reference };
    case 'payment.action_required':
      return { ...attempted, status: 'action_required', reference: fact.data.reference, url: fact.data.url };
    case 'payment.settled':
      return { ...attempted, status: 'settled', ...settledWith(fact.data) };
    case 'payment.failed':
      return { ...attempted, status: 'failed', reference, code: fact.data.code, kind: fact.data.kind };
    case 'payment.cancelled':
      return { ...attempted, status: 'cancelled', reference };
  }
}

function unknownAfter(state: LivePayment, told: { reason: string; nextAt: string }): Payment {
  const asking = { count: state.asking?.count ?? 0, nextAt: told.nextAt };

  return {
    ...attemptedOf(state),
    asking,
    status: 'unknown',
    reference: referenceOf(state),
    reason: told.reason,
  };
}

function settledWith({ reference, at }: { reference: string; at: string }) {
  return { reference, settledAt: at, refunds: [] };
}

/** What stays the same through all states. */
function attemptedOf(state: LivePayment): Attempted {
  const {
    entity,
    customer,
    account,
    invoice,
    number,
    attempt,
    channel,
    provider,
    method,
    amountMinor,
    currency,
    request,
    zone,
    at,
    asking,
    matched,
  } = state;

  return {
    entity,
    customer,
    account,
    invoice,
    number,
    attempt,
    channel,
    provider,
    method,
    amountMinor,
    currency,
    request,
    at,
    asking,
    ...(zone !== undefined && { zone }),
    ...(matched && { matched }),
  };
}

function refundsAfter(state: SettledPayment, fact: RefundFact): readonly Refund[] {
  if (fact.type === 'refund.intended') {
    const { refund: id, ...rest } = fact.data;
    return [...state.refunds, { id, ...rest, status: 'intended', reference: null, code: null, asking: null }];
  }

  return state.refunds.map((refund) => (refund.id === fact.data.refund ? refundAfter(refund, fact) : refund));
}

function refundAfter(refund: Refund, fact: Exclude<RefundFact, { type: 'refund.intended' }>): Refund {
  switch (fact.type) {
    case 'refund.accepted':
      return { ...refund, status: 'processing', reference: fact.data.reference };
    case 'refund.outcome_unknown':
      return {
        ...refund,
        status: 'unknown',
        asking: { count: refund.asking?.count ?? 0, nextAt: fact.data.nextAt },
      };
    case 'refund.asked':
      return { ...refund, asking: { count: fact.data.count, nextAt: fact.data.nextAt } };
    case 'refund.settled':
      return { ...refund, status: 'settled', reference: fact.data.reference };
    case 'refund.failed':
      return { ...refund, status: 'failed', code: fact.data.code };
  }
}

function isOfRefund(fact: PaymentFact): fact is RefundFact {
  return fact.type.startsWith('refund.');
}
