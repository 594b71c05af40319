/** How every list endpoint answers: a page of a view, a signed cursor, and the instant it was read. */
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Ports, ViewRow } from '../ports.ts';
import type { ListPage, ListPosition } from '../views/lists.ts';
import { listPage, positionOf } from '../views/lists.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Answer, Call } from './http.ts';

/** The query of a list after parsing. */
export type Listing = { readonly limit: number; readonly cursor?: string | undefined };

/** An endpoint that lists a view; `item` tells one row from its object's id and the row's data. */
export function listing<Row>(list: string, item: (id: string, row: Row) => unknown) {
  return filteredListing<Row, Listing>(list, { item, isWanted: () => true });
}

/** Pages of a view that one filtered page looks through; a longer look goes on behind its cursor, though little was found. */
const FILTERED_PAGES_MAX = 20;

/** Rows in each of them. */
const FILTERED_ROWS = 100;

/** An endpoint that lists those rows of a view that its query wants; a cursor is bound to all that it says. */
export function filteredListing<Row, Query extends Listing>(
  list: string,
  of: {
    readonly item: (id: string, row: Row) => unknown;
    readonly isWanted: (row: Row, query: Query) => boolean;
  },
) {
  return async (call: Call<undefined, Query>, ports: Ports): Promise<Result<Answer>> => {
    const { tenant, query, acting } = call;
    const filters = wordsOf(query);
    const scope = [tenant, list, ...filters];
    const from = await readCursor<ListPosition>(query.cursor, scope, ports);
    if (!from.ok) return from;
    const isWanted = ({ data }: ViewRow) => of.isWanted(data as Row, query); // the view's own builder wrote it
    const asked = { tenant, list, limit: query.limit, now: acting.at };
    const page =
      filters.length === 0
        ? await listPage(ports.views, asked, from.value)
        : await filteredPage(ports.views, { ...asked, isWanted }, from.value);
    const data = page.rows.map((row) => of.item(row.sk.split('#')[1] ?? '', row.data as Row)); // see above

    return ok({
      body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: acting.at },
    });
  };
}

function wordsOf({ limit: _, cursor: __, ...query }: Listing): readonly string[] {
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${String(value)}`],
  );
}

/** Whether a row is of all that a query names; `members` says what of the row a parameter is held against. */
export function isOfAll<Row, Query>(
  row: Row,
  query: Query,
  members: { readonly [Name in keyof Query]?: keyof Row },
): boolean {
  const names = Object.keys(members) as (keyof Query)[]; // its own

  return names.every((name) => {
    const member = members[name];
    return query[name] === undefined || member === undefined || Object.is(row[member], query[name]);
  });
}

async function filteredPage(
  views: Ports['views'],
  of: Parameters<typeof listPage>[1] & { readonly isWanted: (row: ViewRow) => boolean },
  from: ListPosition | null,
): Promise<ListPage> {
  const rows: ViewRow[] = [];
  let position = from;
  for (let asked = 0; asked < FILTERED_PAGES_MAX; asked += 1) {
    const page = await listPage(views, { ...of, limit: FILTERED_ROWS }, position);
    for (const row of page.rows) {
      if (of.isWanted(row)) rows.push(row);
      if (rows.length === of.limit)
        return { rows, next: row === page.rows.at(-1) ? page.next : positionOf(row) };
    }
    position = page.next;
    if (position === null) return { rows, next: null };
  }

  return { rows, next: position };
}
