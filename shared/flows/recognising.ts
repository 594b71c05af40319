/** Which deferrals of one tenant have a month that is over, and wakes whoever recognises it. */
import type { Instant } from '../kernel/time.ts';
import type { Message, Views } from '../ports.ts';
import { DEFERRAL_SHARDS, type DueDeferral, waitingDeferrals } from '../views/deferrals.ts';
import { eachDueRow } from './due-rows.ts';

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

/** Goes through the rows of one shard in the order in which they fall due until it is told to stop. */
function eachWaiting(views: Views, range: Range, isEnough: (row: Waiting) => boolean): Promise<void> {
  return eachDueRow<DueDeferral>(
    (paging) => waitingDeferrals(views, { ...range, ...paging }),
    (deferral, dueAt) => isEnough({ deferral, dueAt }),
  );
}
