/**
 * Keeps closed periods as they are: a posting whose day lies in a closed month is dated the first day that is open, with its
 * own day beside it. Only a month that is over can be closed, so postings of the month that runs read nothing.
 */
import { derivedId } from '../kernel/hash.ts';
import { PREFIX } from '../kernel/ids.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { addDays, addToInstant } from '../kernel/time.ts';
import type { Journal, PostingSet } from '../ports.ts';

/** How far the earliest zone is ahead of UTC: what it calls this month may be the next one here. */
const ZONE_HOURS_MAX = 14;

/** The id of a seller's periods. */
export function periodsOf(tenant: string, entity: string): string {
  return derivedId(PREFIX.periods, tenant, entity);
}

/** The facts, each with its postings on a day that is open. */
export async function inOpenPeriod<F extends { readonly books?: PostingSet }>(
  journal: Journal,
  of: { readonly tenant: string; readonly at: Instant },
  facts: readonly F[],
): Promise<readonly F[]> {
  const running = addToInstant(of.at, { hours: ZONE_HOURS_MAX }).slice(0, 7);
  const past = facts.flatMap(({ books }) =>
    books && books.date.slice(0, 7) < running ? [books.entity] : [],
  );
  if (past.length === 0) return facts;
  const closed = new Map<string, CivilDate | null>();
  for (const entity of new Set(past)) closed.set(entity, await closedThrough(journal, of.tenant, entity));

  return facts.map((fact) => {
    const through = fact.books && closed.get(fact.books.entity);
    if (!fact.books || !through || fact.books.date > through) return fact;
    const { date: originalDate, ...books } = fact.books;

    return { ...fact, books: { ...books, date: addDays(through, 1), originalDate } };
  });
}

/** The last closed day of a seller's books; null where all are open. */
async function closedThrough(journal: Journal, tenant: string, entity: string): Promise<CivilDate | null> {
  const commit = await journal.latest({ tenant, id: periodsOf(tenant, entity) }, 'strong');
  const data = commit?.facts.at(-1)?.data as { through: CivilDate | null } | undefined; // of every fact of periods

  return data?.through ?? null;
}
