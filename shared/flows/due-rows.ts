/** Rows of views that wait for an instant, which their keys begin with. */
import { addToInstant, type Instant } from '../kernel/time.ts';
import type { Message, Page, ViewQuery, ViewRow, Views } from '../ports.ts';

/** Rows of one page. */
const PAGE_ROWS_MAX = 500;

/** Pages that one look reads; what lies behind them is met by the next one, once these are closed. */
const PAGES_MAX = 200;

type Keys = Pick<ViewQuery, 'from' | 'to'>;
type Paging = Pick<ViewQuery, 'after'> & { readonly limit: number };

/** Goes through the rows in the order in which they fall due until it is told to stop. */
export async function eachDueRow<Row>(
  pageOf: (paging: Paging) => Promise<Page<ViewRow>>,
  isEnough: (row: Row, dueAt: Instant) => boolean,
): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place = after === undefined ? {} : { after };
    const { items, next } = await pageOf({ ...place, limit: PAGE_ROWS_MAX });
    for (const { sk, data } of items) {
      if (isEnough(data as Row, sk.slice(0, sk.indexOf('#')))) return; // written by the rows' own projection alone
    }
    after = next;
    if (after === undefined) return;
  }
}

/** A tenant's rows of one kind, and the function that each of them wakes. */
type DueWork<Row> = {
  readonly wakes: string;
  readonly rows: (views: Views, of: { readonly tenant: string } & Keys & Paging) => Promise<Page<ViewRow>>;
  readonly idOf: (row: Row) => string;
  /** Rows that fell due more days ago are not looked at: somebody was woken then. */
  readonly daysBack?: number;
};

/** The two questions about such rows: whom to wake by an instant, and when there is somebody to wake next. */
export function dueWork<Row extends { readonly open: boolean }>({
  wakes,
  rows,
  idOf,
  daysBack,
}: DueWork<Row>) {
  const pagesOf = (views: Views, tenant: string, keys: Keys) => (paging: Paging) =>
    rows(views, { tenant, ...keys, ...paging });

  return {
    /** The wake-ups for all rows of a tenant that are open and due by then. */
    async due(views: Views, tenant: string, at: Instant): Promise<readonly Message[]> {
      const messages: Message[] = [];
      const from = daysBack === undefined ? {} : { from: addToInstant(at, { days: -daysBack }) };
      await eachDueRow<Row>(pagesOf(views, tenant, { ...from, to: `${at}#~` }), (row) => {
        const id = idOf(row);
        const body = { kind: 'work', tenant, id, trace: id, task: {} };
        if (row.open) messages.push({ to: wakes, body: JSON.stringify(body) });
        return false;
      });

      return messages;
    },
    /** The earliest instant after the given one at which an open row of the tenant is due; undefined without one. */
    async next(views: Views, tenant: string, after: Instant): Promise<Instant | undefined> {
      let earliest: Instant | undefined;
      await eachDueRow<Row>(pagesOf(views, tenant, { from: `${after}#~` }), (row, dueAt) => {
        if (row.open) earliest = dueAt;
        return row.open;
      });

      return earliest;
    },
  };
}
