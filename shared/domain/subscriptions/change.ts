/**
 * Changing what is sold, how much of it, or its rhythm: at the end of the period that runs, or now. Of a period that was
 * charged in advance the rest is given back at the old price and charged at the new one, each rounded.
 */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type Instant, laterDay, localDate } from '../../kernel/time.ts';
import { firstObstacle } from '../billing.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { daysOfChange } from '../billing/lines.ts';
import { isDivided } from '../billing/proration.ts';
import { dueAtOf, isBehind } from '../billing/owed.ts';
import { refusedPhases } from '../pricing/phases.ts';
import { requestMet } from '../requests.ts';
import { type Changed, changeAtOnce, settledChange } from './at-once.ts';
import { refusedWhileAwaited } from './awaiting.ts';
import { atBoundary, isBegunBefore } from './boundary.ts';
import { isSameGrid, isSameOffer, rhythmAfter } from './changing.ts';
import type { ChangeCommand } from './commands.ts';
import { CREDITABLE_MAX } from './creditable.ts';
import type { SubscriptionFact } from './facts.ts';
import { refusedSuspended } from './pause.ts';
import { previewHash } from './preview.ts';
import { chargedFrom, runningPeriod } from './running.ts';
import type { ChangeSettlement, KnownSubscription, SubscriptionChange, Target } from './states.ts';

type Facts = Result<readonly SubscriptionFact[]>;
type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** A change as it would be told, with the bill that shows it first: its own, or that of the first period under the new terms. */
export type PlannedChange = {
  readonly facts: readonly Later[];
  readonly bill: BilledPeriodData | null;
  /** What is given back by credit notes and so is not on the bill; absent where nothing is. */
  readonly settlement?: ChangeSettlement;
};

/** The facts of a change; refuses one whose preview does not hold any more with `subscription.preview_stale`. */
export function changed(state: KnownSubscription, command: ChangeCommand): Facts {
  const met = requestMet(state.requests, command.request);
  if (met) return met;
  const planned = plannedChange(state, command);
  if (!planned.ok) return planned;
  const { bill, settlement } = planned.value;
  if (command.agreed !== null && command.agreed !== previewHash(bill, settlement)) {
    return refuse('subscription.preview_stale', 'The preview that was agreed to does not hold any more.', {
      hint: 'Ask for a new preview and agree to that one.',
    });
  }

  return ok(planned.value.facts);
}

/** Takes a change back that waits for its boundary. */
export function withdrawn(state: KnownSubscription, at: Instant): Facts {
  return ok(state.scheduled === null ? [] : [{ type: 'subscription.change_withdrawn', data: { at } }]);
}

/** What a change would tell; the same for its preview and for itself. */
export function plannedChange(state: KnownSubscription, command: ChangeCommand): Result<PlannedChange> {
  const refused = refusalOf(state, command);
  if (refused) return refused;
  if (isSame(state, command.target)) return ok({ facts: [], bill: null });
  if (state.status !== 'active' && !isBegunBefore(state, command))
    return ok({ facts: [changedBeforeStart(state, command)], bill: null });

  return command.when === 'period_end' ? ok(atBoundary(state, command)) : now(state, command);
}

function refusalOf(state: KnownSubscription, command: ChangeCommand) {
  const { target, at } = command;
  const awaited = refusedWhileAwaited(state, { do: 'change' });
  if (awaited) return awaited;
  if (state.status === 'paused')
    return refuse('subscription.paused', 'This subscription is paused; resume it first.');
  if (state.suspension) return refusedSuspended();
  if (state.cancellation) return refuse('subscription.cancelled', 'This subscription is cancelled.');
  const terms = isSameOffer(state, target) ? state : target.sold;
  const { quantity, dimensions } = target.sold;
  const amount = refusedPhases(terms, { quantity, dimensions, currency: state.currency });
  if (amount) return amount;
  const obstacle = firstObstacle(state, command);
  if (obstacle) return refuse(obstacle.code, obstacle.reason);

  // A clock that lags behind the one that billed would bill days before they come.
  const isEarly = state.status === 'active' && dayOf(state, at) > localDate(at, state.zone);

  return isEarly || isBehind(state, at)
    ? refuse('subscription.behind', 'A period that has begun is not billed yet; ask again in a moment.')
    : undefined;
}

