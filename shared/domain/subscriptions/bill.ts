/** Billing a subscription: whatever has become true by an instant is told, one fact after the other. */
import { addToInstant, type Instant, startOfDay } from '../../kernel/time.ts';
import { firstObstacle, PERIODS_PER_WAKE_MAX, periodBill, usageBill } from '../billing.ts';
import type { BillCommand, BilledPeriodData } from '../billing/bill.ts';
import { dueAtOf, isEndReached, isOwed, isUsageOwed, usageEnd, usageStop } from '../billing/owed.ts';
import { isCorrectionOwed, refusedCorrections } from '../billing/late.ts';
import type { LateUsage, UsageWindow } from '../billing/metering.ts';
import { refusedUsage, windowOf } from '../billing/usage.ts';
import { beginningOf } from './beginning.ts';
import { rhythmAfter } from './changing.ts';
import { creditReturned, endedBy } from './ending.ts';
import { isChargeOwed, lastChargesBill } from './charges.ts';
import { evolveKnown } from './evolve.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription, Scheduled } from './states.ts';
import { renewalOf } from './term.ts';

/** Hours until billing tries a parked subscription again by itself. */
export const PARKED_RETRY_HOURS = 24;

/** Charges after which a commit with usage bills no further period: with the longest tables it would grow too large. */
export const METERED_CHARGES_PER_WAKE_MAX = 24;

type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** Bills what is owed by now, or parks the whole of it with the reason; applies what waits for a boundary that is crossed. */
export function billed(state: KnownSubscription, command: BillCommand): readonly SubscriptionFact[] {
  // A run bills a subscription in one commit, so that what it billed can be told exactly; the rest is left to the next.
  if (command.run !== null && command.run === state.run) return [];
  const facts: Later[] = [];
  const later = withoutOldNews(command);
  let now = state;
  let bills = 0;
  let charges = 0;
  while (bills < PERIODS_PER_WAKE_MAX && charges < METERED_CHARGES_PER_WAKE_MAX) {
    const fact = nextFact(now, bills === 0 ? command : later, bills === 0);
    if (!fact) break;
    facts.push(fact);
    now = evolveKnown(now, fact);
    if (fact.type === 'subscription.parked')
      return repeatedParking(state, command) ? facts.slice(0, -1) : facts;
    if (fact.type !== 'subscription.billed') continue;
    bills += 1;
    if (now.usage) charges += chargesIn(fact.data);
  }
  facts.push(...ending(now, command.at));
  const returned = bills > 0 && creditReturned(now, command.at);
  if (returned) facts.push(returned);

  return facts;
}

/** The end, where it is reached and nothing is left to bill. */
function ending(state: KnownSubscription, at: Instant): readonly Later[] {
  const { cancellation, status } = state;
  const isOver = status === 'ended' || status === 'incomplete';

  return cancellation && !isOver && isEndReached(state, at) ? [endedBy(state, { cancellation, at })] : [];
}

/** What is wrong with earlier bills is put right by the first alone. */
function withoutOldNews(command: BillCommand): BillCommand {
  if (!command.corrections && !command.repairs) return command;
  const { corrections: _, repairs: __, ...rest } = command;

  return rest;
}

/** The charges of a bill, as many whatever its usage came to. */
function chargesIn({ lines }: BilledPeriodData): number {
  return lines.filter(({ kind }) => kind === 'whole' || kind === 'part' || kind === 'usage').length;
}

/** The windows of usage that bills of what is owed by now charge, and the days of late usage that the first looks at. */
export function usageOwed(
  state: KnownSubscription,
  command: BillCommand,
): { readonly windows: readonly UsageWindow[]; readonly late: readonly LateUsage[] } {
  // A change that waits may be to a plan that charges usage, and be applied between two bills.
  if (!state.usage && !state.scheduled?.target.metering) return { windows: [], late: [] };
  const bills = billed(state, { ...command, usage: 'unread' }).flatMap((fact) =>
    fact.type === 'subscription.billed' ? [fact.data] : [],
  );
  const windows = bills.flatMap(({ lines }) => lines.flatMap(windowOf));

  return { windows, late: bills.length > 0 ? (state.usage?.late ?? []) : [] };
}

/** What has become true next, or nothing. Only a first bill corrects: a second one would find the same days left and bill nothing. */
function nextFact(state: KnownSubscription, command: BillCommand, corrects: boolean): Later | undefined {
  const { at } = command;
  const begun = beginningOf(state, at) ?? renewalOf(state, command.at);
  if (begun) return begun;
  const { scheduled } = state;
  if (scheduled && isCrossed(state, scheduled, command)) return applied(state, scheduled, command);
  const isPeriod = isOwed(state, command);
  const isUsage = isUsageOwed(state, command) || (corrects && isCorrectionOwed(state, command));
  if (!isPeriod && !isUsage && !isChargeOwed(state, command)) return undefined;

  const until = isPeriod ? usageEnd(state, state.nextIndex) : (usageStop(state) ?? state.startsOn);
  const obstacle =
    firstObstacle(state, command) ??
    refusedUsage(state, { until, usage: command.usage }) ??
    refusedCorrections(command);
  if (obstacle) {
    const retryAt = addToInstant(at, { hours: PARKED_RETRY_HOURS });
    return { type: 'subscription.parked', data: { ...obstacle, run: command.run, retryAt, at } };
  }
  if (state.parked !== null) return { type: 'subscription.released', data: { at } };

  const rest = isUsage ? usageBill : lastChargesBill;
  const data = isPeriod ? periodBill(state, command) : rest(state, command);

  return { type: 'subscription.billed', data };
}

function isCrossed(state: KnownSubscription, { index, on }: Scheduled, { at }: BillCommand): boolean {
  const isLive =
    state.status === 'active' && (state.cancellation === null || index < state.cancellation.periods);

  return isLive && index <= state.nextIndex && startOfDay(on, state.zone) <= at;
}

function applied(state: KnownSubscription, { target, on }: Scheduled, { at }: BillCommand): Later {
  const { rhythm: old, nextIndex, nextDueAt } = state;
  const rhythm = rhythmAfter(state, { target, on, firstIndex: nextIndex });
  const then = { ...state, charge: target.charge, rhythm: rhythm ?? old };
  const next = dueAtOf(then, nextIndex);
  const due = next === nextDueAt ? null : { former: nextDueAt, next };

  return { type: 'subscription.changed', data: { target, on, split: null, rhythm, due, request: null, at } };
}

/** Whether the same run has parked it already, or, for a wake-up by no run, anybody within the same day. */
function repeatedParking(state: KnownSubscription, { run, at }: BillCommand): boolean {
  const { parked } = state;

  return parked !== null && (run === null || parked.run === run) && at < parked.retryAt;
}
