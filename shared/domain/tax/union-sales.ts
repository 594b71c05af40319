/**
 * Sales to consumers in other member states: distance sales of goods and electronic services. Up to 10,000 EUR a calendar
 * year, over all states together and without VAT, they are taxed where the seller is; the sale that goes beyond, those after
 * it and those of the next year where the consumer is (Directive 2006/112/EC, Art. 59c (1) and (2)).
 */
import { convertedMinor } from '../accounting-tax.ts';
import { allocate, money } from '../../kernel/money.ts';
import { yearOf } from '../../kernel/time.ts';
import type { Draft, DraftLine } from '../drafting/draft.ts';
import type { TaxRate, TaxSubtotal } from '../tax.ts';
import type { ExchangeRate } from './accounting.ts';
import { isReturned, type UnionSaleRow, type UnionSales } from './union-sale.ts';

/** The threshold of a calendar year in euro cents. */
export const UNION_THRESHOLD_MINOR = 1_000_000n;

/** Percent of the threshold from which a seller is warned. */
export const UNION_WARNING_PERCENT = 80n;

/** Whether so much is near to the threshold, or beyond it. */
export function isNearThreshold(countedMinor: bigint): boolean {
  return countedMinor * 100n >= UNION_THRESHOLD_MINOR * UNION_WARNING_PERCENT;
}

/** The year to whose threshold a draft counts. */
export function turnoverYearOf({ taxPoint }: Pick<Draft, 'taxPoint'>): number {
  return yearOf(taxPoint);
}

/** Whether the rows of a draft are taxed where the consumer is. */
export function isTaxedThere(lines: readonly DraftLine[]): boolean {
  return lines.some(({ taxed }) => taxed?.unionSale !== undefined && taxed.country === taxed.unionSale.to);
}

/**
 * What of a document goes to consumers in other member states: its taxed bases, allowances and charges included, shared by
 * its lines, or of a deposit by those of the sale. Where one rate holds for such lines and others, base and tax are split by
 * largest remainder.
 */
export function unionRowsOf(of: {
  readonly lines: readonly DraftLine[];
  readonly sharesOf?: readonly DraftLine[];
  readonly taxes: readonly TaxSubtotal[];
  readonly currency: string;
}): readonly UnionSaleRow[] {
  const { currency, sharesOf: lines = of.lines } = of;
  if (lines.every(({ taxed }) => taxed?.unionSale === undefined)) return [];

  return of.taxes.flatMap((tax) => rowsOfGroup(tax, { lines, currency }));
}

/** What a credit note takes back of them; its count is below zero, at the rate of the invoice. */
export function unionSalesTaken(
  whole: UnionSales,
  of: { readonly rows: readonly UnionSaleRow[]; readonly currency: string },
): UnionSales {
  const { rule, year, taxPoint, countedMinor, rate } = whole;
  const { rows } = of;
  const when = { year, ...(taxPoint !== undefined && { taxPoint }) };
  if (countedMinor === undefined) return { rule, ...when, rows };
  const counted = countOf({ ...of, ...(rate && { rate }) });

  return { rule, ...when, rows, countedMinor: -counted, ...(rate && { rate }) };
}

/**
 * The same for a note over some lines of an invoice, as its fact holds it. Where a corrected invoice follows, that one counts
 * the difference, and the note nothing.
 */
export function unionSalesCredited(
  { unionSales, currency }: { readonly unionSales?: UnionSales; readonly currency: string },
  of: {
    readonly lines: readonly DraftLine[];
    readonly taxes: readonly TaxSubtotal[];
    readonly credit: { readonly correctedBy?: string };
  },
): { readonly unionSales?: UnionSales } {
  if (!unionSales) return {};
  const rows = unionRowsOf({ ...of, currency });
  const { countedMinor, ...taken } = unionSalesTaken(unionSales, { rows, currency });
  const isCounted = countedMinor !== undefined && of.credit.correctedBy === undefined;

  return { unionSales: { ...taken, ...(isCounted && { countedMinor }) } };
}

/**
 * What a final invoice deducts of such a deposit, by the shares of its rates: what was returned with it. Nothing where its tax
 * was due at home, below the threshold as well: that tax is taken back there, and the sale is returned whole.
 */
export function unionRowsDeducted(
  { unionSales }: { readonly unionSales?: UnionSales },
  shares: readonly Pick<UnionSaleRow, 'rate' | 'netMinor' | 'taxMinor'>[],
): readonly UnionSaleRow[] {
  if (!isReturned(unionSales)) return [];

  return shares.flatMap(({ rate, netMinor, taxMinor }) => {
    const row = unionSales.rows.find((each) => each.rate === rate);

    return row && netMinor !== 0n ? [{ ...row, netMinor, taxMinor }] : [];
  });
}

/** What rows come to in euro cents, at a rate where they are in another currency. */
export function countOf(of: {
  readonly rows: readonly UnionSaleRow[];
  readonly currency: string;
  readonly rate?: ExchangeRate;
}): bigint {
  const { rows, currency: from, rate } = of;
  const netMinor = rows.reduce((sum, row) => sum + row.netMinor, 0n);

  return rate ? convertedMinor(netMinor, { ...rate, from, currency: 'EUR' }) : netMinor;
}

function rowsOfGroup(
  tax: TaxSubtotal,
  { lines, currency }: { readonly lines: readonly DraftLine[]; readonly currency: string },
): readonly UnionSaleRow[] {
  const places = Map.groupBy(
    lines.filter((line) => isOfGroup(line, tax)),
    ({ taxed }) => `${taxed?.unionSale?.to ?? ''} ${taxed?.unionSale?.supply ?? ''}`,
  );
  const members = [...places.values()];
  const weights = weightsOf(members.map((each) => each.reduce((sum, { netMinor }) => sum + netMinor, 0n)));
  if (weights.length === 0) return [];
  const nets = allocate(money(tax.baseMinor, currency), weights);
  const taxes = allocate(money(tax.taxMinor, currency), weights);

  return members.flatMap(([first], index) => {
    const sale = first?.taxed?.unionSale;
    const [net, own] = [nets[index], taxes[index]];
    if (!sale || !net || !own) return [];
    const { to: country, supply } = sale;

    return [{ country, supply, rate: tax.rate, netMinor: net.minor, taxMinor: own.minor }];
  });
}

function isOfGroup(line: TaxRate, group: TaxRate): boolean {
  return line.category === group.category && line.rate === group.rate;
}

/** Where one is below zero, or all are zero, the first takes the whole. */
function weightsOf(nets: readonly bigint[]): readonly bigint[] {
  const isPlain = nets.every((minor) => minor >= 0n) && nets.some((minor) => minor > 0n);

  return isPlain ? nets : nets.map((_, index) => (index === 0 ? 1n : 0n));
}
