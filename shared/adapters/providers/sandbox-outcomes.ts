import {
  type SandboxCharge,
  type SandboxCheckout,
  SandboxError,
  type SandboxRefund,
} from '../../contracts/providers/sandbox.ts';
import type { PaymentOutcome, RefundOutcome } from '../../ports.ts';
import { type Unknown, unknown } from './outcomes.ts';

/** Every decline code the sandbox documents; any other is not understood, and what is not understood is not failed. */
export const SANDBOX_DECLINES: ReadonlyMap<string, 'soft' | 'hard'> = new Map([
  ['insufficient_funds', 'soft'],
  ['authentication_refused', 'soft'],
  ['stolen_card', 'hard'],
]);

/** The refusals by which the sandbox is certain that it charged nothing. */
const REFUSED_CHARGES: ReadonlyMap<string, 'soft' | 'hard'> = new Map([['method.unknown', 'hard']]);

/** The refusals by which the sandbox is certain that it refunded nothing. */
const REFUSED_REFUNDS: ReadonlySet<string> = new Set([
  'charge.unknown',
  'charge.not_settled',
  'refund.exceeds_charge',
]);

/** A charge of the sandbox in our words. */
export function chargeOutcome(charge: SandboxCharge): PaymentOutcome {
  const reference = charge.id;
  switch (charge.status) {
    case 'accepted':
      return { status: 'accepted', reference };
    case 'action_required':
      return charge.url === null
        ? unknown('provider.url_missing')
        : { status: 'action_required', reference, url: charge.url };
    case 'settled':
      return settled(charge);
    case 'declined':
      return declined(charge);
    case 'cancelled':
      return { status: 'cancelled', reference };
  }
}

/** A hosted page in our words: open means that the customer is awaited. */
export function checkoutOutcome(checkout: SandboxCheckout): PaymentOutcome {
  switch (checkout.status) {
    case 'open':
      return { status: 'action_required', reference: checkout.id, url: checkout.url };
    case 'complete':
      return checkout.charge === null ? unknown('provider.charge_missing') : chargeOutcome(checkout.charge);
    case 'expired':
      return { status: 'cancelled', reference: checkout.id };
  }
}

/** A refund of the sandbox in our words. */
export function refundOutcome(refund: SandboxRefund): RefundOutcome {
  const reference = refund.id;
  switch (refund.status) {
    case 'accepted':
      return { status: 'accepted', reference };
    case 'settled':
      return settled(refund);
    case 'declined':
      return { status: 'failed', reference, code: refund.decline_code ?? 'declined' };
  }
}

/** An answer other than 200 to a charge: failed only where the sandbox is certain that nothing happened. */
export function refusedCharge(answer: { readonly status: number; readonly body: unknown }): PaymentOutcome {
  const code = codeOf(answer.body);
  const kind = answer.status >= 400 && answer.status < 500 ? REFUSED_CHARGES.get(code) : undefined;
  if (kind === undefined) return unknown(`provider.refused_${answer.status}`);

  return { status: 'failed', reference: null, code, kind };
}

/** An answer other than 200 to a refund. */
export function refusedRefund(answer: { readonly status: number; readonly body: unknown }): RefundOutcome {
  const code = codeOf(answer.body);
  const isCertain = answer.status >= 400 && answer.status < 500 && REFUSED_REFUNDS.has(code);

  return isCertain
    ? { status: 'failed', reference: null, code }
    : unknown(`provider.refused_${answer.status}`);
}

function declined(charge: SandboxCharge): PaymentOutcome {
  const code = charge.decline_code ?? '';
  const kind = SANDBOX_DECLINES.get(code);
  if (kind === undefined) return unknown('provider.code_unmapped');

  return { status: 'failed', reference: charge.id, code, kind };
}

function settled(found: SandboxCharge | SandboxRefund): (PaymentOutcome & RefundOutcome) | Unknown {
  if (found.settled_at === null) return unknown('provider.moment_missing');

  return {
    status: 'settled',
    reference: found.id,
    amountMinor: BigInt(found.amount_minor),
    currency: found.currency,
    at: found.settled_at,
  };
}

function codeOf(body: unknown): string {
  const answer = SandboxError.safeParse(body);
  return answer.success ? answer.data.error.code : '';
}
