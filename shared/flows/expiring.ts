/** Which prepaid balances of a tenant have a grant that has expired, and wakes whoever lets it lapse. */
import type { Instant } from '../kernel/time.ts';
import type { Message, Views } from '../ports.ts';
import { type DueBalance, waitingBalances } from '../views/prepaid.ts';

/** Rows of one page. */
const PAGE_ROWS_MAX = 500;

/** Pages that one look reads; what lies behind them is met by the next one, once these are closed. */
const PAGES_MAX = 200;

/** The wake-ups for all balances of a tenant with a grant that has expired by then. */
export async function expiriesDue(views: Views, tenant: string, at: Instant): Promise<readonly Message[]> {
  const messages: Message[] = [];
  await eachWaiting(views, { tenant, to: `${at}#~` }, ({ balance, open: isOpen }) => {
    const body = { kind: 'work', tenant, id: balance, trace: balance, task: {} };
    if (isOpen) messages.push({ to: 'prepaid.expire', body: JSON.stringify(body) });
    return false;
  });

  return messages;
}

/** The earliest instant after the given one at which a grant of the tenant expires; undefined without one. */
export async function nextExpiry(views: Views, tenant: string, after: Instant): Promise<Instant | undefined> {
  let earliest: Instant | undefined;
  await eachWaiting(views, { tenant, from: `${after}#~` }, ({ open: isOpen }, dueAt) => {
    if (isOpen) earliest = dueAt;
    return isOpen;
  });

  return earliest;
}

/** Goes through the rows in the order in which they fall due until it is told to stop. */
async function eachWaiting(
  views: Views,
  range: { readonly tenant: string; readonly from?: string; readonly to?: string },
  isEnough: (row: DueBalance, dueAt: Instant) => boolean,
): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place = after === undefined ? {} : { after };
    const { items, next } = await waitingBalances(views, { ...range, ...place, limit: PAGE_ROWS_MAX });
    for (const { sk, data } of items) {
      const row = data as DueBalance; // written by prepaidRows alone
      if (isEnough(row, sk.slice(0, sk.indexOf('#')))) return;
    }
    after = next;
    if (after === undefined) return;
  }
}
