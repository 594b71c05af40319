import { StripeEvent, StripeIntent, StripeRefund, StripeSession } from '../../contracts/providers/stripe.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { PaymentOutcome, ProviderEvent, RawWebhook } from '../../ports.ts';
import { malformed, openSignedWebhook, signWebhook } from './signed-webhook.ts';
import { CHECKOUT_FLOW, intentOutcome, sessionOutcome, stripeRefundOutcome } from './stripe-outcomes.ts';

/** The header that carries Stripe's signature. */
export const STRIPE_SIGNATURE_HEADER = 'stripe-signature';

const INTENT_EVENTS: ReadonlySet<string> = new Set([
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
]);

const SESSION_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
]);

const REFUND_EVENTS: ReadonlySet<string> = new Set([
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
]);

/** Verifies and reads a webhook of Stripe; what is of another type, or not about a payment of ours, has no outcome. */
export function verifyStripe(
  webhook: RawWebhook,
  secrets: readonly string[],
): Result<readonly ProviderEvent[]> {
  const opened = openSignedWebhook(webhook, secrets, STRIPE_SIGNATURE_HEADER);
  if (!opened.ok) return opened;
  const event = StripeEvent.safeParse(opened.value);
  if (!event.success) return malformed();

  const read = readEvent(event.data);
  return read === undefined ? malformed() : ok([read]);
}

/** The headers with which Stripe would send this body; for tests and for rehearsals against a local system. */
export function signStripe(secret: string, timestampSeconds: number, body: string | Uint8Array) {
  return { [STRIPE_SIGNATURE_HEADER]: signWebhook(secret, timestampSeconds, body) };
}

function readEvent(event: StripeEvent): ProviderEvent | undefined {
  const base = {
    eventId: event.id,
    type: event.type,
    tenant: null,
    payment: null,
    refund: null,
    outcome: null,
    refundOutcome: null,
  };
  if (INTENT_EVENTS.has(event.type)) return readIntent(event, base);
  if (SESSION_EVENTS.has(event.type)) return readSession(event, base);
  if (REFUND_EVENTS.has(event.type)) return readRefund(event, base);

  return base;
}

function readIntent(event: StripeEvent, base: ProviderEvent): ProviderEvent | undefined {
  const intent = StripeIntent.safeParse(event.data.object);
  if (!intent.success) return undefined;
  const { tenant, payment, flow } = intent.data.metadata;
  if (tenant === undefined || payment === undefined) return base;

  // A decline on a hosted page ends nothing: the page stays open for another card.
  const isOpen = flow === CHECKOUT_FLOW && intent.data.status === 'requires_payment_method';
  return { ...base, tenant, payment, outcome: isOpen ? null : intentOutcome(intent.data, event.created) };
}

function readSession(event: StripeEvent, base: ProviderEvent): ProviderEvent | undefined {
  const session = StripeSession.safeParse(event.data.object);
  if (!session.success) return undefined;
  const { tenant, payment } = session.data.metadata;
  if (tenant === undefined || payment === undefined) return base;

  return { ...base, tenant, payment, outcome: sessionNews(event, session.data) };
}

function sessionNews(event: StripeEvent, session: StripeSession): PaymentOutcome {
  // The event does not say why it failed; whoever asks by the reference is told.
  if (event.type === 'checkout.session.async_payment_failed') {
    return { status: 'unknown', reason: 'provider.declined_later' };
  }
  return sessionOutcome(session, event.created);
}

function readRefund(event: StripeEvent, base: ProviderEvent): ProviderEvent | undefined {
  const found = StripeRefund.safeParse(event.data.object);
  if (!found.success) return undefined;
  const { tenant, payment, refund } = found.data.metadata ?? {};
  if (tenant === undefined || refund === undefined) return base;

  const refundOutcome = stripeRefundOutcome(found.data, event.created);
  return { ...base, tenant, payment: payment ?? null, refund, refundOutcome };
}
