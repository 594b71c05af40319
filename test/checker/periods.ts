/** Closed periods: what is posted after a month was closed is dated on the first open day, with its own day beside it. */
import { daysLater } from './arithmetic.ts';
import { type Fact, text } from './books.ts';
import type { Given } from './snapshot.ts';

/** What was under way when a month was closed may still come for so long. */
const UNDER_WAY_MS = 120_000;

/** I-52. */
export function checkPeriods({ journal, snapshot, report }: Given): void {
  const changes = journal.ofType('period.closed', 'period.reopened');
  for (const fact of journal.facts) {
    const { books, tenant, id, version, type } = fact;
    if (!books) continue;
    const wrong = (says: string) => report({ invariant: 'I-52', about: `${id}:${version} ${type}`, says });
    const own = changes.filter(
      (each) => each.tenant === tenant && text(each.data, 'entity') === books.entity,
    );
    const through = text(own.findLast((each) => isBefore(each, fact))?.data, 'through');
    if (snapshot.isOrdered && books.date <= through) wrong(`${books.date} was closed when it was posted`);
    if (books.originalDate === undefined) continue;
    const wasMoved = own.some(({ data }) => {
      const closed = text(data, 'through');
      return (books.originalDate ?? '') <= closed && books.date === daysLater(closed, 1);
    });
    if (!wasMoved)
      wrong(`it was moved from ${books.originalDate} to ${books.date}, which no closing asks for`);
  }
}

function isBefore(change: Fact, fact: Fact): boolean {
  return change.place < fact.place && Date.parse(fact.at) > Date.parse(change.at) + UNDER_WAY_MS;
}
