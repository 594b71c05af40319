import type {
  StripeError,
  StripeIntent,
  StripePaymentError,
  StripeRefund,
  StripeSession,
} from '../../contracts/providers/stripe.ts';
import { instantFromEpochMilliseconds } from '../../kernel/time.ts';
import type { PaymentOutcome, RefundOutcome } from '../../ports.ts';
import { type Unknown, unknown } from './outcomes.ts';
import { fromStripeAmount } from './stripe-amounts.ts';
import {
  STRIPE_AUTHENTICATION_REQUIRED,
  STRIPE_DECLINES,
  STRIPE_REFUSED_CHARGES,
  STRIPE_REFUSED_REFUNDS,
} from './stripe-codes.ts';

/** The value of `metadata.flow` on an intent that belongs to a hosted page. */
export const CHECKOUT_FLOW = 'checkout';

/** An intent in our words; `atSeconds` is when the news is from, for an intent that does not carry its charge. */
export function intentOutcome(intent: StripeIntent, atSeconds?: number): PaymentOutcome {
  const reference = intent.id;
  switch (intent.status) {
    case 'succeeded':
      return settledIntent(intent, atSeconds);
    case 'processing':
      return { status: 'accepted', reference };
    case 'requires_action':
      return awaitedCustomer(intent);
    case 'requires_payment_method':
      return unpaidIntent(intent);
    case 'canceled':
      return { status: 'cancelled', reference };
    default:
      // Also requires_confirmation and requires_capture: we confirm and capture at once, so somebody else was here.
      return unknown('provider.status_unexpected');
  }
}

/** Whether the bank refused an off-session charge only because it wants to see the customer. */
export function needsCustomer(intent: StripeIntent): boolean {
  const isOpen = intent.status === 'requires_payment_method' && intent.metadata.flow !== CHECKOUT_FLOW;
  return isOpen && codeOf(intent.last_payment_error) === STRIPE_AUTHENTICATION_REQUIRED;
}

/** An error answer to a charge: failed only by a code that says so. */
export function chargeError(status: number, { error }: StripeError): PaymentOutcome {
  if (status === 402) return declinedBy(error, error.payment_intent?.id ?? null);
  const code = error.code ?? '';
  const isRefused = (status === 400 || status === 404) && STRIPE_REFUSED_CHARGES.has(code);

  return isRefused
    ? { status: 'failed', reference: null, code, kind: 'hard' }
    : unknown(`provider.refused_${status}`);
}

/** A hosted page in our words; open means that the customer is awaited. */
export function sessionOutcome(session: StripeSession, atSeconds?: number): PaymentOutcome {
  const { payment_intent: intent } = session;
  if (session.status === 'open') {
    return typeof session.url === 'string'
      ? { status: 'action_required', reference: session.id, url: session.url }
      : unknown('provider.url_missing');
  }
  if (session.status === 'expired') return { status: 'cancelled', reference: session.id };
  if (typeof intent === 'object' && intent !== null) return completedIntent(intent, atSeconds);
  if (session.status === null || typeof intent !== 'string') return unknown('provider.charge_missing');
  if (session.payment_status !== 'paid') return { status: 'accepted', reference: intent };

  return settled(intent, session.amount_total ?? 0, session.currency ?? '', atSeconds);
}

/** A refund in our words. */
export function stripeRefundOutcome(refund: StripeRefund, atSeconds?: number): RefundOutcome {
  switch (refund.status) {
    case 'pending':
    case 'requires_action':
      return { status: 'accepted', reference: refund.id };
    case 'succeeded':
      return settled(refund.id, refund.amount, refund.currency, atSeconds ?? refund.created);
    case 'failed':
      return { status: 'failed', reference: refund.id, code: refund.failure_reason ?? 'failed' };
    case 'canceled':
      return { status: 'failed', reference: refund.id, code: 'canceled' };
    default:
      return unknown('provider.status_unexpected');
  }
}

/** An error answer to a refund: failed only by a code that says that nothing was refunded. */
export function refundError(status: number, { error }: StripeError): RefundOutcome {
  const code = error.code ?? '';
  const isRefused = (status === 400 || status === 404) && STRIPE_REFUSED_REFUNDS.has(code);
  return isRefused ? { status: 'failed', reference: null, code } : unknown(`provider.refused_${status}`);
}

function settledIntent(intent: StripeIntent, atSeconds: number | undefined): PaymentOutcome {
  const charge = intent.latest_charge;
  const charged = typeof charge === 'object' && charge !== null ? charge.created : undefined;
  return settled(intent.id, intent.amount_received, intent.currency, charged ?? atSeconds ?? intent.created);
}

function awaitedCustomer(intent: StripeIntent): PaymentOutcome {
  const url = intent.next_action?.redirect_to_url?.url;
  if (typeof url !== 'string') return unknown('provider.url_missing');

  return { status: 'action_required', reference: intent.id, url };
}

function unpaidIntent(intent: StripeIntent): PaymentOutcome {
  // A hosted page stays open after a decline, so its intent has not failed; the page itself says when it is over.
  if (intent.metadata.flow === CHECKOUT_FLOW) return unknown('provider.page_open');

  const error = intent.last_payment_error;
  return error === undefined || error === null
    ? unknown('provider.status_unexpected')
    : declinedBy(error, intent.id);
}

/** The intent of a page that the customer has completed: now a decline is the end. */
function completedIntent(intent: StripeIntent, atSeconds: number | undefined): PaymentOutcome {
  const { flow: _, ...metadata } = intent.metadata;
  return intentOutcome({ ...intent, metadata }, atSeconds);
}

function declinedBy(error: StripePaymentError, reference: string | null): PaymentOutcome {
  const code = codeOf(error);
  if (code === STRIPE_AUTHENTICATION_REQUIRED) return unknown('provider.authentication_required');
  const kind = STRIPE_DECLINES.get(code);

  return kind === undefined ? unknown('provider.code_unmapped') : { status: 'failed', reference, code, kind };
}

/** `decline_code` is the finer one; without it `code` tells, and `card_declined` alone tells nothing. */
function codeOf(error: StripePaymentError | null | undefined): string {
  return error?.decline_code ?? error?.code ?? '';
}

type Settled = Extract<PaymentOutcome, { status: 'settled' }>;

function settled(
  reference: string,
  amount: number,
  currency: string,
  atSeconds: number | undefined,
): Settled | Unknown {
  const amountMinor = fromStripeAmount(amount, currency);
  if (amountMinor === undefined || amountMinor === 0n) return unknown('provider.amount_malformed');
  if (atSeconds === undefined) return unknown('provider.moment_missing');

  const at = instantFromEpochMilliseconds(atSeconds * 1_000);
  return { status: 'settled', reference, amountMinor, currency: currency.toUpperCase(), at };
}
