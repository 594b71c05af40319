/** Allowances and charges on a document, reckoned by the checker itself. */
import { type Fraction, fraction, percentOf, placesOf, rounded, times } from './arithmetic.ts';
import { type Data, list, sum, text } from './books.ts';

/** What they come to, and what each category and rate gains or loses. */
export type Reckoned = {
  readonly allowances: bigint;
  readonly charges: bigint;
  readonly byRate: ReadonlyMap<string, bigint>;
};

/** The allowances and charges of an order over the bases of one document, which are by category and rate. */
export function reckonReductions(
  order: Data | undefined,
  of: { readonly bases: ReadonlyMap<string, bigint>; readonly currency: string },
): Reckoned {
  const rates = [...of.bases.keys()].sort((a, b) => (a < b ? -1 : 1));
  const bases = rates.map((rate) => above(of.bases.get(rate) ?? 0n));
  const net = above(sum([...of.bases.values()]));
  let left = bases;
  const added = rates.map(() => 0n);
  let [allowances, charges] = [0n, 0n];
  for (const reduction of list(order ?? {}, 'reductions')) {
    const full =
      'percent' in reduction
        ? percentOf(net, text(reduction, 'percent'))
        : minorUnits(fraction(text(reduction, 'amount')), of.currency);
    if (reduction.isCharge === true) {
      charges += full;
      const weights = sum(bases) === 0n ? rates.map((_, index) => (index === 0 ? 1n : 0n)) : bases;
      for (const [index, part] of parts(full, weights).entries()) added[index] = (added[index] ?? 0n) + part;
    } else {
      const rest = net - allowances;
      const off = minimum(full, rest);
      allowances += off;
      const taken = parts(off, left);
      left = left.map((base, index) => base - (taken[index] ?? 0n));
    }
  }
  const byRate = rates.map(
    (rate, index) => [rate, (added[index] ?? 0n) + (left[index] ?? 0n) - (bases[index] ?? 0n)] as const,
  );

  return { allowances, charges, byRate: new Map(byRate) };
}

function minorUnits(amount: Fraction, currency: string): bigint {
  return rounded(times(amount, { over: 10n ** BigInt(placesOf(currency)), under: 1n }));
}

/** Each part gets what it is owed rounded down; unit by unit, what is left goes where most is owed still. */
export function parts(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = sum(weights);
  if (whole === 0n || amount === 0n) return weights.map(() => 0n);
  const owed = weights.map((weight, index) => ({
    index,
    part: (amount * weight) / whole,
    rest: (amount * weight) % whole,
  }));
  const missing = Number(amount - sum(owed.map(({ part }) => part)));
  const favoured = new Set(
    owed
      .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, missing)
      .map(({ index }) => index),
  );

  return owed.map(({ index, part }) => (favoured.has(index) ? part + 1n : part));
}

function above(base: bigint): bigint {
  return base > 0n ? base : 0n;
}

function minimum(a: bigint, b: bigint): bigint {
  if (a < b) return a;

  return b;
}
