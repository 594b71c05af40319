/** Which deferrals of one tenant have a month that is over, and wakes whoever recognises it. */
import type { Instant } from '../kernel/time.ts';
import type { Message, Views } from '../ports.ts';
import { DEFERRAL_SHARDS, type DueDeferral, waitingDeferrals } from '../views/deferrals.ts';

/** Rows of one page, other tenants' among them. */
const PAGE_ROWS_MAX = 500;

/** Pages of one shard; a stage for tests holds fewer. */
const PAGES_MAX = 200;

/** The wake-up for a deferral that is open; none for one that was closed. */
export function recognitionOf({ tenant, deferral, open: isOpen }: DueDeferral): readonly Message[] {
  const body = { kind: 'work', tenant, id: deferral, trace: deferral, task: {} };

  return isOpen ? [{ to: 'ledger.recognise', body: JSON.stringify(body) }] : [];
}

/** The deferrals of a tenant with revenue that is due by then. */
export async function deferralsWaiting(
  views: Views,
  tenant: string,
  at: Instant,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let shard = 0; shard < DEFERRAL_SHARDS; shard += 1) {
    await eachWaiting(views, { shard, to: `${at}#~` }, ({ deferral }) => {
      if (deferral.tenant === tenant && deferral.open) found.push(deferral.deferral);
      return false;
    });
  }

  return found;
}

/** The wake-ups for all of a tenant that is due by then. */
export async function recognitionsDue(
  views: Views,
  tenant: string,
  at: Instant,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let shard = 0; shard < DEFERRAL_SHARDS; shard += 1) {
    await eachWaiting(views, { shard, to: `${at}#~` }, ({ deferral }) => {
      if (deferral.tenant === tenant) messages.push(...recognitionOf(deferral));
      return false;
    });
  }

  return messages;
}

/** The earliest instant after the given one at which a month of the tenant is over; undefined without one. */
export async function nextRecognition(
  views: Views,
  tenant: string,
  after: Instant,
): Promise<Instant | undefined> {
  let earliest: Instant | undefined;
  for (let shard = 0; shard < DEFERRAL_SHARDS; shard += 1) {
    const range = { shard, from: `${after}#~`, ...(earliest !== undefined && { to: earliest }) };
    await eachWaiting(views, range, ({ deferral, dueAt }) => {
      const isFound = deferral.open && deferral.tenant === tenant;
      if (isFound) earliest = dueAt;
      return isFound;
    });
  }

  return earliest;
}

type Waiting = { readonly deferral: DueDeferral; readonly dueAt: Instant };
type Range = { readonly shard: number; readonly from?: string; readonly to?: string };

/** Goes through the rows in the order in which they fall due until it is told to stop. */
async function eachWaiting(views: Views, range: Range, isEnough: (row: Waiting) => boolean): Promise<void> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place = after === undefined ? {} : { after };
    const { items, next } = await waitingDeferrals(views, { ...range, ...place, limit: PAGE_ROWS_MAX });
    for (const { sk, data } of items) {
      const deferral = data as DueDeferral; // written by deferralRows alone
      if (isEnough({ deferral, dueAt: sk.slice(0, sk.indexOf('#')) })) return;
    }
    after = next;
    if (after === undefined) return;
  }
}
