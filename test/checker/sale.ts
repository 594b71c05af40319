/** An invoice reckoned from what was agreed alone: nets, shares of allowances and charges, tax by category and rate, sums. */
import { containedIn, lineNet, percentOf } from './arithmetic.ts';
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

/** What it comes to where prices contain the tax: lines, allowances and charges with the tax in them. */
export type ReckonedGross = Omit<ReckonedSale, 'nets'> & { readonly grosses: readonly bigint[] };

/** Each line rounded once, each tax rounded once on its base, and everything else summed. */
export function reckonSale(sale: AgreedSale): ReckonedSale {
  const { amounts: nets, allowances, charges, sums } = reckonBasis(sale);
  const taxes = sums.map(({ bears, amount: base }) => ({
    bears,
    base,
    tax: percentOf(base, percentIn(bears)),
  }));

  return { nets, allowances, charges, taxes, ...totals(taxes) };
}

/** Each line rounded once; the tax of each rate is contained in what all of it comes to, and rounded once. */
export function reckonGrossSale(sale: AgreedSale): ReckonedGross {
  const { amounts: grosses, allowances, charges, sums } = reckonBasis(sale);
  const taxes = sums.map(({ bears, amount }) => {
    const tax = containedIn(amount, percentIn(bears));
    return { bears, base: amount - tax, tax };
  });

  return { grosses, allowances, charges, taxes, ...totals(taxes) };
}

/** Lines and what is on the whole, in whatever the prices are; what each category and rate comes to with it, by name. */
function reckonBasis({ currency, lines, reductions }: AgreedSale) {
  const amounts = lines.map(({ quantity, unitPrice, discount }) =>
    lineNet({ quantity, unitPrice, currency, ...discount }),
  );
  const bases = new Map<string, bigint>();
  for (const [index, { bears }] of lines.entries())
    bases.set(bears, (bases.get(bears) ?? 0n) + (amounts[index] ?? 0n));
  const { allowances, charges, byRate } = reckonReductions({ reductions }, { bases, currency });
  const sums = [...bases.keys()]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((bears) => ({ bears, amount: (bases.get(bears) ?? 0n) + (byRate.get(bears) ?? 0n) }));

  return { amounts, allowances, charges, sums };
}

function totals(taxes: readonly ReckonedTax[]) {
  const net = sum(taxes.map(({ base }) => base));
  const tax = sum(taxes.map((each) => each.tax));

  return { net, tax, gross: net + tax };
}

function percentIn(bears: string): string {
  return bears.split(' ')[1] ?? '0';
}
