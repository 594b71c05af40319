/** Cancelling: how many periods stay owed, when the service stops, and what becomes of the days charged behind it. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { type CivilDate, daysBetween, type Instant, localDate, startOfDay } from '../../kernel/time.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { creditLine } from '../billing/credits.ts';
import { isBehind, isEndReached, lastTrueUps, nextDueOf } from '../billing/owed.ts';
import type { CancelCommand } from './commands.ts';
import { endOfWait } from './awaiting.ts';
import { isAwaitingHand } from './by-hand.ts';
import { rhythmAfter } from './changing.ts';
import { endedBy, settlementOf, unusedLines } from './ending.ts';
import { endOf } from './ends.ts';
import type { SubscriptionFact } from './facts.ts';
import { cancellationHash } from './preview.ts';
import type { Cancellation, CancellationCredit, KnownSubscription, Settlement } from './states.ts';
import { cancellableOn, mayStopOn } from './term.ts';

/** Days from today that an end may be asked for. */
export const END_DAYS_MAX = 1_100;

/** A cancellation as it would be told, and what it would give back as far as that is known by now. */
export type PlannedCancellation = {
  readonly facts: readonly SubscriptionFact[];
  readonly cancellation: Cancellation;
  readonly unused: readonly BilledLine[];
  /** What a minimum spend would still be short of, where all else is billed. */
  readonly trueUps: readonly BilledLine[];
  readonly settlement: Settlement | null;
};

/**
 * Every period that has begun stays owed, of one charged in arrears the days of service, so what is billed does not
 * depend on when billing came by. Asking again, or for a later end than the one on file, changes nothing. Refusals:
 * `subscription.end_out_of_range`, `subscription.preview_stale`.
 */
export function cancelled(
  state: KnownSubscription,
  command: CancelCommand,
): Result<readonly SubscriptionFact[]> {
  const planned = plannedCancellation(state, command);
  if (!planned.ok) return planned;
  if (planned.value.facts.length === 0) return ok([]);
  if (command.agreed !== undefined && command.agreed !== cancellationHash(planned.value))
    return refuse('subscription.preview_stale', 'The preview that was agreed to does not hold any more.', {
      hint: 'Ask for a new preview and agree to that one.',
    });

  return ok(planned.value.facts);
}

/** The end that a request asks for: with its period nothing is unused; any other gives back the rest, first to what is open. */
export function askedEnd(
  asked: {
    readonly at: string;
    readonly credit?: CancellationCredit | undefined;
    readonly despite_term?: boolean;
  },
  now: Instant,
): CancelCommand {
  const { at, credit, despite_term: despiteTerm } = asked;
  if (at === 'period_end') return { when: at, credit: credit ?? 'none', despiteTerm, at: now };
  const day = at === 'now' ? ({ when: at } as const) : ({ when: 'date', on: at } as const);

  return { ...day, credit: credit ?? 'offset', despiteTerm, at: now };
}

/** What would be shown before it is cancelled; refuses with `subscription.behind` while a period that has begun is not billed. */
export function previewedCancellation(
  state: KnownSubscription,
  command: CancelCommand,
): Result<PlannedCancellation> {
  return isBehind(state, command.at)
    ? refuse('subscription.behind', 'A period that has begun is not billed yet; ask again in a moment.')
    : plannedCancellation(state, command);
}

function plannedCancellation(state: KnownSubscription, command: CancelCommand): Result<PlannedCancellation> {
  if (state.status === 'incomplete') return plannedEndOfWait(state, command);
  const { at, on } = command;
  const today = localDate(at, state.zone);
  if (command.when === 'date' && (on === undefined || on < today || daysBetween(today, on) > END_DAYS_MAX))
    return refuse(
      'subscription.end_out_of_range',
      `A subscription ends today or at most ${END_DAYS_MAX} days from now.`,
      { pointer: '#/at' },
    );
  const { credit = 'none', withHost } = command;
  const wanted = { ...wantedEnd(state, command, today), at, today, credit, withHost };
  const bound = refusedByTerm(state, command, wanted);
  if (bound) return bound;
  const cancellation = cancellationOf(state, wanted);
  const then = { ...state, cancellation };
  const shown = {
    cancellation,
    unused: unusedLines(then, cancellation),
    trueUps: lastTrueUps(then),
    settlement: settlementOf(then, cancellation),
  };
  if (isOnFile(state, cancellation)) return ok({ facts: [], ...shown });

  const ended = isEndReached(then, at) ? [endedBy(then, { cancellation, at })] : [];
  const next = ended.length > 0 ? state.nextDueAt : lookedAtOnceCancelled(then, cancellation);
  const due = next === state.nextDueAt ? {} : { due: { former: state.nextDueAt, next } };

  return ok({
    facts: [{ type: 'subscription.cancellation_scheduled', data: { ...cancellation, ...due, at } }, ...ended],
    ...shown,
  });
}

