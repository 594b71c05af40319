/** What each fact makes of a subscription. */
import type { Story } from '../../kernel/decider.ts';
import { type CivilDate, localDate } from '../../kernel/time.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { couponsAfter } from '../billing/coupons.ts';
import { isCorrectionLeft } from '../billing/late.ts';
import { netSum } from '../billing/lines.ts';
import { chargesAfter } from '../billing/one-off.ts';
import { dueDay, isAnythingLeft, isUsageLeft, usageStop } from '../billing/owed.ts';
import { periodIndexOn } from '../billing/rhythm.ts';
import { billedUsage } from '../billing/usage.ts';
import { phasesLeft } from '../pricing/phases.ts';
import { answered, awaitedBill, awaiting } from './awaiting.ts';
import { isAwaitingHand, startingOn } from './by-hand.ts';
import { begunAnew, changed, goingOn, remembered } from './changing.ts';
import { creditableAfter } from './creditable.ts';
import { endedWith, GIVEN_BACK } from './ending.ts';
import { recounted } from './ends.ts';
import type { SubscriptionFact } from './facts.ts';
import { withGrouping } from './grouping.ts';
import { spendingAfter, spendingAtFirst } from './spending.ts';
import { servedAfter, servedBy } from './serving.ts';
import { isOfLists, listsOf } from './lists.ts';
import type { KnownSubscription, Subscription } from './states.ts';
import { firstTerm } from './term.ts';

type Later = Exclude<SubscriptionFact, { readonly type: 'subscription.created' }>;

/** How a subscription is read. */
export const subscriptionStory: Story<Subscription, SubscriptionFact> = {
  name: 'subscriptions',
  headVersion: 3,
  initial: { status: 'none' },
  evolve: evolveSubscription,
};

/** The state after a fact. */
function evolveSubscription(state: Subscription, fact: SubscriptionFact): Subscription {
  if (fact.type === 'subscription.created') return created(fact.data);

  return state.status === 'none' ? state : evolveKnown(state, fact);
}

/** The state of a subscription that exists after a fact that is not its first. */
export function evolveKnown(state: KnownSubscription, fact: Later): KnownSubscription {
  // A bill that puts earlier ones right was made from what they must have left.
  const from =
    fact.type === 'subscription.billed' && fact.data.healed ? { ...state, ...fact.data.healed } : state;

  return looked({ ...from, ...changeOf(from, fact), ...spendingAfter(from, fact) });
}

function created(
  data: Extract<SubscriptionFact, { readonly type: 'subscription.created' }>['data'],
): KnownSubscription {
  const { at, ...terms } = data;
  const nothingYet = {
    cancellation: null,
    parked: null,
    run: null,
    endedAt: null,
    pausedFrom: null,
    scheduled: null,
  };
  const empty = {
    charged: [],
    former: [],
    coupons: terms.coupons ?? [],
    requests: [],
    creditMinor: 0n,
    creditable: [],
    changes: 0,
  };

  const { rhythm, billedUntil } = terms;
  const nextIndex = billedUntil === undefined ? rhythm.firstIndex : periodIndexOn(rhythm, billedUntil);
  const usage = terms.metering && { from: billedUntil ?? rhythm.start, former: [], bills: 0 };

  return looked({
    ...terms,
    ...nothingYet,
    ...empty,
    ...(usage && { usage }),
    ...(terms.minimum && { spending: spendingAtFirst(terms.minimum, terms) }),
    ...(terms.commitment && { term: firstTerm(terms.rhythm, terms.commitment) }),
    status: 'pending',
    nextIndex,
    dueOn: null,
    createdAt: at,
  });
}

/** With the day that is waited for next. */
function looked(state: KnownSubscription): KnownSubscription {
  const { status, startsOn, rhythm, cancellation } = state;
  if (isAwaitingHand(state)) return { ...state, dueOn: null };
  if (status !== 'pending' && status !== 'trialing') return { ...state, dueOn: dayOwed(state) };
  const next = status === 'pending' ? startsOn : rhythm.start;

  return { ...state, dueOn: cancellation === null || next < cancellation.endsOn ? next : null };
}

function dayOwed(state: KnownSubscription): CivilDate | null {
  if (isAnythingLeft(state)) return dueDay(state, state.nextIndex);
  if (isCorrectionLeft(state)) return localDate(state.nextDueAt, state.zone);

  return isUsageLeft(state) ? usageStop(state) : null;
}

