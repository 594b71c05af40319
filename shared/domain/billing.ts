/**
 * Billing: what a bill of a subscription says, and when a period is owed. Periods are owed in advance from the first
 * instant of their first day, in arrears from the first instant behind their last.
 */
import type { Supply } from '../contracts/tax.ts';
import { derivedId } from '../kernel/hash.ts';
import type { CivilDate, Instant, Period } from '../kernel/time.ts';
import { addDays, earlierDay, laterDay, startOfDay } from '../kernel/time.ts';
import { type BilledLine, carryLine, chargeLine, discounted } from './billing/lines.ts';
import { dueDayOf, periodAt, segmentsAt } from './billing/rhythm.ts';
import { refusedAmount } from './pricing/check.ts';
import type { KnownSubscription } from './subscriptions.ts';
import type { TaxClass } from './tax.ts';

/** Periods billed in one commit at most; whoever is further behind goes on with the next wake-up. */
export const PERIODS_PER_WAKE_MAX = 24;

/** Asks to bill what is owed at an instant. */
export type BillCommand = {
  readonly tenant: string;
  readonly subscription: string;
  readonly at: Instant;
  /** Only periods that are owed from this day or earlier, in the subscription's zone; null bills whatever is owed. */
  readonly target: CivilDate | null;
  /** The run that asks, or null where the subscription's own fact did. */
  readonly run: string | null;
  /** The newest version of the customer's profile, or null once it is erased. */
  readonly profile: number | null;
};

/** One bill: all that its invoice needs. `start` belongs to its period, `end` does not. */
export type BilledPeriodData = Period & {
  readonly subscription: string;
  /** The period that it bills; of a change, the one that would be next. */
  readonly index: number;
  /** The number of the change that caused it, or null where a period did. */
  readonly change: number | null;
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  readonly tax: TaxClass;
  readonly supply?: Supply;
  readonly dueDays: number;
  readonly language: string;
  readonly profile: number;
  readonly invoice: string;
  /** The day whose tax rate holds. */
  readonly suppliedOn: CivilDate;
  readonly lines: readonly BilledLine[];
  readonly dueAt: Instant;
  readonly nextDueAt: Instant;
  readonly run: string | null;
  readonly at: Instant;
};

/** The invoice that a period owes; the id is the guard against billing it twice. */
export function invoiceOfPeriod(tenant: string, subscription: string, index: number): string {
  return derivedId('inv', tenant, subscription, 'period', String(index));
}

/** The invoice that a change owes. */
export function invoiceOfChange(tenant: string, subscription: string, change: number): string {
  return derivedId('inv', tenant, subscription, 'change', String(change));
}

/** A period as it is billed: what is charged in arrears ends with the service. */
export function billedPeriod(state: KnownSubscription, index: number): Period {
  const period = periodAt(state.rhythm, index);
  const { cancellation, charge } = state;
  const isCut = charge === 'in_arrears' && cancellation !== null && cancellation.endsOn < period.end;

  return isCut ? { start: period.start, end: cancellation.endsOn } : period;
}

/** The day from which a period is owed. */
export function dueDay(state: KnownSubscription, index: number): CivilDate {
  return state.charge === 'in_arrears'
    ? billedPeriod(state, index).end
    : dueDayOf(state.rhythm, index, state.charge);
}

/** The instant from which a period is owed. */
export function dueAtOf(state: KnownSubscription, index: number): Instant {
  return startOfDay(dueDay(state, index), state.zone);
}

/** Whether period `nextIndex` is owed at all, whenever that may be. */
export function isAnythingLeft(state: KnownSubscription): boolean {
  const { status, cancellation, nextIndex, pausedFrom } = state;
  if (status === 'ended' || (cancellation !== null && nextIndex >= cancellation.periods)) return false;

  return pausedFrom === null || periodAt(state.rhythm, nextIndex).start < pausedFrom;
}

/** Whether period `nextIndex` is owed by now. */
export function isOwed(
  state: KnownSubscription,
  { at, target }: Pick<BillCommand, 'at' | 'target'>,
): boolean {
  const hasBegun = state.status === 'active' || state.status === 'paused';
  if (!hasBegun || state.nextDueAt > at || !isAnythingLeft(state)) return false;

  return target === null || dueDay(state, state.nextIndex) <= target;
}

