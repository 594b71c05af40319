/**
 * What several functions do with attempts to collect money. There is one path: claim the attempt, call the provider under
 * the key that derives from it, record what it said. Whoever finds an attempt half made asks first.
 */
import { paymentOfAttempt, payments } from '../domain/payments.ts';
import type { Attempt, LivePayment, Payment } from '../domain/payments/payment.ts';
import { referenceOf } from '../domain/payments/payment.ts';
import { openMinorOf } from '../domain/receivables/account.ts';
import { accounts } from '../domain/receivables.ts';
import type { Acting, Loaded } from '../execute.ts';
import { execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addToInstant } from '../kernel/time.ts';
import type { AggregateRef, PaymentOutcome, PaymentProvider, Ports } from '../ports.ts';

/** An attempt that exists, with where it stands; `loaded` where it was written a moment ago, to go on from. */
export type Standing = {
  readonly ref: AggregateRef;
  readonly payment: LivePayment;
  readonly loaded?: Loaded<Payment> | undefined;
};

/** Claims an attempt. `isOurs` is false when somebody else has claimed it before; then nothing may be charged. */
export async function claim(
  ports: Ports,
  of: {
    readonly tenant: string;
    readonly attempt: Attempt & { readonly invoice: string };
    readonly acting: Acting;
  },
): Promise<Result<Standing & { readonly isOurs: boolean }>> {
  const { tenant, attempt, acting } = of;
  const ref = { tenant, id: paymentOfAttempt(tenant, attempt.invoice, attempt.attempt) };
  // Nearly always nobody has, so the first try does not look.
  const from = { state: payments.initial, version: 0, hash: '' };
  const done = await execute(ports.journal, payments, {
    ref,
    command: { do: 'intend', attempt },
    acting,
    from,
  });
  if (!done.ok) return done;
  const { state, version, commit } = done.value;
  const loaded = commit && { state, version, hash: commit.hash };

  return ok({ ref, payment: existing(state), loaded, isOurs: commit !== undefined });
}

/** Charges a claimed attempt and records what the provider says; silence is recorded as unknown. */
export async function charge(ports: Ports, standing: Standing, acting: Acting): Promise<Result<Standing>> {
  const provider = ports.providers[standing.payment.provider];
  if (!provider) return noProvider(standing.payment.provider);
  const outcome = await chargeAt(provider, standing);

  return record(ports, standing, { outcome, acting });
}

/**
 * Asks the provider about an attempt and records the answer. Only if it is certain that it never heard of it is the same
 * charge sent again, under the same key and within the key's life; after that the attempt has failed. A page that nobody
 * has to pay on any more is ended.
 */
export async function ask(ports: Ports, standing: Standing, acting: Acting): Promise<Result<Standing>> {
  const { ref, payment } = standing;
  const provider = ports.providers[payment.provider];
  if (!provider) return noProvider(payment.provider);
  const outcome = await answerTo(ports, provider, standing);
  const command = { do: 'asked', outcome, at: ports.clock.now() } as const;
  const done = await execute(ports.journal, payments, { ref, command, acting });
  if (!done.ok) return done;

  return ok({ ref, payment: existing(done.value.state) });
}

async function answerTo(
  ports: Ports,
  provider: PaymentProvider,
  standing: Standing,
): Promise<PaymentOutcome> {
  const { ref, payment } = standing;
  if (payment.status === 'action_required' && (await isNeedless(ports, standing))) {
    return calm(() => provider.cancel(ref.tenant, ref.id, payment.reference));
  }
  const told = await calm(() => provider.askPayment(ref.tenant, ref.id, referenceOf(payment)));

  return told.status === 'absent' ? afterAbsence(ports, provider, standing) : told;
}

/** Whether less is open by now than the attempt would bring: somebody paid otherwise, or the invoice was taken back. */
async function isNeedless(ports: Ports, { ref, payment }: Standing): Promise<boolean> {
  const account = { tenant: ref.tenant, id: payment.account };
  const { state } = await load(ports.journal, accounts, account);
  const item =
    state.status === 'open' ? state.items.find(({ invoice }) => invoice === payment.invoice) : undefined;

  return !item || openMinorOf(item) < payment.amountMinor;
}

/** Records what a provider said of an attempt. */
export async function record(
  ports: Ports,
  standing: Standing,
  of: { readonly outcome: PaymentOutcome; readonly acting: Acting },
): Promise<Result<Standing>> {
  const { ref, loaded: from } = standing;
  const outcome =
    of.outcome.status === 'absent' ? ({ status: 'unknown', reason: 'provider.absent' } as const) : of.outcome;
  const command = { do: 'record', outcome, at: ports.clock.now() } as const;
  const done = await execute(ports.journal, payments, { ref, command, acting: of.acting, from });
  if (!done.ok) return done;

  return ok({ ref, payment: existing(done.value.state) });
}

/** What a provider answers, where throwing counts as not having heard: the outcome is unknown, never failed. */
export async function calm<Outcome>(
  call: () => Promise<Outcome>,
): Promise<Outcome | { readonly status: 'unknown'; readonly reason: string }> {
  try {
    return await call();
  } catch (error) {
    return {
      status: 'unknown',
      reason: `provider.fault: ${error instanceof Error ? error.name : 'unknown'}`,
    };
  }
}

function chargeAt(provider: PaymentProvider, { ref, payment }: Standing): Promise<PaymentOutcome> {
  const { method, invoice, number, amountMinor, currency } = payment;
  if (method === null || invoice === null) {
    return Promise.resolve({ status: 'failed', reference: null, code: 'method.missing', kind: 'hard' });
  }

  return calm(() =>
    provider.charge({
      tenant: ref.tenant,
      payment: ref.id,
      invoice,
      key: ref.id,
      amountMinor,
      currency,
      method,
      description: number ?? invoice,
    }),
  );
}

async function afterAbsence(
  ports: Ports,
  provider: PaymentProvider,
  standing: Standing,
): Promise<PaymentOutcome> {
  const { payment } = standing;
  const keyEndsAt = addToInstant(payment.at, { seconds: provider.keyWindowSeconds - KEY_MARGIN_SECONDS });
  const isAlive = ports.clock.now() < keyEndsAt;
  // Whoever accepted it cannot be certain that it never heard of it.
  if (payment.status === 'processing') return { status: 'unknown', reason: 'provider.lost_reference' };
  const isNeeded = isAlive && payment.method !== null && !(await isNeedless(ports, standing));
  if (isNeeded) return chargeAt(provider, standing);

  return { status: 'failed', reference: null, code: 'provider.never_charged', kind: 'soft' };
}

/** A key is not used in its last hour: the call may take its time, and clocks differ. */
const KEY_MARGIN_SECONDS = 3_600;

function existing(payment: Payment): LivePayment {
  if (payment.status === 'none') throw new TypeError('an attempt was recorded and is not there');

  return payment;
}

/** The refusal where a deployment does not have the provider. */
export function noProvider(name: string) {
  return refuse(
    'provider.not_configured',
    `There is no payment provider ${name.slice(0, 20)} in this deployment.`,
  );
}
