/** Reads what is deferred on a day from the rows of the deferrals. */
import { pour, type Waterfalls } from '../domain/deferrals/waterfall.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate } from '../kernel/time.ts';
import type { Views } from '../ports.ts';
import { DEFERRAL_SHARDS, type DeferralListed, deferralsBehind } from '../views/deferrals.ts';

/** Rows of one page. */
const PAGE_ROWS_MAX = 500;

/** Documents that one report reads. */
export const DEFERRALS_READ_MAX = 50_000;

/** The waterfalls at the end of a day, of all sellers or of one; whatever served its last day before the month is left out. */
export async function waterfallsAt(
  views: Views,
  of: { readonly tenant: string; readonly entity: string | null; readonly day: CivilDate },
): Promise<Result<Waterfalls>> {
  const waterfalls: Waterfalls = new Map();
  const monthBegin = `${of.day.slice(0, 7)}-01`;
  let read = 0;
  for (let shard = 0; shard < DEFERRAL_SHARDS; shard += 1) {
    let after: string | undefined;
    do {
      if (read >= DEFERRALS_READ_MAX) return tooMany();
      const question = { tenant: of.tenant, shard, day: monthBegin, limit: PAGE_ROWS_MAX };
      const page = await deferralsBehind(views, question, after);
      read += page.items.length;
      for (const { data } of page.items) {
        const document = data as DeferralListed; // written by deferralRows alone
        if (of.entity === null || of.entity === document.entity) pour(waterfalls, document, of.day);
      }
      after = page.next;
    } while (after !== undefined);
  }

  return ok(waterfalls);
}

function tooMany() {
  return refuse(
    'ledger.too_many_entries',
    `A report of deferred revenue reads at most ${DEFERRALS_READ_MAX} documents.`,
  );
}
