/**
 * What is due: one open row for each running subscription, in the order of the instants from which the next period is
 * owed. A row whose period was billed is closed by the same commit and expires soon after, so what is open and behind
 * us is what is owed, however long nobody looked: there is no window to fall out of.
 */
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { ViewRow, Views } from '../ports.ts';
import { expiryOfClosed } from './expiry.ts';

/** Partitions the due rows of one tenant are spread over. */
export const DUE_SHARDS = 8;

/** Rows read in one question. */
export const DUE_ROWS_MAX = 500;

/** Questions in one look at what is due; a longer look goes on from where it stopped. */
export const DUE_QUESTIONS_MAX = 200;

/** What a due row says; `start` is the first day of the period that is owed, `retryAt` is set while it is parked. */
export type DueListed =
  | { readonly open: true; readonly start: CivilDate; readonly retryAt: Instant | null }
  | { readonly open: false };

/** Where a look goes on. */
export type DuePosition = { readonly shard: number; readonly after: string | null };

/** What a look is for. */
export type DueQuestion = {
  readonly tenant: string;
  readonly until: Instant;
  /** Periods that begin later are left out. */
  readonly target: CivilDate | null;
  /** Whether those that are parked, and not to be tried again yet, are taken as well. */
  readonly parkedToo: boolean;
  readonly limit: number;
};

/** The subscriptions found, oldest debt first within each shard, and where to go on; null at the end. */
export type DuePage = { readonly subscriptions: readonly string[]; readonly next: DuePosition | null };

/** The open row of what a subscription will owe next. */
export function openDueRow(of: {
  readonly tenant: string;
  readonly subscription: string;
  readonly version: number;
  readonly dueAt: Instant;
  readonly start: CivilDate;
  readonly retryAt: Instant | null;
}): ViewRow {
  const data: DueListed = { open: true, start: of.start, retryAt: of.retryAt };

  return { ...keyOf(of), version: of.version, data };
}

/** The row that closes what was owed from `dueAt` on; `at` is when that happened. */
export function closedDueRow(of: {
  readonly tenant: string;
  readonly subscription: string;
  readonly version: number;
  readonly dueAt: Instant;
  readonly at: Instant;
}): ViewRow {
  const data: DueListed = { open: false };
  const expiresAt = expiryOfClosed(of.at);

  return { ...keyOf(of), version: of.version, data, expiresAt };
}

/** The next subscriptions that owe a period, from a position on. */
export async function dueSubscriptions(
  views: Views,
  question: DueQuestion,
  from: DuePosition,
): Promise<DuePage> {
  const subscriptions: string[] = [];
  let position: DuePosition | null = from;
  for (let asked = 0; position !== null && asked < DUE_QUESTIONS_MAX; asked += 1) {
    const page: Awaited<ReturnType<typeof shardPage>> = await shardPage(views, question, position);
    for (const row of page.rows) {
      position = { shard: position.shard, after: row.sk };
      if (isWanted(row, question)) subscriptions.push(subscriptionOf(row));
      if (subscriptions.length === question.limit) return { subscriptions, next: position };
    }
    if (!page.hasMore) position = nextShard(position);
  }

  return { subscriptions, next: position };
}

/** The earliest instant after the given one at which a subscription falls due, or is to be tried again; undefined without one. */
export async function nextDueAfter(
  views: Views,
  tenant: string,
  after: Instant,
): Promise<Instant | undefined> {
  let earliest: Instant | undefined;
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let place: string | undefined;
    for (let asked = 0; asked < DUE_QUESTIONS_MAX; asked += 1) {
      const page = await views.query({
        pk: partition(tenant, shard),
        limit: DUE_ROWS_MAX,
        ...(earliest !== undefined && { to: earliest }),
        ...(place !== undefined && { after: place }),
      });
      for (const row of page.items) earliest = earlierOf(earliest, dueAfter(row, after));
      place = page.next;
      if (place === undefined || (earliest !== undefined && place >= earliest)) break;
    }
  }

  return earliest;
}

/** When an open row is due, if that is later. */
function dueAfter(row: ViewRow, after: Instant): Instant | undefined {
  const due = row.data as DueListed; // written by this file's row builders alone
  if (!due.open) return undefined;
  const dueAt = row.sk.slice(0, row.sk.indexOf('#'));
  const at = due.retryAt !== null && due.retryAt > dueAt ? due.retryAt : dueAt;

  return at > after ? at : undefined;
}

function earlierOf(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;

  return one < other ? one : other;
}

async function shardPage(views: Views, { tenant, until }: DueQuestion, { shard, after }: DuePosition) {
  const page = await views.query({
    pk: partition(tenant, shard),
    to: `${until}#~`,
    limit: DUE_ROWS_MAX,
    ...(after === null ? {} : { after }),
  });

  return { rows: page.items, hasMore: page.next !== undefined };
}

function nextShard({ shard }: DuePosition): DuePosition | null {
  return shard + 1 < DUE_SHARDS ? { shard: shard + 1, after: null } : null;
}

function isWanted(row: ViewRow, { until, target, parkedToo }: DueQuestion): boolean {
  const due = row.data as DueListed; // written by this file's row builders alone
  if (!due.open || (target !== null && due.start > target)) return false;

  return parkedToo || due.retryAt === null || due.retryAt <= until;
}

function subscriptionOf(row: ViewRow): string {
  return row.sk.slice(row.sk.indexOf('#') + 1);
}

function keyOf(of: { readonly tenant: string; readonly subscription: string; readonly dueAt: Instant }) {
  return { pk: partition(of.tenant, shardOf(of.subscription)), sk: `${of.dueAt}#${of.subscription}` };
}

function partition(tenant: string, shard: number): string {
  return `${tenant}#due#${shard}`;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ids are digests, so their first character spreads them evenly. */
function shardOf(subscription: string): number {
  return Math.max(ALPHABET.indexOf(subscription.charAt(subscription.indexOf('_') + 1)), 0) % DUE_SHARDS;
}
