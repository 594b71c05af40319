/** How every list endpoint answers: a page of a view, a signed cursor, and the instant it was read. */
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import type { ListPosition } from '../views/lists.ts';
import { listPage } from '../views/lists.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Answer, Call } from './http.ts';

/** The query of a list after parsing. */
export type Listing = { readonly limit: number; readonly cursor?: string | undefined };

/** An endpoint that lists a view; `item` tells one row from its object's id and the row's data. */
export function listing<Row>(list: string, item: (id: string, row: Row) => unknown) {
  return async (call: Call<undefined, Listing>, ports: Ports): Promise<Result<Answer>> => {
    const scope = [call.tenant, list];
    const from = await readCursor<ListPosition>(call.query.cursor, scope, ports);
    if (!from.ok) return from;

    const page = await listPage(
      ports.views,
      { tenant: call.tenant, list, limit: call.query.limit, now: call.acting.at },
      from.value,
    );
    const data = page.rows.map((row) => item(row.sk.split('#')[1] ?? '', row.data as Row)); // the view's own builder wrote it

    return ok({
      body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
    });
  };
}
