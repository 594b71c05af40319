/** Prices by a matrix: each combination of the values of one or two dimensions is a cell with a price for a unit. */
import { fromDecimal, type Rational, rational } from '../../kernel/rational.ts';

/** A cell of a matrix; its values are in the order of the dimensions. */
export type Cell = { readonly values: readonly string[]; readonly amount: string };

/** A price by dimensions. `other` is the price of values without a cell, or null where they have none. */
export type Matrix = {
  readonly model: 'matrix';
  readonly dimensions: readonly string[];
  readonly cells: readonly Cell[];
  readonly other: string | null;
};

/** Which values a quantity has, dimension by dimension. */
export type Dimensions = Readonly<Record<string, string>>;

/** So much of a quantity falls into the cell of these values, or, null, into none. */
export type CellQuantity = { readonly values: readonly string[] | null; readonly quantity: string };

/** What separates the values of an event that has two. */
const SEPARATOR = '/';

/** The values of dimensions, in the order of the matrix. */
export function valuesAt({ dimensions }: Matrix, at: Dimensions): readonly string[] {
  return dimensions.map((name) => at[name] ?? '');
}

/** The price of a unit in the cell of these values, or null where there is none. */
export function amountIn({ cells, other }: Matrix, values: readonly string[] | null): string | null {
  const cell = values && cells.find((each) => isSame(each.values, values));

  return cell ? cell.amount : other;
}

/** The values that what is told of an event names: one, or two with a stroke between them; null where they have no cell. */
export function valuesTold({ cells }: Matrix, told: string | null): readonly string[] | null {
  const values = (told ?? '').split(SEPARATOR);

  return cells.find((each) => isSame(each.values, values))?.values ?? null;
}

/** The parts of an amount, cell by cell, or null where a quantity has no price. */
export function matrixParts(price: Matrix, cells: readonly CellQuantity[]) {
  const parts: { units: Rational; rate: Rational; flat: Rational }[] = [];
  for (const { values, quantity } of cells) {
    const amount = amountIn(price, values);
    if (amount === null) return null;
    parts.push({ units: fromDecimal(quantity), rate: fromDecimal(amount), flat: rational(0n, 1n) });
  }

  return parts;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
