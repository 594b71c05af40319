import {
  SandboxCharge,
  SandboxCheckout,
  SandboxEvent,
  SandboxRefund,
} from '../../contracts/providers/sandbox.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { ProviderEvent, RawWebhook } from '../../ports.ts';
import { chargeOutcome, checkoutOutcome, refundOutcome } from './sandbox-outcomes.ts';
import { malformed, openSignedWebhook, signWebhook } from './signed-webhook.ts';

/** The header that carries the sandbox's signature. */
export const SANDBOX_SIGNATURE_HEADER = 'sandbox-signature';

/** Verifies and reads a webhook of the sandbox; an event of a type it does not know has no outcome. */
export function verifySandbox(
  webhook: RawWebhook,
  secrets: readonly string[],
): Result<readonly ProviderEvent[]> {
  const opened = openSignedWebhook(webhook, secrets, SANDBOX_SIGNATURE_HEADER);
  if (!opened.ok) return opened;
  const event = SandboxEvent.safeParse(opened.value);
  if (!event.success) return malformed();

  const read = readEvent(event.data);
  return read === undefined ? malformed() : ok([read]);
}

/** The headers with which the sandbox would send this body; for tests and for the sandbox itself. */
export function signSandbox(secret: string, timestampSeconds: number, body: string | Uint8Array) {
  return { [SANDBOX_SIGNATURE_HEADER]: signWebhook(secret, timestampSeconds, body) };
}

function readEvent(event: SandboxEvent): ProviderEvent | undefined {
  const nothing = {
    eventId: event.id,
    type: event.type,
    tenant: null,
    payment: null,
    refund: null,
    outcome: null,
    refundOutcome: null,
  };
  if (event.type.startsWith('charge.')) return readCharge(event, nothing);
  if (event.type.startsWith('refund.')) return readRefund(event, nothing);
  if (event.type === 'checkout.expired') return readCheckout(event, nothing);

  return nothing;
}

function readCharge(event: SandboxEvent, base: ProviderEvent): ProviderEvent | undefined {
  const charge = SandboxCharge.safeParse(event.data);
  if (!charge.success) return undefined;
  const { tenant, payment, status, checkout } = charge.data;

  // A decline on a hosted page ends nothing: the page stays open for another card.
  const isFinal = !(status === 'declined' && checkout !== null);
  return { ...base, tenant, payment, outcome: isFinal ? chargeOutcome(charge.data) : null };
}

function readRefund(event: SandboxEvent, base: ProviderEvent): ProviderEvent | undefined {
  const refund = SandboxRefund.safeParse(event.data);
  if (!refund.success) return undefined;
  const { tenant, payment } = refund.data;
  return { ...base, tenant, payment, refund: refund.data.refund, refundOutcome: refundOutcome(refund.data) };
}

function readCheckout(event: SandboxEvent, base: ProviderEvent): ProviderEvent | undefined {
  const checkout = SandboxCheckout.safeParse(event.data);
  if (!checkout.success) return undefined;
  const { tenant, payment } = checkout.data;
  return { ...base, tenant, payment, outcome: checkoutOutcome(checkout.data) };
}
