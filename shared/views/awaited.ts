/** Subscriptions that wait for their first payment, by the instant at which they end without it; closed once they wait no more. */
import type { KnownSubscription } from '../domain/subscriptions/states.ts';
import type { Commit, Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** A subscription that waits until the instant of its key; closed once it does not. */
export type AwaitedListed = { readonly subscription: string; readonly open: boolean };

/** The row of a wait: opened, and closed by the commit that answers it; no other commit touches it. */
export function awaitedRows(
  { tenant, id, version, at, facts }: Commit,
  { awaited, status }: KnownSubscription,
): readonly ViewRow[] {
  if (!awaited || !facts.some(({ type }) => TURNS.has(type))) return [];
  const open = status === 'incomplete';
  const data: AwaitedListed = { subscription: id, open };
  const row = { pk: partition(tenant), sk: `${awaited.until}#${id}`, version, data };
  const expiresAt = expiryOfClosed(at);

  return [open ? row : { ...row, expiresAt }];
}

const TURNS = new Set(['subscription.payment_awaited', 'subscription.activated', 'subscription.ended']);

/** A tenant's waits in the order in which their limits pass, closed ones among them, within a range of keys. */
export function awaitedSubscriptions(
  views: Views,
  of: { readonly tenant: string; readonly limit: number } & Pick<ViewQuery, 'from' | 'to' | 'after'>,
): Promise<Page<ViewRow>> {
  const { tenant, ...range } = of;

  return views.query({ pk: partition(tenant), ...range });
}

function partition(tenant: string): string {
  return `${tenant}#due#awaited`;
}
