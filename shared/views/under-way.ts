/**
 * What is under way in a tenant while its test clock is on a journey: a row for each piece of work, written before the
 * work can begin and removed once it has ended, so that no row means rest. No other tenant and no other time has rows.
 */
import type { Instant } from '../kernel/time.ts';
import type { Views } from '../ports.ts';
import { expiryAfter } from './expiry.ts';

/** A piece of work: the function that does it, and what on: `ord_…:1` for a commit, the id for what is sent by name. */
export type Work = { readonly function: string; readonly subject: string };

/** Days after which the row of work that never ended falls away. */
const KEPT_DAYS = 2;

/** Notes that a function has something to do; `at` is the machine's time. */
export async function begin(views: Views, tenant: string, work: Work, at: Instant): Promise<void> {
  const row = {
    pk: partition(tenant),
    sk: keyOf(work),
    version: 1,
    data: work,
    expiresAt: expiryAfter(at, KEPT_DAYS),
  };
  await views.put(row);
}

/** Notes that it has done it. */
export async function end(views: Views, tenant: string, work: Work): Promise<void> {
  await views.remove(partition(tenant), keyOf(work));
}

/** The first of what is under way. */
export async function underWay(views: Views, tenant: string, limit: number): Promise<readonly Work[]> {
  const { items } = await views.query({ pk: partition(tenant), limit });

  return items.map(({ data }) => data as Work); // written by `begin` alone
}

/** What was set aside on a journey, until the clock's own facts tell of it. */
export type Failure = Work & { readonly code: string };

/** Notes what was set aside; `at` is the machine's time. */
export async function leave(views: Views, tenant: string, failure: Failure, at: Instant): Promise<void> {
  const row = {
    pk: failures(tenant),
    sk: keyOf(failure),
    version: 1,
    data: failure,
    expiresAt: expiryAfter(at, KEPT_DAYS),
  };
  await views.put(row);
}

/** The first of what was set aside since the last look that was followed by `told`. */
export async function leftBehind(views: Views, tenant: string, limit: number): Promise<readonly Failure[]> {
  const { items } = await views.query({ pk: failures(tenant), limit });

  return items.map(({ data }) => data as Failure); // written by `leave` alone
}

/** Forgets what the clock's facts tell of by now. */
export async function told(views: Views, tenant: string, those: readonly Work[]): Promise<void> {
  for (const each of those) await views.remove(failures(tenant), keyOf(each));
}

function failures(tenant: string): string {
  return `${tenant}#set_aside`;
}

function partition(tenant: string): string {
  return `${tenant}#under_way`;
}

function keyOf(work: Work): string {
  return `${work.function}#${work.subject}`;
}
