/**
 * How somebody who asks comes to an attempt on an invoice: one lives at a time, whichever path made it, and the next one
 * is made only when the one before has ended and its money is on the account.
 */
import { calm, claim, noProvider, record, type Standing } from './collecting.ts';
import { paymentOfAttempt, payments } from '../domain/payments.ts';
import type { Attempt } from '../domain/payments/payment.ts';
import { ATTEMPTS_MAX, isTerminal } from '../domain/payments/payment.ts';
import { accounts } from '../domain/receivables.ts';
import type { OpenAccount } from '../domain/receivables/account.ts';
import { openMinorOf } from '../domain/receivables/account.ts';
import type { Acting } from '../execute.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { AggregateRef, Journal, Ports } from '../ports.ts';
import { hasTaken } from './posting.ts';
import { isUnderWay } from './replacing.ts';

/** What somebody asks for beside the automatic collection: which way to pay, how much, under which request. */
export type Asked = {
  readonly account: AggregateRef;
  readonly invoice: string;
  /** Null asks for all that is open. */
  readonly amountMinor: bigint | null;
  readonly request: string;
  /** The invoices that it replaces, a payment of which may still be under way. */
  readonly replaced?: readonly string[];
  readonly made: Pick<Attempt, 'channel' | 'provider' | 'method'>;
  readonly acting: Acting;
};

/**
 * Claims the next attempt on an invoice for a request, or meets the one that this request made before. An attempt that
 * waits for the customer is ended first when the saved method is to be charged; its page is given when a page is asked for,
 * unless another amount is open by now.
 */
export async function attemptAgain(
  ports: Ports,
  asked: Asked,
): Promise<Result<Standing & { readonly isOurs: boolean }>> {
  const { account: ref, invoice, request, made, acting } = asked;
  if (!Object.hasOwn(ports.providers, made.provider)) return noProvider(made.provider);
  const { state: account } = await load(ports.journal, accounts, ref);
  if (account.status === 'none') return nothingOpen();
  const course = await courseOf(ports.journal, { tenant: ref.tenant, invoice, request, account });
  if (!course.ok) return course;
  const item = account.items.find((each) => each.invoice === invoice);
  if ('met' in course.value)
    return meet(ports, course.value.met, { asked, openMinor: item ? openMinorOf(item) : 0n });
  if (!item) return nothingOpen();
  const { replaced = [] } = asked;
  if (await isUnderWay(ref, { state: account, replaced }, ports.journal)) return inProgress();
  const amountMinor = asked.amountMinor ?? openMinorOf(item);
  if (amountMinor > openMinorOf(item)) {
    return refuse('payment.amount_exceeds', 'The amount is more than is open on the invoice.', {
      pointer: '#/amount',
    });
  }

  const { entity, customer, currency, zone } = account;
  const told = zone !== undefined && { zone };
  const whose = { entity, customer, account: ref.id, invoice, number: item.number, currency, ...told };
  const attempt = { ...whose, ...made, amountMinor, attempt: course.value.next, request, at: acting.at };
  const claimed = await claim(ports, { tenant: ref.tenant, attempt, acting });
  if (!claimed.ok || claimed.value.isOurs || claimed.value.payment.request === request) return claimed;

  return inProgress();
}

/** Opens the provider's hosted page for a claimed attempt and records where it is. */
export async function openPage(
  ports: Ports,
  standing: Standing,
  of: { readonly acting: Acting; readonly returnUrl: string; readonly customer: string | null },
): Promise<Result<Standing>> {
  const { ref, payment } = standing;
  const provider = ports.providers[payment.provider];
  if (!provider || payment.invoice === null) return noProvider(payment.provider);
  const { invoice, number, amountMinor, currency } = payment;
  const request = {
    tenant: ref.tenant,
    payment: ref.id,
    invoice,
    key: ref.id,
    amountMinor,
    currency,
    description: number ?? invoice,
  };
  const page = await calm(() =>
    provider.checkout({ ...request, returnUrl: of.returnUrl, customer: of.customer }),
  );
  const outcome = 'url' in page ? ({ status: 'action_required', ...page } as const) : page;

  return record(ports, standing, { outcome, acting: of.acting });
}

async function meet(
  ports: Ports,
  met: Standing,
  { asked, openMinor }: { readonly asked: Asked; readonly openMinor: bigint },
): Promise<Result<Standing & { readonly isOurs: boolean }>> {
  const { payment, ref } = met;
  if (payment.request === asked.request) return ok({ ...met, isOurs: false });
  if (payment.status !== 'action_required') return inProgress();
  const isFit = asked.made.channel === 'checkout' && payment.amountMinor === openMinor;
  if (isFit) return ok({ ...met, isOurs: false });

  const provider = ports.providers[payment.provider];
  if (!provider) return noProvider(payment.provider);
  const outcome = await calm(() => provider.cancel(ref.tenant, ref.id, payment.reference));
  const ended = await record(ports, met, { outcome, acting: asked.acting });
  if (!ended.ok) return ended;

  return ended.value.payment.status === 'cancelled' ? attemptAgain(ports, asked) : inProgress();
}

/** Either an attempt that must be waited for or met again, or the number of the next one. */
export type Course = { readonly met: Standing } | { readonly next: number };

/**
 * Walks over the attempts on an invoice. It meets the one that the same request made, or one that may still succeed, or
 * one whose money the account has not taken in yet; else it gives the next number.
 */
export async function courseOf(
  journal: Journal,
  of: {
    readonly tenant: string;
    readonly invoice: string;
    readonly request: string;
    readonly account: OpenAccount;
  },
): Promise<Result<Course>> {
  const { tenant, invoice, request, account } = of;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const ref = { tenant, id: paymentOfAttempt(tenant, invoice, attempt) };
    const { state: payment } = await load(journal, payments, ref);
    if (payment.status === 'none') return ok({ next: attempt });
    const isSame = request !== '' && payment.request === request;
    if (isSame || !isTerminal(payment.status)) return ok({ met: { ref, payment } });
    if (payment.status !== 'settled') continue;
    const books = { tenant, id: payment.account };
    if (!(await hasTaken(journal, books, { state: account, payment: ref.id, madeAt: payment.at })))
      return ok({ met: { ref, payment } });
  }

  return refuse(
    'payment.attempts_max',
    `This invoice has had ${ATTEMPTS_MAX} attempts; a person has to look first.`,
  );
}

function nothingOpen() {
  return refuse('payment.nothing_open', 'Nothing is open on this invoice.');
}

function inProgress() {
  return refuse('payment.in_progress', 'Another attempt on this invoice may still succeed.', {
    hint: 'Ask again when it has ended.',
  });
}
