/** The views in memory: the same version guard and the same order of keys, in one process. */
import type { Instant } from '../kernel/time.ts';
import { epochMilliseconds } from '../kernel/time.ts';
import type { Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { compareKeys } from './key-order.ts';
import { checkSegment, SCAN_PAGE_MAX, within } from './limits.ts';
import { frozen, MEMORY_ITEMS_MAX, placeIn, segmentOf } from './memory-store.ts';
import { checkQuery, rowOf, viewItemOf } from './stored.ts';

/**
 * Empty views. Rows are kept as decoded from their encoded data, frozen. With a clock, rows that have expired are gone some
 * time after, as a table's are that has a time to live; without one they stay.
 */
export function memoryViews(now?: () => Instant): Views {
  const store: Store = { partitions: new Map(), created: 0, count: 0 };
  const rowsOf = (pk: string) => store.partitions.get(pk)?.rows ?? [];

  return {
    put: async (row) => {
      const outcome = put(store, row);
      if (now && row.expiresAt !== undefined) expire(store, row.pk, now());

      return outcome;
    },
    get: async (pk, sk) => {
      const rows = rowsOf(pk);
      const row = rows[placeOf(rows, sk)];

      return row?.sk === sk ? row : undefined;
    },
    query: async (query) => answered(rowsOf(query.pk), query),
    scan: async (segment, after) => scanned(store.partitions, segment, after),
    remove: async (pk, sk) => remove(store, pk, sk),
  };
}

type Store = { readonly partitions: Map<string, Partition>; created: number; count: number };

/** The ordinal is never given twice, so that a scan goes on where it was though partitions come and go. */
type Partition = { readonly ordinal: number; readonly rows: ViewRow[]; expiring: number };

function put(store: Store, row: ViewRow): 'written' | 'stale' {
  const stored = frozen(rowOf(viewItemOf(row)));
  const { rows } = partitionIn(store, row.pk);
  const place = placeOf(rows, row.sk);
  const former = rows[place];
  const isThere = former?.sk === row.sk;
  if (isThere && former.version >= row.version) return 'stale';

  if (!isThere) store.count += 1;
  within('rows in memory', store.count, MEMORY_ITEMS_MAX);
  rows.splice(place, isThere ? 1 : 0, stored);

  return 'written';
}

/** Takes out what has expired, whenever half as many rows that will were put as there are, so that each put pays for little. */
function expire(store: Store, pk: string, now: Instant): void {
  const partition = partitionIn(store, pk);
  const { rows } = partition;
  partition.expiring += 1;
  if (partition.expiring * 2 < rows.length) return;

  const seconds = epochMilliseconds(now) / 1_000;
  const kept = rows.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > seconds);
  store.count -= rows.length - kept.length;
  rows.splice(0, rows.length, ...kept);
  partition.expiring = 0;
}

function partitionIn(store: Store, pk: string): Partition {
  const former = store.partitions.get(pk);
  if (former) return former;

  store.created += 1;
  const partition = { ordinal: store.created, rows: [], expiring: 0 };
  store.partitions.set(pk, partition);

  return partition;
}

function remove(store: Store, pk: string, sk: string): void {
  const rows = store.partitions.get(pk)?.rows ?? [];
  const place = placeOf(rows, sk);
  if (rows[place]?.sk !== sk) return;

  rows.splice(place, 1);
  store.count -= 1;
  if (rows.length === 0) store.partitions.delete(pk);
}

function placeOf(rows: readonly ViewRow[], sk: string): number {
  return placeIn(rows, (row) => compareKeys(row.sk, sk) < 0);
}

/** The place behind the key: of the first row that is greater. */
function placeBehind(rows: readonly ViewRow[], sk: string): number {
  return placeIn(rows, (row) => compareKeys(row.sk, sk) <= 0);
}

function answered(rows: readonly ViewRow[], query: ViewQuery): Page<ViewRow> {
  checkQuery(query);
  const { from = '', to, after, descending = false, limit } = query;
  let start = placeOf(rows, from);
  let end = to === undefined ? rows.length : placeBehind(rows, to);
  if (after !== undefined && descending) end = Math.min(end, placeOf(rows, after));
  if (after !== undefined && !descending) start = Math.max(start, placeBehind(rows, after));
  if (end <= start) return { items: [] };

  const hasMore = end - start > limit;
  const items = descending
    ? rows.slice(Math.max(start, end - limit), end).reverse()
    : rows.slice(start, Math.min(end, start + limit));
  const next = items.at(-1)?.sk;

  return hasMore && next !== undefined ? { items, next } : { items };
}

function scanned(
  partitions: ReadonlyMap<string, Partition>,
  segment: { readonly index: number; readonly of: number },
  after?: string,
): Page<ViewRow> {
  checkSegment(segment);
  const place = placeFrom(after);
  const items: ViewRow[] = [];
  for (const [pk, { ordinal, rows }] of partitions) {
    if (ordinal < place.ordinal || segmentOf(pk, segment.of) !== segment.index) continue;

    const start = ordinal === place.ordinal ? placeBehind(rows, place.sk) : 0;
    for (const row of rows.slice(start)) {
      items.push(row);
      if (items.length === SCAN_PAGE_MAX) return { items, next: `${ordinal}:${row.sk}` };
    }
  }

  return { items };
}

function placeFrom(after = '0:'): { readonly ordinal: number; readonly sk: string } {
  const colon = after.indexOf(':');

  return { ordinal: Number(after.slice(0, colon)), sk: after.slice(colon + 1) };
}
