/** What a house has in its books. */
import type { House } from './house.ts';

/** The sums by account, in minor units; accounts at nothing are left out. */
export function bookedIn({ journal }: Pick<House, 'journal'>): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const { facts } of journal.stream)
    for (const { account, amountMinor } of facts.flatMap(({ books }) => books?.entries ?? []))
      sums[account] = (sums[account] ?? 0n) + amountMinor;

  return Object.fromEntries(Object.entries(sums).filter(([, amountMinor]) => amountMinor !== 0n));
}
