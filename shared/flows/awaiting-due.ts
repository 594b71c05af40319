/** Which subscriptions of a tenant have waited for their first payment until their limit, and wakes whoever ends them. */
import type { Instant } from '../kernel/time.ts';
import type { Message, Views } from '../ports.ts';
import { type AwaitedListed, awaitedSubscriptions } from '../views/awaited.ts';

/** Rows of one page. */
const PAGE_ROWS_MAX = 500;

/** Pages that one look reads; what lies behind them is met by the next one, once these are closed. */
const PAGES_MAX = 200;

/** The wake-ups for all subscriptions of a tenant whose limit has passed by then, those that a payment in process holds among them. */
export async function limitsDue(views: Views, tenant: string, at: Instant): Promise<readonly Message[]> {
  const messages: Message[] = [];
  await eachWaiting(views, { tenant, to: `${at}#~` }, ({ subscription, open: isOpen }) => {
    const body = { kind: 'work', tenant, id: subscription, trace: subscription, task: {} };
    if (isOpen) messages.push({ to: 'subscriptions.activate', body: JSON.stringify(body) });
    return false;
  });

  return messages;
}

/** The earliest instant after the given one at which a limit of the tenant passes; undefined without one. */
export async function nextLimit(views: Views, tenant: string, after: Instant): Promise<Instant | undefined> {
  let earliest: Instant | undefined;
  await eachWaiting(views, { tenant, from: `${after}#~` }, ({ open: isOpen }, until) => {
    if (isOpen) earliest = until;
    return isOpen;
  });

  return earliest;
}

/** Goes through the rows in the order in which their limits pass until it is told to stop. */
async function eachWaiting(
  views: Views,
  range: { readonly tenant: string; readonly from?: string; readonly to?: string },
  isEnough: (row: AwaitedListed, until: Instant) => boolean,
): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place = after === undefined ? {} : { after };
    const { items, next } = await awaitedSubscriptions(views, { ...range, ...place, limit: PAGE_ROWS_MAX });
    for (const { sk, data } of items) {
      const row = data as AwaitedListed; // written by awaitedRows alone
      if (isEnough(row, sk.slice(0, sk.indexOf('#')))) return;
    }
    after = next;
    if (after === undefined) return;
  }
}