function isSame(state: KnownSubscription, { sold, charge, ...target }: Target): boolean {
  const isSameCell = Object.entries(sold.dimensions ?? {}).every(
    ([name, value]) => state.dimensions?.[name] === value,
  );
  const isSold = isSameOffer(state, { sold }) && isSameCell && sold.quantity === state.quantity;

  return isSold && charge === state.charge && isSameGrid(state, target);
}

/** Nothing is charged yet: the first period simply is another one. */
function changedBeforeStart(state: KnownSubscription, { target, request, at }: ChangeCommand): Later {
  const { start, firstIndex } = state.rhythm;
  const rhythm = rhythmAfter(state, { target, on: start, firstIndex });
  // What is not active is looked at on its first day, whenever it is charged.
  return {
    type: 'subscription.changed',
    data: { target, on: start, split: null, rhythm, due: null, request, at },
  };
}

function now(state: KnownSubscription, command: ChangeCommand): Result<PlannedChange> {
  const { target } = command;
  const isAhead = state.charge === 'in_advance';
  // What is not divided has no rest to give back when periods begin anew.
  const isBound = !isAhead || !isDivided(state);
  if (target.charge !== state.charge || (isBound && !isSameGrid(state, target))) {
    return refuse(
      'subscription.change_at_period_end_only',
      'This change can only be made at the end of the period.',
      {
        pointer: '#/at',
      },
    );
  }
  if (!isAhead) return ok({ facts: [factOf(state, command, {})], bill: null });
  const settled = settledOtherwise(state, command.at);
  if (settled !== undefined)
    return refuse('subscription.change_at_period_end_only', settled, {
      pointer: '#/at',
      hint: 'Ask for the change at the end of the period.',
    });
  if (state.creditable.length >= CREDITABLE_MAX)
    return refuse(
      'subscription.changes_too_many',
      `Within one period at most ${CREDITABLE_MAX} invoices can be charged.`,
      { pointer: '#/at', hint: 'Ask for the change at the end of the period.' },
    );

  return ok(atOnce(state, command));
}

/** Why nothing of the running period can be given back and charged anew, though it is charged in advance; undefined where it can. */
function settledOtherwise(state: KnownSubscription, at: Instant): string | undefined {
  const on = dayOf(state, at);
  if (on < state.rhythm.start)
    return 'The days until the next period were charged for an end that was withdrawn.';

  // What another system has billed is not ours to give back, and the same days are not charged twice.
  return on < (state.billedUntil ?? '')
    ? 'The period that runs was billed before this subscription was taken over.'
    : undefined;
}

/** The day of the change, within the period that runs even where a clock lags. */
function dayOf(state: KnownSubscription, at: Instant): string {
  const today = localDate(at, state.zone);
  const { start } = runningPeriod(state, today);
  const latest = [start, state.former.at(-1)?.next ?? start, chargedFrom(state) ?? start];

  return latest.reduce(laterDay, today);
}

function factOf(
  state: KnownSubscription,
  { target, request, at }: ChangeCommand,
  of: Partial<Pick<SubscriptionChange, 'rhythm' | 'due'>>,
): Changed {
  const on = dayOf(state, at);
  const { creditFrom: until, chargeFrom: next } = daysOfChange(on, state.rules);
  const split = state.charge === 'in_arrears' ? { until, next } : null;

  return {
    type: 'subscription.changed',
    data: { target, on, split, rhythm: null, due: null, request, at, ...of },
  };
}

/** Where the periods begin anew with the day of the change, what is left of the old one is given back on the first new bill. */
function atOnce(state: KnownSubscription, command: ChangeCommand): PlannedChange {
  const asked = { ...command, target: null, run: null };
  const fact = factOf(state, command, newRhythm(state, command));
  const change = changeAtOnce(state, { fact, asked });
  if (!change) return { facts: [fact], bill: null };
  const told = settledChange(state, change);
  const { settlement } = told.fact.data;
  const facts = [told.fact, { type: 'subscription.billed', data: told.bill }] as const;

  return { facts, bill: told.bill, ...(settlement && { settlement }) };
}

function newRhythm(state: KnownSubscription, { target, at }: ChangeCommand) {
  const rhythm = rhythmAfter(state, { target, on: dayOf(state, at), firstIndex: state.nextIndex });
  if (!rhythm) return {};
  const next = dueAtOf({ ...state, rhythm, charge: target.charge }, state.nextIndex);

  return { rhythm, due: { former: state.nextDueAt, next } };
}
