import { StripeError, StripeRefund } from '../../contracts/providers/stripe.ts';
import type { PaymentProvider, RefundOutcome, RefundRequest } from '../../ports.ts';
import type { CallResult } from './call.ts';
import { unknown } from './outcomes.ts';
import { toStripeAmount } from './stripe-amounts.ts';
import { type StripeApi, type StripeOptions, stripeApi } from './stripe-api.ts';
import {
  detachStripeMethod,
  listStripeMethods,
  openStripeCheckout,
  openStripeSetup,
} from './stripe-customers.ts';
import { refundError, stripeRefundOutcome } from './stripe-outcomes.ts';
import {
  cancelStripe,
  chargeStripe,
  metadataOf,
  readStripe,
  type StripePayments,
} from './stripe-payments.ts';
import { findInList, findStripePayment } from './stripe-search.ts';
import { verifyStripe } from './stripe-webhook.ts';

/** How long Stripe's v1 API remembers an idempotency key, in seconds. */
export const STRIPE_KEY_WINDOW_SECONDS = 86_400;

/** Stripe behind the port, over plain HTTP. What it does not understand, and what it did not hear, is unknown. */
export function stripeProvider(options: StripeOptions): PaymentProvider {
  const api = stripeApi(options);
  const stripe: StripePayments = { api, returnUrl: options.returnUrl };
  return {
    name: 'stripe',
    keyWindowSeconds: STRIPE_KEY_WINDOW_SECONDS,
    charge: (request) => chargeStripe(stripe, request),
    askPayment: (tenant, payment, reference) =>
      reference === null
        ? findStripePayment(stripe, { tenant, payment })
        : readStripe(stripe, { tenant, payment }, reference),
    cancel: (tenant, payment, reference) => cancelStripe(stripe, { tenant, payment }, reference),
    refund: (request) => makeRefund(api, request),
    askRefund: (tenant, refund, reference) => askRefund(api, { tenant, refund }, reference),
    checkout: (request) => openStripeCheckout(api, request),
    setup: (request) => openStripeSetup(api, request),
    methods: (customer) => listStripeMethods(api, customer),
    detach: (method) => detachStripeMethod(api, method),
    verify: verifyStripe,
  };
}

type RefundName = { readonly tenant: string; readonly refund: string };

async function makeRefund(api: StripeApi, request: RefundRequest): Promise<RefundOutcome> {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined || amount <= 0n) {
    return { status: 'failed', reference: null, code: 'amount.not_refundable' };
  }
  const form = {
    payment_intent: request.paymentReference,
    amount: amount.toString(),
    ...metadataOf(request),
  };
  const result = await api.post('/v1/refunds', form, request.key);
  if (!result.answered || result.status === 200) return toRefundOutcome(result, request);

  const refusal = StripeError.safeParse(result.body);
  return refusal.success
    ? refundError(result.status, refusal.data)
    : unknown(`provider.refused_${result.status}`);
}

/** Refunds have no search, so without a reference only a list read to its end proves that there is none. */
async function askRefund(api: StripeApi, name: RefundName, reference: string | null): Promise<RefundOutcome> {
  if (reference !== null) return readRefund(api, name, reference);

  const found = await findInList(api, '/v1/refunds', {
    fits: (one) => isRefund(one, name),
    isEnough: () => false,
  });
  if (!found.isCertain) return unknown(found.reason);
  const [first] = found.ids;
  return first === undefined ? { status: 'absent' } : readRefund(api, name, first);
}

async function readRefund(api: StripeApi, name: RefundName, reference: string): Promise<RefundOutcome> {
  return toRefundOutcome(await api.get(`/v1/refunds/${encodeURIComponent(reference)}`), name);
}

function toRefundOutcome(result: CallResult, name: RefundName): RefundOutcome {
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return unknown(`provider.refused_${result.status}`);

  const refund = StripeRefund.safeParse(result.body);
  const isOurs = refund.success && isRefund(refund.data, name);
  return isOurs ? stripeRefundOutcome(refund.data) : unknown('provider.answer_malformed');
}

function isRefund(
  found: { readonly metadata?: Readonly<Record<string, string>> | null | undefined },
  name: RefundName,
): boolean {
  return found.metadata?.tenant === name.tenant && found.metadata.refund === name.refund;
}
