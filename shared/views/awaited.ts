/** Subscriptions that wait for their first payment, by the instant at which they end without it; closed once they wait no more. */
import type { KnownSubscription } from '../domain/subscriptions/states.ts';
import type { Commit, Page, ViewRow, Views } from '../ports.ts';
import { type WaitingQuestion, waitingRow, waitingRows } from './waiting-rows.ts';

/** A subscription that waits until the instant of its key; closed once it does not. */
export type AwaitedListed = { readonly subscription: string; readonly open: boolean };

const KIND = 'awaited';

/** The row of a wait: opened, and closed by the commit that answers it; no other commit touches it. */
export function awaitedRows(commit: Commit, { awaited, status }: KnownSubscription): readonly ViewRow[] {
  if (!awaited || !commit.facts.some(({ type }) => TURNS.has(type))) return [];
  const { id } = commit;
  const data: AwaitedListed = { subscription: id, open: status === 'incomplete' };

  return [waitingRow(KIND, commit, { dueAt: awaited.until, about: id, data })];
}

const TURNS = new Set(['subscription.payment_awaited', 'subscription.activated', 'subscription.ended']);

/** A tenant's waits in the order in which their limits pass, closed ones among them, within a range of keys. */
export function awaitedSubscriptions(views: Views, of: WaitingQuestion): Promise<Page<ViewRow>> {
  return waitingRows(views, KIND, of);
}
