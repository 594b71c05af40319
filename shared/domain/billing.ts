/**
 * Billing: which periods a subscription has, when each is owed, and what a bill says. Periods are `[start, end)`, reckoned
 * from the anchor and never from the period before, and owed in advance from the first instant of their first day.
 */
import { derivedId } from '../kernel/hash.ts';
import type { CivilDate, Instant, Period } from '../kernel/time.ts';
import { monthOf, periodOf, startOfDay, yearOf } from '../kernel/time.ts';
import type { Interval } from './plans.ts';
import { priceLine } from './pricing.ts';
import type { KnownSubscription, SubscriptionTerms } from './subscriptions.ts';

/** What the rhythm depends on. */
export type Rhythm = { readonly anchor: CivilDate; readonly interval: Interval; readonly zone: string };

/** Period number `index`, from zero. */
export function periodAt(rhythm: Rhythm, index: number): Period {
  return periodOf(rhythm.anchor, rhythm.interval, index);
}

/** The instant from which a period is owed. */
export function dueInstantOf(rhythm: Rhythm, index: number): Instant {
  return startOfDay(periodAt(rhythm, index).start, rhythm.zone);
}

/** The index of the period that holds a day; negative before the anchor. */
export function periodIndexOn(rhythm: Rhythm, date: CivilDate): number {
  const { anchor, interval } = rhythm;
  const months = (yearOf(date) - yearOf(anchor)) * 12 + monthOf(date) - monthOf(anchor);
  const index = interval === 'year' ? Math.floor(months / 12) : months;

  return periodAt(rhythm, index).start > date ? index - 1 : index;
}

/** Periods billed in one commit at most; whoever is further behind goes on with the next wake-up. */
export const PERIODS_PER_WAKE_MAX = 24;

/** Asks to bill what is owed at an instant. */
export type BillCommand = {
  readonly tenant: string;
  readonly subscription: string;
  readonly at: Instant;
  /** Only periods that begin on this day or earlier, in the subscription's zone; null bills whatever is owed. */
  readonly target: CivilDate | null;
  /** The run that asks, or null where the subscription's own fact did. */
  readonly run: string | null;
  /** The newest version of the customer's profile, or null once it is erased. */
  readonly profile: number | null;
};

/** What is taken over from the subscription into each bill. */
type Carried = Omit<SubscriptionTerms, 'order' | 'line' | 'planVersion' | 'interval' | 'zone' | 'anchor'>;

/** One billed period: all that its invoice needs. `start` belongs to it, `end` does not. */
export type BilledPeriodData = Carried & {
  readonly subscription: string;
  readonly index: number;
  readonly start: CivilDate;
  readonly end: CivilDate;
  readonly profile: number;
  readonly invoice: string;
  readonly dueAt: Instant;
  readonly nextDueAt: Instant;
  readonly run: string | null;
  readonly at: Instant;
};

/** The invoice that a period owes; the id is the guard against billing it twice. */
export function invoiceOfPeriod(tenant: string, subscription: string, index: number): string {
  return derivedId('inv', tenant, subscription, 'period', String(index));
}

/** The periods owed and not yet billed, oldest first, at most `PERIODS_PER_WAKE_MAX`. */
export function duePeriods(state: KnownSubscription, command: BillCommand): readonly BilledPeriodData[] {
  const periods: BilledPeriodData[] = [];
  let index = state.nextIndex;
  let dueAt = state.nextDueAt;
  while (periods.length < PERIODS_PER_WAKE_MAX && isOwed(state, command, { index, dueAt })) {
    const nextDueAt = dueInstantOf(state, index + 1);
    periods.push(billOf(state, command, { index, dueAt, nextDueAt }));
    index += 1;
    dueAt = nextDueAt;
  }

  return periods;
}

/** Why a bill of these terms cannot be made, or null. */
export function firstObstacle(
  state: KnownSubscription,
  command: BillCommand,
): { readonly code: string; readonly reason: string } | null {
  if (command.profile === null) {
    return {
      code: 'customer.erased',
      reason: 'The personal data of the customer was erased, so no invoice can name them.',
    };
  }
  const { quantity, unitPrice, currency } = state;
  const price = priceLine({ quantity, unitPrice, currency, discount: null });

  return price.ok ? null : { code: price.refusal.code, reason: price.refusal.message };
}

/** Whether nothing is left to bill and the service has stopped, given how many periods are being billed now. */
export function isEndReached(
  { cancellation, nextIndex }: Pick<KnownSubscription, 'cancellation' | 'nextIndex'>,
  now: { readonly billed: number; readonly at: Instant },
): boolean {
  return (
    cancellation !== null && nextIndex + now.billed >= cancellation.periods && cancellation.endsAt <= now.at
  );
}

function isOwed(
  state: KnownSubscription,
  { at, target }: BillCommand,
  { index, dueAt }: { readonly index: number; readonly dueAt: Instant },
): boolean {
  if (dueAt > at || (state.cancellation !== null && index >= state.cancellation.periods)) return false;

  return target === null || periodAt(state, index).start <= target;
}

function billOf(
  state: KnownSubscription,
  command: BillCommand,
  of: { readonly index: number; readonly dueAt: Instant; readonly nextDueAt: Instant },
): BilledPeriodData {
  const { customer, entity, plan, unitPrice, quantity, currency, description, tax, dueDays, language } =
    state;
  const { tenant, subscription, run, at } = command;

  return {
    subscription,
    ...of,
    ...periodAt(state, of.index),
    ...{ customer, entity, plan, unitPrice, quantity, currency, description, tax, dueDays, language },
    // A bill without a profile never leaves the rules: `firstObstacle` parks it.
    profile: command.profile ?? 0,
    invoice: invoiceOfPeriod(tenant, subscription, of.index),
    run,
    at,
  };
}
