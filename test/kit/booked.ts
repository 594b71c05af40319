/** What commits have put into the books. */
import type { Commit } from '../../shared/ports.ts';

/** The sums by account, in minor units; accounts at nothing are left out. */
export function bookedIn(commits: readonly Pick<Commit, 'facts'>[]): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const { books } of commits.flatMap(({ facts }) => facts))
    for (const { account, amountMinor } of books?.entries ?? [])
      sums[account] = (sums[account] ?? 0n) + amountMinor;

  return Object.fromEntries(Object.entries(sums).filter(([, amountMinor]) => amountMinor !== 0n));
}
