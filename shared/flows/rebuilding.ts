/**
 * Views rebuilt from the journal alone. Rows are a function of commits and the newest version of a row stays, so the
 * order in which commits are read does not matter, and rebuilt views equal the live ones or the difference is told.
 */
import { encode } from '../journal/codec.ts';
import type { Ports, ViewRow, Views } from '../ports.ts';
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
export async function rebuildInto(
  views: Views,
  { journal, stage }: Pick<Ports, 'journal' | 'stage'>,
): Promise<number> {
  let commits = 0;
  for (let index = 0; index < SEGMENTS; index += 1) {
    let after: string | undefined;
    do {
      const page = await journal.scan({ index, of: SEGMENTS }, after);
      for (const commit of page.items) await project(commit, { journal, stage, views });
      commits += page.items.length;
      after = page.next;
    } while (after !== undefined);
  }

  return commits;
}

/** Compares live views with rebuilt ones, row by row. Rows that have expired, or are about to be made, do not count. */
export async function compareViews(live: Views, rebuilt: Views, nowSeconds: number): Promise<Comparison> {
  const { rows, differences } = await differencesOf(live, rebuilt, nowSeconds);

  return {
    rows,
    count: differences.length,
    differences: differences.slice(0, DIFFERENCES_MAX).map(({ row: _, ...told }) => told),
  };
}

/**
 * Makes the live views equal to the rebuilt ones; answers how many rows it wrote or removed. A live row newer than the
 * rebuilt one stays: it was written since the journal was read. Rows that nobody knows are removed, so let nobody write.
 */
export async function repairViews(live: Views, rebuilt: Views, nowSeconds: number): Promise<number> {
  const { differences } = await differencesOf(live, rebuilt, nowSeconds);
  let repaired = 0;
  for (const { pk, sk, kind, row } of differences) {
    const there = await live.get(pk, sk);
    if (row && there && there.version > row.version) continue;
    // An expired row may lie in the way of a missing one.
    if (kind === 'extra' || there) await live.remove(pk, sk);
    if (row) await live.put(row);
    repaired += 1;
  }

  return repaired;
}

/** A difference with the row as it should be, where there should be one. */
type Found = Difference & { readonly row?: ViewRow };

async function differencesOf(
  live: Views,
  rebuilt: Views,
  nowSeconds: number,
): Promise<{ readonly rows: number; readonly differences: readonly Found[] }> {
  const wanted = await rowsOf(rebuilt, nowSeconds);
  const found = await rowsOf(live, nowSeconds);
  const differences: Found[] = [];
  for (const [key, row] of wanted) {
    const { pk, sk } = row;
    const other = found.get(key);
    if (!other) differences.push({ pk, sk, kind: 'missing', row });
    else if (textOf(row) !== textOf(other)) differences.push({ pk, sk, kind: 'different', row });
  }
  for (const [key, { pk, sk }] of found) if (!wanted.has(key)) differences.push({ pk, sk, kind: 'extra' });

  return { rows: wanted.size, differences };
}

function textOf({ version, data }: ViewRow): string {
  return encode([version, data]);
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
