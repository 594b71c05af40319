/** What several functions do with refunds: send an approved one under its own key, ask about one that is not known. */
import { payments } from '../domain/payments.ts';
import type { Refund, SettledPayment } from '../domain/payments/payment.ts';
import type { Acting } from '../execute.ts';
import { execute } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addToInstant } from '../kernel/time.ts';
import type { AggregateRef, PaymentProvider, Ports, RefundOutcome } from '../ports.ts';
import { calm } from './collecting.ts';

/** A refund with its payment. */
export type StandingRefund = {
  readonly ref: AggregateRef;
  readonly payment: SettledPayment;
  readonly refund: Refund;
};

/** Sends a refund to the provider and records what it says; silence is recorded as unknown. */
export async function sendRefund(
  ports: Ports,
  standing: StandingRefund,
  acting: Acting,
): Promise<Result<'recorded'>> {
  const provider = ports.providers[standing.payment.provider];
  if (!provider)
    return refuse('provider.not_configured', 'The payment provider of this payment is not configured.');
  const told = await sentTo(provider, standing);
  const outcome =
    told.status === 'absent' ? ({ status: 'unknown', reason: 'provider.absent' } as const) : told;
  const command = {
    do: 'record_refund',
    refund: standing.refund.id,
    outcome,
    at: ports.clock.now(),
  } as const;
  const done = await execute(ports.journal, payments, { ref: standing.ref, command, acting });

  return done.ok ? ok('recorded') : done;
}

/** Asks about a refund; only a certain "never heard of it" sends it again, under the same key and within the key's life. */
export async function askRefund(
  ports: Ports,
  standing: StandingRefund,
  acting: Acting,
): Promise<Result<'recorded'>> {
  const { ref, refund, payment } = standing;
  const provider = ports.providers[payment.provider];
  if (!provider)
    return refuse('provider.not_configured', 'The payment provider of this payment is not configured.');
  const told = await calm(() => provider.askRefund(ref.tenant, refund.id, refund.reference));
  const outcome = told.status === 'absent' ? await afterAbsence(ports, provider, standing) : told;
  const command = { do: 'asked_refund', refund: refund.id, outcome, at: ports.clock.now() } as const;
  const done = await execute(ports.journal, payments, { ref, command, acting });

  return done.ok ? ok('recorded') : done;
}

async function afterAbsence(
  ports: Ports,
  provider: PaymentProvider,
  standing: StandingRefund,
): Promise<RefundOutcome> {
  const { refund } = standing;
  if (refund.status === 'processing') return { status: 'unknown', reason: 'provider.lost_reference' };
  const keyEndsAt = addToInstant(refund.at, { seconds: provider.keyWindowSeconds - KEY_MARGIN_SECONDS });
  if (ports.clock.now() < keyEndsAt) return sentTo(provider, standing);

  return { status: 'failed', reference: null, code: 'provider.never_refunded' };
}

const KEY_MARGIN_SECONDS = 3_600;

function sentTo(provider: PaymentProvider, { ref, payment, refund }: StandingRefund): Promise<RefundOutcome> {
  return calm(() =>
    provider.refund({
      tenant: ref.tenant,
      refund: refund.id,
      payment: ref.id,
      paymentReference: payment.reference,
      key: refund.id,
      amountMinor: refund.amountMinor,
      currency: payment.currency,
    }),
  );
}
