/** The list of subscriptions, and what of them is due. */
import type { SubscriptionFact } from '../domain/subscriptions/facts.ts';
import type { KnownSubscription, Subscription } from '../domain/subscriptions/states.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { awaitedRows } from './awaited.ts';
import { closedDueRow, openDueRow } from './due.ts';
import { listRow } from './lists.ts';

/** What the row of a subscription says. */
export type SubscriptionListed = Pick<
  KnownSubscription,
  'status' | 'customer' | 'plan' | 'description' | 'createdAt'
> &
  Pick<KnownSubscription['rhythm'], 'interval'> & {
    readonly nextBillingAt: string | null;
    /** Present where its first day is to be set by hand. */
    readonly isByHand?: true;
  };

/** The rows of a subscription: its line in the list, what it owes next, and what it owes no longer. */
export function subscriptionRows(commit: Commit, subscription: Subscription): readonly ViewRow[] {
  if (subscription.status === 'none') return [];
  const { status, customer, plan, description, createdAt } = subscription;
  const { interval } = subscription.rhythm;
  const nextBillingAt = subscription.dueOn === null ? null : subscription.nextDueAt;
  const isByHand = subscription.activation?.on === 'hand' && subscription.startSetAt === undefined;
  const data: SubscriptionListed = {
    status,
    customer,
    plan,
    description,
    interval,
    nextBillingAt,
    createdAt,
    ...(isByHand && { isByHand }),
  };
  const { tenant, id, version } = commit;

  return [
    listRow({ tenant, list: 'subscriptions', id, createdAt, version, data }),
    ...dueRows(commit, subscription),
    ...awaitedRows(commit, subscription),
  ];
}

/** The row of what is owed next; while a pause leaves nothing to bill, and after the end, there is none. */
function dueRows(commit: Commit, state: KnownSubscription): readonly ViewRow[] {
  const { nextDueAt, dueOn, parked, status, cancellation } = state;
  const of = { tenant: commit.tenant, subscription: commit.id, version: commit.version };
  // What has ended is due again where usage came late.
  const start = dueOn ?? (status === 'ended' ? null : (cancellation?.endsOn ?? null));
  const closed = answeredBy(commit, state, start !== null)
    .filter((dueAt) => start === null || dueAt !== nextDueAt)
    .map((dueAt) => closedDueRow({ ...of, dueAt, at: commit.at }));
  if (start === null) return closed;

  return [...closed, openDueRow({ ...of, dueAt: nextDueAt, start, retryAt: parked?.retryAt ?? null })];
}

/** The due instants whose rows may have stood open before the commit: each that a fact billed or moved. */
function answeredBy(commit: Commit, state: KnownSubscription, isOpen: boolean): readonly string[] {
  const facts = commit.facts as readonly SubscriptionFact[]; // of this aggregate; only types and instants are read
  const moved = facts.flatMap((fact) => formerDueOf(fact));

  return [...new Set([...moved, ...(isOpen ? [] : [state.nextDueAt])])];
}

function formerDueOf(fact: SubscriptionFact): readonly string[] {
  switch (fact.type) {
    case 'subscription.billed':
      // Bills of the first version knew no changes.
      return typeof fact.data.change === 'number' ? [] : [fact.data.dueAt];
    case 'subscription.trial_started':
    case 'subscription.payment_awaited':
    case 'subscription.activated':
    case 'subscription.changed':
    case 'subscription.resumed':
    case 'subscription.reinstated':
    case 'subscription.cancellation_scheduled':
    case 'subscription.usage_came_late':
    case 'subscription.cancellation_withdrawn':
      return fact.data.due ? [fact.data.due.former] : [];
    default:
      return [];
  }
}
