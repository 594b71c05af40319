/** What bills come to before tax: sums of amounts in several currencies. */

/** A net amount in one currency. */
export type NetTotal = { readonly currency: string; readonly netMinor: bigint };

/** Periods that were billed, and their net amounts, one for each currency in the order of its code. */
export type BilledTotals = { readonly periods: number; readonly net: readonly NetTotal[] };

/** Nothing was billed. */
export const NO_TOTALS: BilledTotals = { periods: 0, net: [] };

/** The sum of two totals. */
export function addTotals(a: BilledTotals, b: BilledTotals): BilledTotals {
  const net = new Map(a.net.map(({ currency, netMinor }) => [currency, netMinor]));
  for (const { currency, netMinor } of b.net) net.set(currency, (net.get(currency) ?? 0n) + netMinor);
  const sorted = [...net].sort(([one], [other]) => (one < other ? -1 : 1));

  return {
    periods: a.periods + b.periods,
    net: sorted.map(([currency, netMinor]) => ({ currency, netMinor })),
  };
}
