/**
 * The event log: one row for each commit that says something to the outside, by tenant, day and shard. Integrators
 * list it, and the ledger reads its postings from it.
 */
import { sha256Hex } from '../kernel/hash.ts';
import { addDays, daysBetween } from '../kernel/time.ts';
import type { Commit, PostingSet, ViewRow, Views } from '../ports.ts';

/** Partitions a day of the log is spread over. */
export const EVENT_SHARDS = 4;

/** Days that one page looks through; a longer span goes on behind its cursor, though nothing was found. */
export const EVENT_DAYS_MAX = 400;

/** Days read at once on the way through a longer span. */
const DAYS_AT_ONCE = 16;

/** A public fact in the log. */
export type LoggedFact = {
  readonly type: string;
  readonly v: number;
  readonly data: unknown;
  readonly books?: PostingSet;
};

/** A row of the log: the public facts of one commit. */
export type LoggedCommit = {
  readonly at: string;
  readonly id: string;
  readonly version: number;
  readonly facts: readonly LoggedFact[];
};

/** Where the log goes on, oldest first. */
export type EventPosition = { readonly day: string; readonly after: string | null };

/** Facts that tell something to integrators or carry postings; the others are our own bookkeeping. */
const PUBLIC = new Set([
  'order.placed',
  'order.cancelled',
  'order.fulfilled',
  'invoice.issued',
  'credit_note.issued',
  'self_billed_invoice.issued',
  'self_billed_invoice.objected',
  'self_billed_invoice.paid',
  'self_billed_credit_note.issued',
  'document.sent',
  'document.delivery_failed',
  'document.delivery_unknown',
  'prepaid.granted',
  'prepaid.consumed',
  'prepaid.released',
  'prepaid.returned',
  'prepaid.expired',
  'prepaid.voided',
  'prepaid.refunded',
  'payment.settled',
  'payment.failed',
  'payment.action_required',
  'payment.outcome_unknown',
  'refund.settled',
  'refund.failed',
  'subscription.created',
  'subscription.start_set',
  'subscription.payment_awaited',
  'subscription.changed',
  'subscription.paused',
  'subscription.resumed',
  'subscription.suspended',
  'subscription.reinstated',
  'subscription.ended',
  'subscription.parked',
  'plan.published',
  'product.published',
  'customer.registered',
  'customer.erased',
  'item.cleared',
  'message.parked',
]);

/** The row of a commit, or nothing when it holds neither a public fact nor postings. */
export function eventRowOf(commit: Commit): ViewRow | undefined {
  const facts = commit.facts.filter((fact) => PUBLIC.has(fact.type) || fact.books !== undefined);
  if (facts.length === 0) return undefined;
  const { tenant, id, version, at } = commit;
  const data: LoggedCommit = { at, id, version, facts };

  return {
    pk: partition(tenant, at.slice(0, 10), shardOf(id)),
    sk: keyOf(commit),
    version: 1,
    data,
  };
}

/** Commits of the log between two days, both included, oldest first, from a position on. */
export async function eventsBetween(
  views: Views,
  of: { readonly tenant: string; readonly from: string; readonly to: string; readonly limit: number },
  position: EventPosition = { day: of.from, after: null },
): Promise<{ readonly commits: readonly LoggedCommit[]; readonly next: EventPosition | null }> {
  const found: ViewRow[] = [];
  let { day, after } = position;
  for (let days = 0; day <= of.to && days < EVENT_DAYS_MAX; days += DAYS_AT_ONCE) {
    const limit = of.limit - found.length + 1;
    const count = Math.min(DAYS_AT_ONCE, daysBetween(day, of.to) + 1);
    const begin = { tenant: of.tenant, day, limit };
    const pages = await Promise.all(
      Array.from({ length: count }, (_, offset) =>
        dayPage(views, { ...begin, day: addDays(begin.day, offset) }, offset === 0 ? after : null),
      ),
    );
    found.push(...pages.flat());
    if (found.length > of.limit) {
      return { commits: found.slice(0, of.limit).map(dataOf), next: positionAt(found[of.limit - 1]) };
    }
    if (daysBetween(day, of.to) < DAYS_AT_ONCE) return { commits: found.map(dataOf), next: null };
    day = addDays(day, DAYS_AT_ONCE);
    after = null;
  }

  return { commits: found.map(dataOf), next: day <= of.to ? { day, after: null } : null };
}

/** Where the log goes on behind a commit. */
export function positionBehind({ at, id, version }: LoggedCommit): EventPosition {
  return { day: at.slice(0, 10), after: keyOf({ at, id, version }) };
}

function positionAt(row: ViewRow | undefined): EventPosition | null {
  return row ? { day: row.sk.slice(0, 10), after: row.sk } : null;
}

async function dayPage(
  views: Views,
  of: { readonly tenant: string; readonly day: string; readonly limit: number },
  after: string | null,
): Promise<readonly ViewRow[]> {
  const shards = Array.from({ length: EVENT_SHARDS }, (_, shard) =>
    views.query({
      pk: partition(of.tenant, of.day, shard),
      limit: of.limit,
      ...(after === null ? {} : { after }),
    }),
  );
  const rows = (await Promise.all(shards)).flatMap((page) => page.items);

  return rows.sort((a, b) => (a.sk < b.sk ? -1 : 1)).slice(0, of.limit);
}

function keyOf({ at, id, version }: Pick<Commit, 'at' | 'id' | 'version'>): string {
  return `${at}#${id}#${version}`;
}

function dataOf(row: ViewRow): LoggedCommit {
  return row.data as LoggedCommit; // written by eventRowOf alone
}

function partition(tenant: string, day: string, shard: number): string {
  return `${tenant}#events#${day}#${shard}`;
}

function shardOf(id: string): number {
  return Number.parseInt(sha256Hex(id).slice(0, 4), 16) % EVENT_SHARDS;
}
