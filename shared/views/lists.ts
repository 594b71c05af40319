/**
 * Lists of one kind of object: newest first, sharded by tenant, month and shard so that no partition is hot in a run of
 * a million. A row's key follows from the object's id and its first instant, so later versions overwrite it.
 */
import { sha256Hex } from '../kernel/hash.ts';
import { addDays, type Instant } from '../kernel/time.ts';
import type { ViewRow, Views } from '../ports.ts';

/** Partitions a month of one list is spread over. */
export const LIST_SHARDS = 4;

/** Empty months a page looks back over before it says that the list ends. */
export const EMPTY_MONTHS_MAX = 36;

/** Where a list goes on: the month, and the sort key behind which. */
export type ListPosition = { readonly month: string; readonly after: string | null };

/** A page of rows, newest first. */
export type ListPage = { readonly rows: readonly ViewRow[]; readonly next: ListPosition | null };

/** The row of an object in a list. `createdAt` never changes for one object; `version` is its aggregate's. */
export function listRow(of: {
  readonly tenant: string;
  readonly list: string;
  readonly id: string;
  readonly createdAt: Instant;
  readonly version: number;
  readonly data: unknown;
}): ViewRow {
  const pk = partition(of.tenant, of.list, { month: of.createdAt.slice(0, 7), shard: shardOf(of.id) });

  return { pk, sk: `${of.createdAt}#${of.id}`, version: of.version, data: of.data };
}

/** A page of a tenant's list from a position on, or from the newest there can be at `now` when there is none. */
export async function listPage(
  views: Views,
  of: { readonly tenant: string; readonly list: string; readonly limit: number; readonly now: Instant },
  from: ListPosition | null,
): Promise<ListPage> {
  // Dates of issue are civil: east of UTC, tomorrow's month has begun.
  let position = from ?? { month: addDays(of.now.slice(0, 10), 1).slice(0, 7), after: null };
  let rows: readonly ViewRow[] = [];
  for (let empty = 0; empty <= EMPTY_MONTHS_MAX; empty += 1) {
    const found = await monthPage(views, { ...of, limit: of.limit - rows.length + 1 }, position);
    rows = [...rows, ...found];
    if (rows.length > of.limit)
      return { rows: rows.slice(0, of.limit), next: positionOf(rows[of.limit - 1]) };
    if (found.length > 0) empty = 0;
    position = { month: monthBefore(position.month), after: null };
  }

  return { rows, next: null };
}

/** Where a list goes on behind a row. */
export function positionOf(row: ViewRow | undefined): ListPosition | null {
  return row ? { month: row.sk.slice(0, 7), after: row.sk } : null;
}

async function monthPage(
  views: Views,
  of: { readonly tenant: string; readonly list: string; readonly limit: number },
  { month, after }: ListPosition,
): Promise<readonly ViewRow[]> {
  const shards = Array.from({ length: LIST_SHARDS }, (_, shard) =>
    views.query({
      pk: partition(of.tenant, of.list, { month, shard }),
      descending: true,
      limit: of.limit,
      ...(after === null ? {} : { after }),
    }),
  );
  const rows = (await Promise.all(shards)).flatMap((page) => page.items);

  return rows.sort((a, b) => (a.sk < b.sk ? 1 : -1)).slice(0, of.limit);
}

function partition(
  tenant: string,
  list: string,
  of: { readonly month: string; readonly shard: number },
): string {
  return `${tenant}#${list}#${of.month}#${of.shard}`;
}

function shardOf(id: string): number {
  return Number.parseInt(sha256Hex(id).slice(0, 4), 16) % LIST_SHARDS;
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);

  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
