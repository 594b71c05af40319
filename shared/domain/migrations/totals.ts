/** What bills come to before and after a migration, in the basis of the prices, one sum for each currency. */

/** The next bills of subscriptions in one currency: as they are, and as they become. */
export type MovedTotal = { readonly currency: string; readonly oldMinor: bigint; readonly newMinor: bigint };

/** The sums of both, in the order of the currencies' codes. */
export function addMoved(
  a: readonly MovedTotal[],
  b: readonly (MovedTotal & Readonly<Record<string, unknown>>)[],
): readonly MovedTotal[] {
  const sums = new Map(a.map((total) => [total.currency, total]));
  for (const { currency, oldMinor, newMinor } of b) {
    const sum = sums.get(currency) ?? { currency, oldMinor: 0n, newMinor: 0n };
    sums.set(currency, {
      currency,
      oldMinor: sum.oldMinor + oldMinor,
      newMinor: sum.newMinor + newMinor,
    });
  }

  return [...sums.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