function changeOf(state: KnownSubscription, fact: Later): Partial<KnownSubscription> {
  switch (fact.type) {
    case 'subscription.billed':
      return billed(state, fact.data);
    case 'subscription.change_scheduled': {
      const { at: _, request, ...scheduled } = fact.data;
      return { scheduled, requests: remembered(state, request) };
    }
    case 'subscription.change_withdrawn':
      // What ends was told by the periods that were to come.
      return {
        scheduled: null,
        ...(state.cancellation && { cancellation: recounted(state, state.cancellation) }),
      };
    case 'subscription.changed':
      return changed(state, fact.data);
    case 'subscription.coupon_added': {
      const { coupon, request } = fact.data;
      return { coupons: [...state.coupons, coupon], requests: remembered(state, request) };
    }
    case 'subscription.usage_came_late': {
      const { late, due } = fact.data;
      return { ...(state.usage && { usage: { ...state.usage, late } }), ...(due && { nextDueAt: due.next }) };
    }
    case 'subscription.parked': {
      const { at: _, ...parked } = fact.data;
      return { parked };
    }
    case 'subscription.released':
      return { parked: null };
    case 'subscription.regrouped':
      return withGrouping(fact.data);
    case 'subscription.suspended':
    case 'subscription.reinstated':
      return servedBy(state, fact);
    default:
      return isOfLists(fact) ? listsOf(state, fact) : lifeOf(state, fact);
  }
}

type Life = Extract<
  Later,
  {
    readonly type: `subscription.${'start_set' | 'trial_started' | 'payment_awaited' | 'activated' | 'paused' | 'resumed' | 'cancellation_scheduled' | 'cancellation_withdrawn' | 'renewed' | 'credit_returned' | 'ended'}`;
  }
>;

function lifeOf(state: KnownSubscription, fact: Life): Partial<KnownSubscription> {
  const { nextDueAt } = state;
  switch (fact.type) {
    case 'subscription.start_set':
      return startingOn(state, fact.data);
    case 'subscription.trial_started':
      return { status: 'trialing', nextDueAt: fact.data.due?.next ?? nextDueAt };
    case 'subscription.payment_awaited':
      return awaiting(state, fact.data);
    case 'subscription.activated':
      return { status: 'active', nextDueAt: fact.data.due?.next ?? nextDueAt, ...answered(state) };
    case 'subscription.paused':
      return { status: 'paused', pausedFrom: fact.data.from };
    case 'subscription.resumed':
      return { status: 'active', pausedFrom: null, ...goingOn(state, fact.data) };
    case 'subscription.cancellation_scheduled': {
      const { at: _, due, ...cancellation } = fact.data;
      return { cancellation, ...(due && { nextDueAt: due.next }) };
    }
    case 'subscription.renewed': {
      const { number, end } = fact.data;
      return { term: end !== null && state.term ? { ...state.term, number, end } : null };
    }
    case 'subscription.cancellation_withdrawn': {
      const { rhythm, due } = fact.data;
      return { cancellation: null, ...begunAnew(state, rhythm), ...(due && { nextDueAt: due.next }) };
    }
    case 'subscription.credit_returned':
      return GIVEN_BACK;
    case 'subscription.ended':
      return { ...endedWith(fact.data), ...answered(state), ...(state.unserved && { unserved: [] }) };
  }
}

function billed(state: KnownSubscription, data: BilledPeriodData): Partial<KnownSubscription> {
  const { index, change, lines, run, nextDueAt, usage, rulesVersion } = data;
  const charged = chargedAfter(state, data);
  const moved = lines.filter(({ kind }) => kind === 'carried' || kind === 'brought');
  const creditMinor = moved.reduce((sum, { listMinor }) => sum + listMinor, state.creditMinor);
  const served = servedAfter(state, data);
  const owedMinor = creditMinor - netSum(served.unserved ?? []);
  const creditable = creditableAfter(state.creditable, data, { charged, creditMinor: owedMinor });
  const waiting = state.charges && { charges: chargesAfter(state.charges, lines) };
  const reckoned = rulesVersion !== undefined && { rulesVersion };
  const money = {
    ...{ charged, creditMinor, creditable, ...waiting, ...served, ...reckoned },
    ...awaitedBill(state, data),
  };
  if (change !== null) return { ...money, changes: change };
  const measured = billedUsage(state, data);
  if (usage !== undefined) return { ...money, nextDueAt, run, ...counted(measured, usage) };

  const coupons = couponsAfter(state.coupons, lines);
  const phases = state.phases && { phases: phasesLeft(state.phases, index + 1) };

  return { ...money, coupons, former: [], nextIndex: index + 1, nextDueAt, run, ...measured, ...phases };
}

/** The lines of the running period that could be given back; a bill of usage or of one-off charges alone leaves them as they are. */
function chargedAfter({ charge, charged }: KnownSubscription, { lines, usage }: BilledPeriodData) {
  const isBesides = lines.every(
    ({ sold, kind }) => sold === null || kind === 'one_off' || kind === 'true_up' || kind === 'repair',
  );
  if (usage !== undefined || isBesides) return charged;
  const isAhead = charge === 'in_advance';

  return isAhead ? lines.filter(({ kind }) => kind === 'whole' || kind === 'part') : [];
}

function counted({ usage }: Pick<KnownSubscription, 'usage'>, bills: number): Partial<KnownSubscription> {
  return usage ? { usage: { ...usage, bills } } : {};
}
