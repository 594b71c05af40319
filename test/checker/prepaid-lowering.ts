/** Prepaid credits that lower what is taxed: an allowance beside those that were agreed. */
import { type Data, minor, part, sum } from './books.ts';
import { parts, type Reckoned } from './reductions.ts';

/** What credits lower the net of a document by. */
export function loweredIn(data: Data): bigint {
  return minor(part(data, 'prepaid'), 'loweredMinor');
}

/** The allowances and charges of a document with its credits, which are shared by what those have left of each base. */
export function withCredits(
  data: Data,
  of: { readonly bases: ReadonlyMap<string, bigint>; readonly reckoned: Reckoned },
): Reckoned {
  const { bases, reckoned } = of;
  const lowered = loweredIn(data);
  if (lowered === 0n) return reckoned;
  const rates = [...bases.keys()].sort((a, b) => (a < b ? -1 : 1));
  const left = rates.map((rate) => (bases.get(rate) ?? 0n) + (reckoned.byRate.get(rate) ?? 0n));
  const shares = parts(
    lowered,
    left.map((base) => (base > 0n ? base : 0n)),
  );
  const byRate = rates.map(
    (rate, index) => [rate, (reckoned.byRate.get(rate) ?? 0n) - (shares[index] ?? 0n)] as const,
  );

  return { ...reckoned, allowances: reckoned.allowances + sum(shares), byRate: new Map(byRate) };
}
