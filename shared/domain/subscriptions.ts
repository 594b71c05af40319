/**
 * Subscriptions: a plan that a customer has, from its first day to its end, and which of its periods were billed.
 * Each period is billed once, in order, by a fact that says all an invoice needs. Room is left for trials, changes,
 * pauses and renewals: they are further facts between `activated` and `ended`.
 */
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { addToInstant, localDate, startOfDay } from '../kernel/time.ts';
import type { BillCommand, BilledPeriodData } from './billing.ts';
import { dueInstantOf, duePeriods, firstObstacle, isEndReached, periodAt, periodIndexOn } from './billing.ts';
import type { Interval } from './plans.ts';
import type { TaxClass } from './tax.ts';

/** What a subscription agreed on; a snapshot that no later version of the plan changes. */
export type SubscriptionTerms = {
  readonly order: string;
  readonly line: number;
  readonly customer: string;
  readonly entity: string;
  readonly plan: string;
  readonly planVersion: number;
  /** Major units as a decimal, up to 12 places. */
  readonly unitPrice: string;
  readonly quantity: string;
  readonly currency: string;
  readonly interval: Interval;
  readonly description: string;
  readonly tax: TaxClass;
  /** IANA zone in which days begin. */
  readonly zone: string;
  /** First day of period 0. */
  readonly anchor: CivilDate;
  readonly dueDays: number;
  readonly language: string;
};

/** How a subscription will end: how many periods it has in all, and when its service stops. */
export type Cancellation = {
  readonly when: 'period_end' | 'now';
  readonly periods: number;
  readonly endsOn: CivilDate;
  readonly endsAt: Instant;
  /** Both ways leave what was charged in advance as it is; other credit policies come with the full engine. */
  readonly credit: 'none';
};

/** Why billing set a subscription aside, and from when on it is tried again. */
export type Parking = {
  readonly code: string;
  readonly reason: string;
  readonly run: string | null;
  readonly retryAt: Instant;
};

/** A subscription that exists. `nextDueAt` is the instant from which period `nextIndex` is owed. */
export type KnownSubscription = SubscriptionTerms & {
  readonly status: 'pending' | 'active' | 'ended';
  readonly nextIndex: number;
  readonly nextDueAt: Instant;
  readonly cancellation: Cancellation | null;
  readonly parked: Parking | null;
  /** The run that billed it last. */
  readonly run: string | null;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
};

/** A subscription's life. */
export type Subscription = { readonly status: 'none' } | KnownSubscription;

/** What can be asked. */
export type SubscriptionCommand =
  | { readonly do: 'start'; readonly terms: SubscriptionTerms; readonly at: Instant }
  | ({ readonly do: 'bill' } & BillCommand)
  | { readonly do: 'cancel'; readonly when: 'period_end' | 'now'; readonly at: Instant };

/** What becomes true. */
export type SubscriptionFact =
  | {
      readonly type: 'subscription.created';
      readonly data: SubscriptionTerms & { readonly nextDueAt: Instant; readonly at: Instant };
    }
  | { readonly type: 'subscription.activated'; readonly data: { readonly at: Instant } }
  | { readonly type: 'subscription.billed'; readonly data: BilledPeriodData }
  | {
      readonly type: 'subscription.cancellation_scheduled';
      readonly data: Cancellation & { readonly at: Instant };
    }
  | {
      readonly type: 'subscription.ended';
      readonly data: { readonly reason: 'cancelled'; readonly endsOn: CivilDate; readonly at: Instant };
    }
  | { readonly type: 'subscription.parked'; readonly data: Parking & { readonly at: Instant } }
  | { readonly type: 'subscription.released'; readonly data: { readonly at: Instant } };

/** Hours until billing tries a parked subscription again by itself. */
export const PARKED_RETRY_HOURS = 24;

/** The rules of one subscription. */
export const subscriptions: Decider<Subscription, SubscriptionCommand, SubscriptionFact> = {
  name: 'subscriptions',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'start') return start(state, command);
    if (state.status === 'none') return refuse('subscription.not_found', 'There is no such subscription.');
    if (state.status !== 'active') return ok([]);

    return command.do === 'bill' ? bill(state, command) : cancel(state, command);
  },
  evolve(state, fact) {
    if (fact.type === 'subscription.created') return created(fact.data);

    return state.status === 'none' ? state : { ...state, ...changeOf(fact) };
  },
};

