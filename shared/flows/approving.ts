/** How a refund is asked for: approved on the account at the very version that was read, or by taking the invoice back. */
import { bookingDay } from '../domain/booking-day.ts';
import { invoices } from '../domain/invoices.ts';
import { creditNoteOf, isTakenBack, metCredit } from '../domain/invoices/crediting.ts';
import type { SettledPayment } from '../domain/payments/payment.ts';
import { refundedMinorOf } from '../domain/payments/payment.ts';
import { payments, refundOfCreditNote, refundOfRequest } from '../domain/payments.ts';
import type { Account, PaidItem } from '../domain/receivables/account.ts';
import { approvedRefund, receivedOf, paidByOf, paidItemsOf } from '../domain/receivables/story.ts';
import { accounts, STORY_BEGIN } from '../domain/receivables.ts';
import type { Acting } from '../execute.ts';
import { execute, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { storyOf } from './posting.ts';
import type { AggregateRef, Ports } from '../ports.ts';

/** What somebody asks to be given back, with what effect, under which key. */
export type RefundWish = {
  readonly effect: 'unapplied' | 'reopen' | 'credit_note';
  /** Null asks for all that the effect allows. */
  readonly amountMinor: bigint | null;
  readonly key: string;
};

/** A refund that was asked for, as the first answer tells it. */
export type RequestedRefund = {
  readonly id: string;
  readonly status: 'approved' | 'requested';
  readonly amountMinor: bigint | null;
  readonly creditNote: string | null;
  readonly replayed: boolean;
};

type Request = {
  readonly ref: AggregateRef;
  readonly payment: SettledPayment;
  readonly wish: RefundWish;
  readonly acting: Acting;
};

/** Rounds of look and approve before a contended account is left to the caller. */
export const APPROVE_ROUNDS_MAX = 8;

/** Approves a refund on the account, or has the invoice taken back; what was asked before is answered as it was then. */
export async function requestRefund(ports: Ports, request: Request): Promise<Result<RequestedRefund>> {
  if (request.wish.effect === 'credit_note') return requestCredit(ports, request);
  for (let round = 0; round < APPROVE_ROUNDS_MAX; round += 1) {
    const approved = await approve(ports, request);
    if (approved.ok || approved.refusal.code !== 'precondition.failed') return approved;
  }

  return refuse(
    'refund.conflict',
    'The account of this payment is busy. Repeat the request with the same key.',
  );
}

/** The account is read first and written at that very version, so that nothing it says here can have changed meanwhile. */
async function approve(ports: Ports, request: Request): Promise<Result<RequestedRefund>> {
  const { ref, wish, acting } = request;
  const refund = refundOfRequest(ref.id, wish.key);
  const account = { tenant: ref.tenant, id: request.payment.account };
  const since = wish.effect === 'reopen' ? STORY_BEGIN : request.payment.at;
  const story = await storyOf(ports.journal, account, since);
  const before = approvedRefund(story.facts, refund);
  if (before) return repeated(before, acting);
  const received = receivedOf(story.facts, ref.id);
  if (!received) return refuse('payment.in_progress', 'The payment is being booked; ask again in a moment.');

  const { state: payment, version } = await load(ports.journal, payments, ref);
  const paidItems = paidItemsOf(story.facts, ref.id);
  const amountMinor =
    wish.amountMinor ?? mostOf(story.state, { payment: ref.id, effect: wish.effect, paidItems });
  if (version === 0 || payment.status !== 'settled')
    return refuse('payment.not_settled', 'Only a settled payment can be refunded.');
  if (amountMinor <= 0n || amountMinor > payment.amountMinor - refundedMinorOf(payment)) return exceeds();

  const effect = wish.effect === 'reopen' ? 'reopen' : 'unapplied';
  const { at, fingerprint = '' } = acting;
  const given = { refund, payment: ref.id, effect, amountMinor, received, paidItems, fingerprint } as const;
  // On the day on which the payment books the refund, too, or the money left before it was owed.
  const command = { do: 'approve_refund', ...given, at, date: bookingDay(at, payment.zone) } as const;
  const task = { ref: account, command, acting, expect: story.version };
  const done = await execute(ports.journal, accounts, task);
  if (!done.ok) return done;

  return ok({ id: refund, status: 'approved', amountMinor, creditNote: null, replayed: false });
}

function mostOf(
  account: Account,
  of: {
    readonly payment: string;
    readonly effect: RefundWish['effect'];
    readonly paidItems: readonly PaidItem[];
  },
): bigint {
  if (of.effect === 'reopen') return of.paidItems.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const cash =
    account.status === 'open' ? account.cash.find(({ payment }) => payment === of.payment) : undefined;

  return cash?.restMinor ?? 0n;
}

function repeated(
  before: NonNullable<ReturnType<typeof approvedRefund>>,
  acting: Acting,
): Result<RequestedRefund> {
  if (before.fingerprint !== (acting.fingerprint ?? '')) {
    return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');
  }

  return ok({
    id: before.refund,
    status: 'approved',
    amountMinor: before.amountMinor,
    creditNote: null,
    replayed: true,
  });
}

/** Has all of the invoice taken back that is not yet; its credit note then pays back what had paid it. */
async function requestCredit(
  ports: Ports,
  { ref, payment, wish, acting }: Request,
): Promise<Result<RequestedRefund>> {
  const invoice = { tenant: ref.tenant, id: payment.invoice ?? '' };
  const { state } =
    payment.invoice === null ? { state: invoices.initial } : await load(ports.journal, invoices, invoice);
  if (state.status === 'none') return nothingApplied();
  const fingerprint = `${wish.key} ${acting.fingerprint ?? ''}`;
  const met = metCredit(state, { fingerprint });
  const isWhole = met !== undefined || state.credits.length === 0 || isTakenBack(state);
  if (wish.amountMinor !== null && (wish.amountMinor !== state.grossMinor || !isWhole)) {
    return refuse('refund.part_not_creditable', 'A refund takes back all that is left of an invoice.', {
      pointer: '#/amount',
    });
  }
  if (!met && !isTakenBack(state)) {
    const story = await storyOf(ports.journal, { tenant: ref.tenant, id: payment.account }, STORY_BEGIN);
    if (!paidByOf(story.facts, invoice.id).some((part) => part.payment === ref.id)) return nothingApplied();
  }
  const command = {
    do: 'request_credit',
    wish: { reason: 'cancelled', remainder: 'refund', fingerprint },
  } as const;
  const done = await execute(ports.journal, invoices, { ref: invoice, command, acting });
  if (!done.ok) return done;
  const asked = done.value.state.status === 'none' ? undefined : metCredit(done.value.state, { fingerprint });
  const creditNote = creditNoteOf(ref.tenant, invoice.id, asked ?? {});

  return ok({
    id: refundOfCreditNote(creditNote, ref.id),
    status: 'requested',
    amountMinor: null,
    creditNote,
    replayed: done.value.commit === undefined,
  });
}

function nothingApplied() {
  return refuse('refund.nothing_applied', 'This payment has not paid an invoice that could be taken back.');
}

function exceeds() {
  return refuse('refund.amount_exceeds', 'The amount is more than can go back of this payment.', {
    pointer: '#/amount',
  });
}
