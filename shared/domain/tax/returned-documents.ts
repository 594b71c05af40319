/** In which returns of the one-stop shop a document stands, and which quarters it changes by how much. */
import type { Deduction } from '../invoices/deductions.ts';
import { openQuarterOn, type Quarter, quarterOf } from './quarters.ts';
import { isReturned, type UnionSaleRow, type UnionSales } from './union-sale.ts';

/** A document as far as a return has it for one quarter: what it adds, or takes off, in minor units of its currency. */
export type ReturnedDocument = {
  readonly document: string;
  /** The quarter in whose return it is. */
  readonly quarter: Quarter;
  /** The quarter of its supply: the same, or the earlier one that it corrects. */
  readonly period: Quarter;
  readonly currency: string;
  readonly rows: readonly UnionSaleRow[];
};

type Documented = {
  readonly id: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly unionSales?: UnionSales;
  readonly deducts?: readonly Pick<Deduction, 'issueDate' | 'returned'>[];
};

/** A row in the quarter of its supply. */
type Dated = { readonly period: Quarter; readonly row: UnionSaleRow };

/**
 * Where a document is returned, by the quarters that it changes, its own the first; nowhere where it is taxed at home. The
 * return of a quarter has it so long as that is not yet due when it is issued; afterwards it corrects that quarter in the first
 * return that is still to be made.
 */
export function returnedDocuments(of: Documented, sign: 1n | -1n): readonly ReturnedDocument[] {
  const { id, issueDate, currency } = of;
  const own = ownRows(of);
  const dated = [...own, ...takenBackRows(of, own)];

  return [...Map.groupBy(dated, ({ period }) => period)].map(([period, same]) => ({
    document: id,
    quarter: [period, openQuarterOn(issueDate)].toSorted()[1] ?? period,
    ...{ period, currency },
    rows: same.map(({ row }) => times(row, sign)),
  }));
}

/** What it sells. Those of old have what they deduct of deposits in their own quarter. */
function ownRows({ unionSales: sales, issueDate }: Documented): readonly Dated[] {
  if (!isReturned(sales)) return [];
  const period = quarterOf(taxPointOf(sales, issueDate));
  const deducted = (sales.deducted ?? []).map((row) => times(row, -1n));

  return [...sales.rows, ...deducted].map((row) => ({ period, row }));
}

/**
 * What a final invoice takes back of that which its deposits brought into a return. It is set off where the invoice has as much
 * of it left, by state, kind and rate; where it has not, since the sale moved to another state or home, it corrects the quarter of
 * the deposit. So no supply of a quarter is below zero by it.
 */
function takenBackRows({ deducts = [] }: Documented, own: readonly Dated[]): readonly Dated[] {
  const left = new Map<string, bigint>();
  for (const { row } of own) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0n) + row.netMinor);

  return deducts.flatMap(({ issueDate, returned = [] }) =>
    returned.map((row) => {
      const restMinor = (left.get(keyOf(row)) ?? 0n) - row.netMinor;
      if (restMinor >= 0n) left.set(keyOf(row), restMinor);
      const period = (restMinor >= 0n ? own[0]?.period : undefined) ?? quarterOf(issueDate);

      return { period, row: times(row, -1n) };
    }),
  );
}

function keyOf({ country, supply, rate }: UnionSaleRow): string {
  return `${country} ${supply} ${rate}`;
}

/** Documents of old tell the year of their supply alone: it was in it, and no later than the issue. */
function taxPointOf({ taxPoint, year }: UnionSales, issueDate: string): string {
  if (taxPoint !== undefined) return taxPoint;

  return issueDate.startsWith(String(year)) ? issueDate : `${year}-12-31`;
}

function times(row: UnionSaleRow, sign: bigint): UnionSaleRow {
  return { ...row, netMinor: sign * row.netMinor, taxMinor: sign * row.taxMinor };
}