function start(
  state: Subscription,
  { terms, at }: { readonly terms: SubscriptionTerms; readonly at: Instant },
): Result<readonly SubscriptionFact[]> {
  if (state.status !== 'none') return ok([]);

  return ok([
    { type: 'subscription.created', data: { ...terms, nextDueAt: dueInstantOf(terms, 0), at } },
    { type: 'subscription.activated', data: { at } },
  ]);
}

/** Bills what is owed by now, or parks the whole of it with the reason; applies the end once it is crossed. */
function bill(state: KnownSubscription, command: BillCommand): Result<readonly SubscriptionFact[]> {
  const { at, run } = command;
  const periods = duePeriods(state, command);
  const obstacle = periods.length === 0 ? null : firstObstacle(state, command);
  if (obstacle) {
    if (state.parked?.run === run && at < state.parked.retryAt) return ok([]);
    const retryAt = addToInstant(at, { hours: PARKED_RETRY_HOURS });

    return ok([{ type: 'subscription.parked', data: { ...obstacle, run, retryAt, at } }]);
  }

  const released = state.parked !== null && periods.length > 0;
  const endsOn = isEndReached(state, { billed: periods.length, at })
    ? (state.cancellation?.endsOn ?? null)
    : null;

  return ok([
    ...(released ? [{ type: 'subscription.released', data: { at } } as const] : []),
    ...periods.map((data) => ({ type: 'subscription.billed', data }) as const),
    ...(endsOn === null
      ? []
      : [{ type: 'subscription.ended', data: { reason: 'cancelled', endsOn, at } } as const]),
  ]);
}

/**
 * Either way every period that has begun stays owed, so what is billed does not depend on when billing came by. Asking
 * again, or for a later end than the one on file, changes nothing.
 */
function cancel(
  state: KnownSubscription,
  { when, at }: { readonly when: 'period_end' | 'now'; readonly at: Instant },
): Result<readonly SubscriptionFact[]> {
  const former = state.cancellation;
  const today = localDate(at, state.zone);
  // A clock that lags behind the one that billed must not end what is billed already.
  const current = Math.max(periodIndexOn(state, today), state.nextIndex - 1, 0);
  const endsOn = when === 'now' ? today : periodAt(state, current).end;
  const endsAt = when === 'now' ? at : startOfDay(endsOn, state.zone);
  if (former && former.endsAt <= endsAt) return ok([]);

  const scheduled = { when, periods: current + 1, endsOn, endsAt, credit: 'none' } as const;
  const isOver = isEndReached({ ...state, cancellation: scheduled }, { billed: 0, at });

  return ok([
    { type: 'subscription.cancellation_scheduled', data: { ...scheduled, at } },
    ...(isOver ? [{ type: 'subscription.ended', data: { reason: 'cancelled', endsOn, at } } as const] : []),
  ]);
}

function created(
  data: SubscriptionTerms & { readonly nextDueAt: Instant; readonly at: Instant },
): KnownSubscription {
  const { at, ...terms } = data;
  const nothingYet = { cancellation: null, parked: null, run: null, endedAt: null };

  return { ...terms, ...nothingYet, status: 'pending', nextIndex: 0, createdAt: at };
}

function changeOf(
  fact: Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>,
): Partial<KnownSubscription> {
  switch (fact.type) {
    case 'subscription.activated':
      return { status: 'active' };
    case 'subscription.billed':
      return { nextIndex: fact.data.index + 1, nextDueAt: fact.data.nextDueAt, run: fact.data.run };
    case 'subscription.cancellation_scheduled': {
      const { at: _, ...cancellation } = fact.data;
      return { cancellation };
    }
    case 'subscription.ended':
      return { status: 'ended', endedAt: fact.data.at };
    case 'subscription.parked': {
      const { at: _, ...parked } = fact.data;
      return { parked };
    }
    case 'subscription.released':
      return { parked: null };
  }
}
