/**
 * Prepaid balances: one row so that a customer's balances can be found, its figures are read from the journal; and one for
 * the instant at which the next grant expires, closed by the commit after which it does not any more.
 */
import type { PrepaidBalance } from '../domain/prepaid/balance.ts';
import type { Holder } from '../domain/receivables/account.ts';
import type { Instant } from '../kernel/time.ts';
import type { Commit, Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** Balances of one customer that are shown. */
export const BALANCES_MAX = 50;

/** What the row says: enough to name the balance. */
export type BalanceListed = Holder & { readonly balance: string };

/** A balance whose next grant expires at the instant of its key; closed once that is no longer so. */
export type DueBalance = { readonly balance: string; readonly open: boolean };

/** The rows of a balance. */
export function prepaidRows(commit: Commit, balance: PrepaidBalance): readonly ViewRow[] {
  if (balance.status === 'none') return [];
  const { tenant, id, version } = commit;
  const { entity, customer, currency, dueAt } = balance;
  const data: BalanceListed = { entity, customer, currency, balance: id };
  const row = { pk: partition(tenant, customer), sk: `${entity}#${currency}`, version, data };
  const open: DueBalance = { balance: id, open: true };
  const due = dueAt === null ? [] : [{ ...dueKey(commit, dueAt), version, data: open }];

  return [row, ...closedRows(commit, dueAt), ...due];
}

/** The balances of a customer. */
export async function balancesOf(
  views: Views,
  tenant: string,
  customer: string,
): Promise<readonly BalanceListed[]> {
  const { items } = await views.query({ pk: partition(tenant, customer), limit: BALANCES_MAX });

  return items.map(({ data }) => data as BalanceListed); // written by prepaidRows alone
}

/** A tenant's balances in the order in which they fall due, closed ones among them, within a range of keys. */
export function waitingBalances(
  views: Views,
  of: { readonly tenant: string; readonly limit: number } & Pick<ViewQuery, 'from' | 'to' | 'after'>,
): Promise<Page<ViewRow>> {
  const { tenant, ...range } = of;

  return views.query({ pk: duePartition(tenant), ...range });
}

/** Whatever was due before the commit's facts is not any more, unless it still is. */
function closedRows(commit: Commit, dueAt: Instant | null): readonly ViewRow[] {
  const { id, version, at, facts } = commit;
  const expiresAt = expiryOfClosed(at);
  const data: DueBalance = { balance: id, open: false };
  const former = facts.map((fact) => (fact.data as { dueAt?: Instant | null }).dueAt); // a member of most facts of a balance

  return former
    .filter((before): before is Instant => typeof before === 'string' && before !== dueAt)
    .map((before) => ({ ...dueKey(commit, before), version, data, expiresAt }));
}

function dueKey({ tenant, id }: Pick<Commit, 'tenant' | 'id'>, dueAt: Instant) {
  return { pk: duePartition(tenant), sk: `${dueAt}#${id}` };
}

function partition(tenant: string, customer: string): string {
  return `${tenant}#prepaid#${customer}`;
}

function duePartition(tenant: string): string {
  return `due#prepaid#${tenant}`;
}
