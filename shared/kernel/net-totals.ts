/** What bills come to, sums of amounts in several currencies: before tax, or with it where it is in the prices. */

/** A net amount in one currency. */
export type NetTotal = { readonly currency: string; readonly netMinor: bigint };

/** An amount in one currency with the tax in it. */
export type GrossTotal = { readonly currency: string; readonly grossMinor: bigint };

/** Periods that were billed, and their amounts, one for each currency in the order of its code. */
export type BilledTotals = {
  readonly periods: number;
  readonly net: readonly NetTotal[];
  /** Of bills whose prices contain the tax; absent where there are none. */
  readonly gross?: readonly GrossTotal[];
};

/** Nothing was billed. */
export const NO_TOTALS: BilledTotals = { periods: 0, net: [] };

/** The sum of two totals. */
export function addTotals(a: BilledTotals, b: BilledTotals): BilledTotals {
  const nets = [...a.net, ...b.net].map(({ currency, netMinor }) => [currency, netMinor] as const);
  const grosses = [...(a.gross ?? []), ...(b.gross ?? [])].map(
    ({ currency, grossMinor }) => [currency, grossMinor] as const,
  );
  const gross = summed(grosses).map(([currency, grossMinor]) => ({ currency, grossMinor }));

  return {
    periods: a.periods + b.periods,
    net: summed(nets).map(([currency, netMinor]) => ({ currency, netMinor })),
    ...(gross.length > 0 && { gross }),
  };
}

function summed(amounts: readonly (readonly [currency: string, minor: bigint])[]) {
  const sums = new Map<string, bigint>();
  for (const [currency, minor] of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);

  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1));
}
