import { StripeError, StripeIntent, StripeSession } from '../../contracts/providers/stripe.ts';
import type { ChargeRequest, PaymentOutcome } from '../../ports.ts';
import type { CallResult } from './call.ts';
import { unknown } from './outcomes.ts';
import { toStripeAmount } from './stripe-amounts.ts';
import type { StripeApi, StripeForm } from './stripe-api.ts';
import { STRIPE_AUTHENTICATION_REQUIRED } from './stripe-codes.ts';
import { chargeError, intentOutcome, needsCustomer, sessionOutcome } from './stripe-outcomes.ts';

/** What the payment calls need: the API, and where a customer comes back to. */
export type StripePayments = { readonly api: StripeApi; readonly returnUrl: string | undefined };

/** Names one payment of one tenant; an answer about another one is not believed. */
export type PaymentName = { readonly tenant: string; readonly payment: string };

const MALFORMED = unknown('provider.answer_malformed');
const INTENT = /^pi_[A-Za-z0-9_]{1,250}$/;
const SESSION = /^cs_[A-Za-z0-9_]{1,250}$/;

/** Charges a saved method off session, once for its key. Amounts that Stripe cannot charge fail without a call. */
export async function chargeStripe(stripe: StripePayments, request: ChargeRequest): Promise<PaymentOutcome> {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined || amount <= 0n) {
    return { status: 'failed', reference: null, code: 'amount.not_chargeable', kind: 'hard' };
  }
  const result = await stripe.api.post(
    '/v1/payment_intents',
    chargeForm(stripe, request, amount),
    request.key,
  );
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return refusedCharge(stripe, request, result);

  const intent = StripeIntent.safeParse(result.body);
  if (!intent.success || !isAbout(intent.data, request)) return MALFORMED;
  if (BigInt(intent.data.amount) !== amount || intent.data.currency !== request.currency.toLowerCase()) {
    return unknown('provider.amount_differs');
  }
  return intentOutcome(intent.data);
}

/** What became of a payment whose intent or hosted page is known. */
export async function readStripe(
  stripe: StripePayments,
  name: PaymentName,
  reference: string,
): Promise<PaymentOutcome> {
  if (SESSION.test(reference)) {
    const query = { 'expand[0]': 'payment_intent', 'expand[1]': 'payment_intent.latest_charge' };
    return readSession(name, await stripe.api.get(`/v1/checkout/sessions/${reference}`, query));
  }
  if (!INTENT.test(reference)) return unknown('provider.reference_malformed');

  const result = await stripe.api.get(`/v1/payment_intents/${reference}`, EXPANDED);
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return unknown(`provider.refused_${result.status}`);
  const intent = StripeIntent.safeParse(result.body);
  if (!intent.success || !isAbout(intent.data, name)) return MALFORMED;
  return needsCustomer(intent.data) ? sendForCustomer(stripe, intent.data) : intentOutcome(intent.data);
}

/** Ends what has not settled; what has ended already answers with its end. */
export async function cancelStripe(
  stripe: StripePayments,
  name: PaymentName,
  reference: string,
): Promise<PaymentOutcome> {
  if (SESSION.test(reference)) {
    await stripe.api.post(`/v1/checkout/sessions/${reference}/expire`, {}, null);
  } else if (INTENT.test(reference)) {
    await stripe.api.post(`/v1/payment_intents/${reference}/cancel`, {}, null);
  }

  // Whatever the call came to, lost or refused because money had moved, the state afterwards is what counts.
  return readStripe(stripe, name, reference);
}

/** The metadata by which an intent, a page or a refund is known as ours. */
export function metadataOf(
  name: PaymentName & { readonly invoice?: string; readonly refund?: string },
): StripeForm {
  return {
    'metadata[tenant]': name.tenant,
    'metadata[payment]': name.payment,
    'metadata[invoice]': name.invoice ?? null,
    'metadata[refund]': name.refund ?? null,
  };
}

/** Whether the metadata names that payment of that tenant. */
export function isAbout(
  found: { readonly metadata?: Readonly<Record<string, string>> | null | undefined },
  name: PaymentName,
): boolean {
  return found.metadata?.tenant === name.tenant && found.metadata.payment === name.payment;
}

const EXPANDED = { 'expand[0]': 'latest_charge' };

function chargeForm(stripe: StripePayments, request: ChargeRequest, amount: bigint): StripeForm {
  return {
    amount: amount.toString(),
    currency: request.currency.toLowerCase(),
    payment_method: request.method.id,
    customer: request.method.customer,
    description: request.description,
    confirm: 'true',
    off_session: 'true',
    'automatic_payment_methods[enabled]': 'true',
    // Methods that send the customer elsewhere need a place to come back to.
    'automatic_payment_methods[allow_redirects]': stripe.returnUrl === undefined ? 'never' : null,
    return_url: stripe.returnUrl ?? null,
    ...metadataOf(request),
    ...EXPANDED,
  };
}

async function refusedCharge(
  stripe: StripePayments,
  request: ChargeRequest,
  result: Extract<CallResult, { answered: true }>,
): Promise<PaymentOutcome> {
  const refusal = StripeError.safeParse(result.body);
  if (!refusal.success) return unknown(`provider.refused_${result.status}`);
  const intent = refusal.data.error.payment_intent;
  if (result.status !== 402 || intent === null || intent === undefined) {
    return chargeError(result.status, refusal.data);
  }

  if (!isAbout(intent, request)) return MALFORMED;
  return needsCustomer(intent) ? sendForCustomer(stripe, intent) : chargeError(402, refusal.data);
}

/**
 * Tries the same intent again on session, which gives the page on which the bank asks the customer. The key derives from
 * the intent, so a charge and a question about it that meet here still make one attempt.
 */
async function sendForCustomer(stripe: StripePayments, intent: StripeIntent): Promise<PaymentOutcome> {
  const method = intent.last_payment_error?.payment_method?.id;
  if (stripe.returnUrl === undefined || method === undefined) {
    return {
      status: 'failed',
      reference: intent.id,
      code: STRIPE_AUTHENTICATION_REQUIRED,
      kind: 'soft',
    };
  }
  const form = { payment_method: method, return_url: stripe.returnUrl, ...EXPANDED };
  const path = `/v1/payment_intents/${intent.id}/confirm`;
  const result = await stripe.api.post(path, form, `${intent.id}.on_session`);
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) {
    const refusal = StripeError.safeParse(result.body);
    return refusal.success ? chargeError(result.status, refusal.data) : MALFORMED;
  }

  const confirmed = StripeIntent.safeParse(result.body);
  return confirmed.success && confirmed.data.id === intent.id ? intentOutcome(confirmed.data) : MALFORMED;
}

function readSession(name: PaymentName, result: CallResult): PaymentOutcome {
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return unknown(`provider.refused_${result.status}`);

  const session = StripeSession.safeParse(result.body);
  return session.success && isAbout(session.data, name) ? sessionOutcome(session.data) : MALFORMED;
}
