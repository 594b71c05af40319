/** The next item of an aggregate: its facts under today's schema versions, checked, sealed and weighed. */
import { invariant } from '../kernel/invariant.ts';
import type { Commit, PostingSet } from '../ports.ts';
import { COMMIT_FACTS_MAX, sealAndWeigh, type UnsealedCommit } from './commit.ts';
import { versionOf } from './upcasts.ts';

/** A fact as a rule states it, before it has a schema version. */
type StatedFact = { readonly type: string; readonly data: unknown; readonly books?: PostingSet };

/** Throws on a fact that the budget does not name, on postings that do not balance, and on too many facts. */
export function nextCommit(
  commit: Omit<UnsealedCommit, 'facts'>,
  facts: readonly StatedFact[],
  formerHash: string,
): { readonly commit: Commit; readonly bytes: number } {
  invariant(
    facts.length > 0 && facts.length <= COMMIT_FACTS_MAX,
    'a commit holds at least one fact and a bounded number',
  );
  for (const fact of facts) assertBalanced(fact);
  const stored = facts.map(({ type, data, books }) => ({
    type,
    v: versionOf(type),
    data,
    ...(books && { books }),
  }));
  const { tenant, id, version, head, ...acting } = commit;

  return sealAndWeigh({ tenant, id, version, facts: stored, ...(head && { head }), ...acting }, formerHash);
}

/** Every fact balances alone; checked before the write, whoever built it. */
function assertBalanced({ type, books }: StatedFact): void {
  const sum = books?.entries.reduce((total, entry) => total + entry.amountMinor, 0n) ?? 0n;
  invariant(sum === 0n, `the postings of ${type} do not balance`);
}
