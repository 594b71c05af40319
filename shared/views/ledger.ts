/** The books as the event log holds them: every posting with the fact that caused it, oldest first. */
import type { EventPosition, LoggedCommit } from './events.ts';
import { eventsBetween } from './events.ts';
import type { Views } from '../ports.ts';

/** One posting with its origin. */
export type LedgerEntry = {
  readonly date: string;
  readonly originalDate?: string;
  readonly at: string;
  readonly entity: string;
  readonly currency: string;
  readonly role: string;
  readonly amountMinor: bigint;
  readonly fact: string;
  readonly source: string;
  readonly version: number;
};

/** Which part of the books: a tenant's, perhaps one seller's, by the days on which it was recorded. */
export type LedgerSpan = {
  readonly tenant: string;
  readonly entity: string | null;
  readonly from: string;
  readonly to: string;
  /** Only what is dated in this month. */
  readonly month?: string;
};

/** The postings of at most so many commits, and where the journal goes on. */
export async function entriesBetween(
  views: Views,
  span: LedgerSpan & { readonly limit: number },
  position: EventPosition | null,
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly next: EventPosition | null }> {
  const { tenant, from, to, limit } = span;
  const page = await eventsBetween(views, { tenant, from, to, limit }, position ?? undefined);

  return { entries: page.commits.flatMap((commit) => entriesOf(commit, span)), next: page.next };
}

function entriesOf(
  commit: LoggedCommit,
  { entity, month }: Pick<LedgerSpan, 'entity' | 'month'>,
): readonly LedgerEntry[] {
  return commit.facts.flatMap(({ type, books }) => {
    if (!books || (entity !== null && books.entity !== entity)) return [];
    if (month !== undefined && !books.date.startsWith(month)) return [];
    const { date, originalDate, currency } = books;
    const day = { date, ...(originalDate !== undefined && { originalDate }) };
    const origin = { ...day, at: commit.at, entity: books.entity, currency };

    return books.entries.map(({ account: role, amountMinor }) => {
      return { ...origin, role, amountMinor, fact: type, source: commit.id, version: commit.version };
    });
  });
}