/** Who waits for the first payment ends at once, whenever it is wanted: nothing was served, and all that was billed is taken back. */
function plannedEndOfWait(
  state: KnownSubscription,
  { at, credit }: Pick<CancelCommand, 'at' | 'credit'>,
): Result<PlannedCancellation> {
  const { facts, cancellation, settlement } = endOfWait(state, { reason: 'cancelled', at, credit });

  return ok({
    facts,
    cancellation,
    unused: state.charged.flatMap((line) => creditLine(line, line.start, state) ?? []),
    trueUps: [],
    settlement,
  });
}

/** Why the term or its notice does not allow the end that is wanted, or undefined. */
function refusedByTerm(
  state: KnownSubscription,
  { despiteTerm }: CancelCommand,
  { when, on, today }: Pick<Asked, 'when' | 'on' | 'today'>,
) {
  const last = when === 'now' ? today : on;
  if (despiteTerm || when === 'term_end' || last === undefined || mayStopOn(state, last, today))
    return undefined;

  return refuse(
    'subscription.in_term',
    'The term of this subscription, or its notice, does not allow this end.',
    {
      pointer: '#/at',
      hint: `It may stop on ${cancellableOn(state, today)}; \`despite_term\` ends it earlier.`,
    },
  );
}

/** What has not begun is looked at when it does, unless it ends before. */
function lookedAtOnceCancelled(state: KnownSubscription, { endsOn, endsAt }: Cancellation): Instant {
  const { status, startsOn, rhythm, nextDueAt } = state;
  if (status !== 'pending' && status !== 'trialing') return nextDueOf(state);

  return (status === 'pending' ? startsOn : rhythm.start) < endsOn ? nextDueAt : endsAt;
}

/** The end as it is to be told: today is now, and the end of a period is that of the term where one binds. */
function wantedEnd(
  state: KnownSubscription,
  { when, on, despiteTerm }: CancelCommand,
  today: CivilDate,
): Pick<Asked, 'when' | 'on'> {
  // What was never activated has no period and no term to end with.
  if (isAwaitingHand(state)) return { when: 'now' };
  // The service of this very day has begun.
  if (when === 'date' && on === today) return { when: 'now' };
  const isBound = state.commitment !== undefined && (state.status === 'active' || state.status === 'paused');
  if (when !== 'period_end' || !isBound || despiteTerm) return { when, on };

  return { when: 'term_end', on: cancellableOn(state, today) };
}

function isOnFile({ cancellation: former }: KnownSubscription, wanted: Cancellation): boolean {
  if (!former || former.endsAt > wanted.endsAt) return false;

  return former.endsAt < wanted.endsAt || former.credit === wanted.credit;
}

type Asked = Pick<CancelCommand, 'on' | 'at'> & {
  readonly withHost: true | undefined;
  readonly when: Cancellation['when'];
  readonly today: CivilDate;
  readonly credit: CancellationCredit;
};

/** What it is under a change whose boundary has come, but not the bill that applies it. */
function crossedBy(state: KnownSubscription, today: CivilDate): KnownSubscription {
  const { scheduled, status } = state;
  if (!scheduled || status !== 'active' || scheduled.on > today) return state;
  const { target, on, index } = scheduled;
  const rhythm = rhythmAfter(state, { target, on, firstIndex: index });

  return { ...state, charge: target.charge, ...(rhythm && { rhythm }) };
}

function cancellationOf(state: KnownSubscription, asked: Asked): Cancellation {
  const { when, at, today, credit, withHost } = asked;
  const { endsOn, periods } = endOf(crossedBy(state, today), asked);
  const endsAt = endsOn <= today ? at : startOfDay(endsOn, state.zone);

  const end = { when, periods, endsOn, endsAt: when === 'now' ? at : endsAt, credit };

  return withHost ? { ...end, withHost } : end;
}
