/** An invoice reckoned from what was agreed alone: nets, shares of allowances and charges, tax by category and rate, sums. */
import { lineNet, percentOf } from './arithmetic.ts';
import { sum } from './books.ts';
import { reckonReductions } from './reductions.ts';

/** A line as agreed; `bears` is VAT category and rate, such as `S 19`. */
export type AgreedLine = {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: { readonly percent: string } | { readonly amount: string } | null;
  readonly bears: string;
};

/** What is on the whole document: percent of its lines, or an amount in major units. */
export type AgreedReduction = { readonly isCharge: boolean } & (
  | { readonly percent: string }
  | { readonly amount: string }
);

/** Everything that is agreed. */
export type AgreedSale = {
  readonly currency: string;
  readonly lines: readonly AgreedLine[];
  readonly reductions: readonly AgreedReduction[];
};

/** What it comes to, in minor units. */
export type ReckonedTax = { readonly bears: string; readonly base: bigint; readonly tax: bigint };

/** What it comes to, in minor units; taxes in the order of their names. */
export type ReckonedSale = {
  readonly nets: readonly bigint[];
  readonly allowances: bigint;
  readonly charges: bigint;
  readonly taxes: readonly ReckonedTax[];
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
};

/** Each line rounded once, each tax rounded once on its base, and everything else summed. */
export function reckonSale({ currency, lines, reductions }: AgreedSale): ReckonedSale {
  const nets = lines.map(({ quantity, unitPrice, discount }) =>
    lineNet({ quantity, unitPrice, currency, ...discount }),
  );
  const bases = new Map<string, bigint>();
  for (const [index, { bears }] of lines.entries())
    bases.set(bears, (bases.get(bears) ?? 0n) + (nets[index] ?? 0n));
  const { allowances, charges, byRate } = reckonReductions({ reductions }, { bases, currency });
  const taxes = [...bases.keys()]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((bears) => {
      const base = (bases.get(bears) ?? 0n) + (byRate.get(bears) ?? 0n);

      return { bears, base, tax: percentOf(base, bears.split(' ')[1] ?? '0') };
    });
  const net = sum(nets) - allowances + charges;
  const tax = sum(taxes.map((each) => each.tax));

  return { nets, allowances, charges, taxes, net, tax, gross: net + tax };
}
