/**
 * Waiting for the first payment: the first period is billed at the start, and the subscription is active once that invoice is
 * paid. What is not paid in time ends, and its invoice is taken back whole; a payment in process is waited for by whoever asks.
 */
import { refuse } from '../../kernel/result.ts';
import { addToInstant, type Instant } from '../../kernel/time.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { netOf } from '../billing/lines.ts';
import { refusedUntilActivated } from './by-hand.ts';
import type { SubscriptionCommand } from './commands.ts';
import { endedBy, settlementOf } from './ending.ts';
import type { Dated, SubscriptionFact } from './facts.ts';
import type { Cancellation, CancellationCredit, DueMove, KnownSubscription, Settlement } from './states.ts';
import type { SubscriptionTerms } from './terms.ts';

type Awaiting = Extract<SubscriptionFact, { readonly type: 'subscription.payment_awaited' }>;

/** That the first payment is waited for from an instant on, or undefined where it begins without one. */
export function awaitingFact(
  { activation }: Pick<SubscriptionTerms, 'activation'>,
  data: Dated<{ readonly due?: DueMove }>,
): Awaiting | undefined {
  if (activation?.on !== 'first_payment') return undefined;
  const until = addToInstant(data.at, { hours: activation.limitHours });

  return { type: 'subscription.payment_awaited', data: { until, ...data } };
}

/** The state that waits. */
export function awaiting(
  { nextDueAt }: Pick<KnownSubscription, 'nextDueAt'>,
  { until, due }: Awaiting['data'],
): Pick<KnownSubscription, 'status' | 'nextDueAt' | 'awaited'> {
  return { status: 'incomplete', nextDueAt: due?.next ?? nextDueAt, awaited: { until, bill: null } };
}

/** The bill that is waited for, once it is made: every line, so that the whole can be taken back. */
export function awaitedBill(
  { status, awaited }: KnownSubscription,
  { invoice, lines }: BilledPeriodData,
): Pick<KnownSubscription, 'awaited'> {
  if (status !== 'incomplete' || !awaited) return {};
  const charged = lines.map((line, index) => ({ line: index + 1, netMinor: netOf(line) }));

  return { awaited: { ...awaited, bill: { invoice, lines: charged.filter((each) => each.netMinor > 0n) } } };
}

/** Nothing is waited for any more; until when it was, stays told. */
export function answered({ awaited }: KnownSubscription): Pick<KnownSubscription, 'awaited'> {
  return awaited ? { awaited: { ...awaited, bill: null } } : {};
}

/** Whether the first bill came to nothing, so that no payment will come. */
export function isNothingToPay({ status, awaited }: KnownSubscription): boolean {
  return status === 'incomplete' && awaited?.bill?.lines.length === 0;
}

/** Why nothing but an end can be asked of what waits for its first payment, and little of what waits to be activated. */
export function refusedWhileAwaited(state: KnownSubscription, command: Pick<SubscriptionCommand, 'do'>) {
  if (state.status !== 'incomplete') return refusedUntilActivated(state, command);
  if (command.do === 'cancel' || command.do === 'conclude_payment') return undefined;

  return refuse('subscription.incomplete', 'This subscription waits for its first payment.', {
    hint: 'Pay its first invoice, or cancel it.',
  });
}

/** Active once it is paid, from its stored start on; ended once the limit has passed without. */
export function concluded(
  state: KnownSubscription,
  { isPaid, at }: Dated<{ readonly isPaid: boolean }>,
): readonly SubscriptionFact[] {
  const { status, awaited } = state;
  if (status !== 'incomplete' || !awaited) return [];
  if (isPaid) return [{ type: 'subscription.activated', data: { at } }];

  return awaited.until <= at ? endOfWait(state, { reason: 'unpaid', at }).facts : [];
}

/** The end of what never was active: on its first day, so that no day of it is charged, and with all taken back. */
export function endOfWait(
  state: KnownSubscription,
  {
    reason,
    at,
    credit = 'offset',
  }: {
    readonly reason: 'cancelled' | 'unpaid';
    readonly at: Instant;
    readonly credit?: CancellationCredit | undefined;
  },
): {
  readonly facts: readonly SubscriptionFact[];
  readonly cancellation: Cancellation;
  readonly settlement: Settlement | null;
} {
  const { nextIndex: periods, rhythm } = state;
  const kept = credit === 'none' ? 'offset' : credit;
  const cancellation = { when: 'now', periods, endsOn: rhythm.start, endsAt: at, credit: kept } as const;
  const facts = [
    { type: 'subscription.cancellation_scheduled', data: { ...cancellation, at } } as const,
    endedBy({ ...state, cancellation }, { cancellation, at, reason }),
  ];

  return { facts, cancellation, settlement: settlementOf(state, cancellation) };
}