/** Why a bill of these terms cannot be made, or null. */
export function firstObstacle(
  state: KnownSubscription,
  command: Pick<BillCommand, 'profile'>,
): { readonly code: string; readonly reason: string } | null {
  if (command.profile === null) {
    return {
      code: 'customer.erased',
      reason: 'The personal data of the customer was erased, so no invoice can name them.',
    };
  }
  const refused = refusedAmount(state.price, state);

  return refused ? { code: refused.refusal.code, reason: refused.refusal.message } : null;
}

/** Whether nothing is left to bill and the service has stopped. */
export function isEndReached(state: KnownSubscription, at: Instant): boolean {
  const { cancellation, nextIndex } = state;

  return cancellation !== null && nextIndex >= cancellation.periods && cancellation.endsAt <= at;
}

/** The bill of period `nextIndex`; `credits` of a change come first. */
export function periodBill(
  state: KnownSubscription,
  command: BillCommand,
  credits: readonly BilledLine[] = [],
): BilledPeriodData {
  const { nextIndex: index, nextDueAt: dueAt, currency } = state;
  const period = billedPeriod(state, index);
  const coupons = state.coupons.filter(({ left }) => left !== 0);
  const charges = discounted(periodLines(state, period), {
    coupons,
    stacking: state.rules.stacking,
    currency,
  });
  const lines = closed([...credits, ...charges], state, period);
  const invoice = invoiceOfPeriod(command.tenant, command.subscription, index);
  const nextDueAt = dueAtOf(state, index + 1);

  const suppliedOn = state.charge === 'in_advance' ? period.start : addDays(period.end, -1);
  const own = { ...carriedOver(state, command), ...period, suppliedOn };

  return { ...own, index, change: null, lines, invoice, dueAt, nextDueAt };
}

/** The bill of a change within a period that was charged in advance; the next period stays owed as it was. */
export function changeBill(
  state: KnownSubscription,
  command: BillCommand,
  of: { readonly lines: readonly BilledLine[]; readonly span: Period },
): BilledPeriodData {
  const { nextIndex: index, nextDueAt: dueAt } = state;
  const change = state.changes + 1;
  const lines = closed(of.lines, state, of.span);
  const invoice = invoiceOfChange(command.tenant, command.subscription, change);

  const own = { ...carriedOver(state, command), ...of.span, suppliedOn: of.span.start };

  return { ...own, index, change, lines, invoice, dueAt, nextDueAt: dueAt };
}

/** The lines of a period: one for each part of it, and for each thing that was sold in it. */
function periodLines(state: KnownSubscription, period: Period): readonly BilledLine[] {
  const { plan, planVersion, description, price, quantity, currency } = state;
  let start = period.start;
  const sales = state.former.map(({ sold, until, next }) => {
    const span = { sold, start, end: until };
    start = next;
    return span;
  });
  const now = { sold: { plan, planVersion, description, price, quantity }, start, end: period.end };

  return segmentsAt(state.rhythm, state.nextIndex).flatMap(({ whole, ...segment }) =>
    [...sales, now].flatMap(({ sold, ...sale }) => {
      const span = overlapOf(overlapOf(sale, segment), period);
      return span.start < span.end ? [chargeLine(sold, { span, whole, currency })] : [];
    }),
  );
}

function overlapOf(a: Period, b: Period): Period {
  return { start: laterDay(a.start, b.start), end: earlierDay(a.end, b.end) };
}

function closed(lines: readonly BilledLine[], state: KnownSubscription, span: Period): readonly BilledLine[] {
  const carry = carryLine(lines, {
    creditMinor: state.creditMinor,
    span: { start: span.start, end: span.end },
  });

  return carry ? [...lines, carry] : lines;
}

function carriedOver(state: KnownSubscription, { subscription, run, at, profile }: BillCommand) {
  const { customer, entity, currency, tax, supply, dueDays, language } = state;
  const terms = { customer, entity, currency, tax, ...(supply && { supply }), dueDays, language };

  // A bill without a profile never leaves the rules: `firstObstacle` stops it.
  return { subscription, ...terms, profile: profile ?? 0, run, at };
}
