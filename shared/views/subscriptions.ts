/** The list of subscriptions, and what of them is due. */
import type { KnownSubscription, Subscription, SubscriptionFact } from '../domain/subscriptions.ts';
import { periodOf } from '../kernel/time.ts';
import type { Commit, ViewRow } from '../ports.ts';
import { closedDueRow, openDueRow } from './due.ts';
import { listRow } from './lists.ts';

/** What the row of a subscription says. */
export type SubscriptionListed = Pick<
  KnownSubscription,
  'status' | 'customer' | 'plan' | 'description' | 'interval' | 'createdAt'
> & { readonly nextBillingAt: string | null };

/** The rows of a subscription: its line in the list, what it owes next, and what it owes no longer. */
export function subscriptionRows(commit: Commit, subscription: Subscription): readonly ViewRow[] {
  if (subscription.status === 'none') return [];
  const { status, customer, plan, description, interval, createdAt } = subscription;
  const nextBillingAt = isAllBilled(subscription) ? null : subscription.nextDueAt;
  const data: SubscriptionListed = {
    status,
    customer,
    plan,
    description,
    interval,
    nextBillingAt,
    createdAt,
  };
  const { tenant, id, version } = commit;

  return [
    listRow({ tenant, list: 'subscriptions', id, createdAt, version, data }),
    ...dueRows(commit, subscription),
  ];
}

function dueRows(commit: Commit, state: KnownSubscription): readonly ViewRow[] {
  const { nextDueAt, anchor, interval, nextIndex, parked } = state;
  const of = { tenant: commit.tenant, subscription: commit.id, version: commit.version };
  const answered = answeredBy(commit, state);
  const closed = answered === undefined ? [] : [closedDueRow({ ...of, dueAt: answered, at: commit.at })];
  if (state.status !== 'active') return closed;

  const { start } = periodOf(anchor, interval, nextIndex);

  return [...closed, openDueRow({ ...of, dueAt: nextDueAt, start, retryAt: parked?.retryAt ?? null })];
}

/** The due instant whose row stood open before the commit, where the commit answers it by billing or by the end. */
function answeredBy(commit: Commit, state: KnownSubscription): string | undefined {
  const facts = commit.facts as readonly SubscriptionFact[]; // of this aggregate; only types and instants are read
  const billed = facts.find((fact) => fact.type === 'subscription.billed');
  if (billed) return billed.data.dueAt;

  return state.status === 'ended' ? state.nextDueAt : undefined;
}

function isAllBilled({ status, cancellation, nextIndex }: KnownSubscription): boolean {
  return status === 'ended' || (cancellation !== null && nextIndex >= cancellation.periods);
}
