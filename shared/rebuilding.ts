/**
 * Views rebuilt from the journal alone. Rows are a function of commits and the newest version of a row stays, so the
 * order in which commits are read does not matter, and rebuilt views equal the live ones or the difference is told.
 */
import { encode } from './journal/codec.ts';
import type { Journal, ViewRow, Views } from './ports.ts';
import { project } from './projecting.ts';

/** Segments the journal and the views are read in. */
const SEGMENTS = 8;

/** Differences that are told one by one; further ones are counted. */
export const DIFFERENCES_MAX = 100;

/** A row that is not as the journal says it should be. */
export type Difference = {
  readonly pk: string;
  readonly sk: string;
  readonly kind: 'missing' | 'different' | 'extra';
};

/** What a comparison found. */
export type Comparison = {
  readonly rows: number;
  readonly count: number;
  readonly differences: readonly Difference[];
};

/** Projects every commit of the journal into empty views; answers how many commits there were. */
export async function rebuildInto(views: Views, journal: Journal): Promise<number> {
  let commits = 0;
  for (let index = 0; index < SEGMENTS; index += 1) {
    let after: string | undefined;
    do {
      const page = await journal.scan({ index, of: SEGMENTS }, after);
      for (const commit of page.items) await project(commit, { journal, views });
      commits += page.items.length;
      after = page.next;
    } while (after !== undefined);
  }

  return commits;
}

/** Compares live views with rebuilt ones, row by row. Rows that have expired, or are about to be made, do not count. */
export async function compareViews(live: Views, rebuilt: Views, nowSeconds: number): Promise<Comparison> {
  const wanted = await rowsOf(rebuilt, nowSeconds);
  const found = await rowsOf(live, nowSeconds);
  const differences: Difference[] = [];
  for (const [key, row] of wanted) {
    const other = found.get(key);
    if (!other) differences.push({ pk: row.pk, sk: row.sk, kind: 'missing' });
    else if (encode([row.version, row.data]) !== encode([other.version, other.data]))
      differences.push({ pk: row.pk, sk: row.sk, kind: 'different' });
  }
  for (const [key, row] of found)
    if (!wanted.has(key)) differences.push({ pk: row.pk, sk: row.sk, kind: 'extra' });

  return { rows: wanted.size, count: differences.length, differences: differences.slice(0, DIFFERENCES_MAX) };
}

/** Makes the live views equal to the rebuilt ones; answers how many rows it wrote or removed. */
export async function repairViews(live: Views, rebuilt: Views, nowSeconds: number): Promise<number> {
  const { differences, count } = await compareViews(live, rebuilt, nowSeconds);
  for (const { pk, sk, kind } of differences) {
    if (kind !== 'missing') await live.remove(pk, sk);
    const row = kind === 'extra' ? undefined : await rebuilt.get(pk, sk);
    if (row) await live.put(row);
  }

  return count > differences.length
    ? differences.length + (await repairViews(live, rebuilt, nowSeconds))
    : differences.length;
}

async function rowsOf(views: Views, nowSeconds: number): Promise<ReadonlyMap<string, ViewRow>> {
  const rows = new Map<string, ViewRow>();
  for (let index = 0; index < SEGMENTS; index += 1) {
    let after: string | undefined;
    do {
      const page = await views.scan({ index, of: SEGMENTS }, after);
      for (const row of page.items)
        if (row.expiresAt === undefined || row.expiresAt > nowSeconds) rows.set(`${row.pk}\n${row.sk}`, row);
      after = page.next;
    } while (after !== undefined);
  }

  return rows;
}
