/**
 * The return of the one-stop shop (Directive 2006/112/EC, Art. 369f to 369h): what a quarter's sales to consumers come to in
 * euro, by member state of consumption, kind and rate; and apart from them, by state and quarter, what corrects a return that
 * was made before.
 */
import { convertedMinor } from '../accounting-tax.ts';
import { invariant } from '../../kernel/invariant.ts';
import { compare, fromDecimal } from '../../kernel/rational.ts';
import type { ExchangeRate } from './accounting.ts';
import { CORRECTION_QUARTERS_MAX, lastDayOf, type Quarter, quartersBetween } from './quarters.ts';
import type { ReturnedDocument } from './returned-documents.ts';
import type { UnionSaleRow } from './union-sale.ts';

/** Sums in euro cents. */
type Sums = { readonly netMinor: bigint; readonly taxMinor: bigint };

/** Goods that are sent, or services. */
export type ReturnKind = 'goods' | 'services';

/** One line of a return. */
export type ReturnLine = Sums & {
  readonly country: string;
  readonly kind: ReturnKind;
  /** Percent. */
  readonly rate: string;
};

/** What an earlier return is changed by, for one member state. */
export type ReturnCorrection = Sums & { readonly period: Quarter; readonly country: string };

/** A quarter's return. */
export type UnionReturn = {
  readonly lines: readonly ReturnLine[];
  readonly corrections: readonly ReturnCorrection[];
  /** Of quarters that no return corrects any more: the member state itself is told (Art. 369g (4)); no part of the balance. */
  readonly outOfTime: readonly ReturnCorrection[];
  /** What each member state gets, or where it is below zero gives back. */
  readonly balances: readonly { readonly country: string; readonly taxMinor: bigint }[];
  readonly documents: number;
};

/** The rate of a currency that holds for a quarter. */
export type QuarterRate = {
  readonly currency: string;
  readonly period: Quarter;
  readonly rate: ExchangeRate;
};

/** The currencies that have to be converted, each with the quarter whose last day decides. */
export function ratesWanted(documents: readonly ReturnedDocument[]) {
  const wanted = Map.groupBy(
    documents.filter(({ currency }) => currency !== 'EUR'),
    ({ currency, period }) => `${currency} ${period}`,
  );

  return [...wanted.values()]
    .flatMap((same) => same.slice(0, 1))
    .map(({ currency, period }) => ({ currency, period, on: lastDayOf(period) }))
    .toSorted((a, b) => inOrder(`${a.period} ${a.currency}`, `${b.period} ${b.currency}`));
}

/** Sums up a quarter's documents: each sum in its own currency first, and then converted once. */
export function unionReturn(
  documents: readonly ReturnedDocument[],
  of: { readonly quarter: Quarter; readonly rates: readonly QuarterRate[] },
): UnionReturn {
  const { quarter } = of;
  const own = documents.filter(({ period }) => period === quarter);
  const earlier = documents.filter(({ period }) => period !== quarter);
  const isInTime = ({ period }: ReturnedDocument) =>
    quartersBetween(period, quarter) <= CORRECTION_QUARTERS_MAX;
  const lines = linesOf(own, of.rates);
  const corrections = correctionsOf(earlier.filter(isInTime), of.rates);

  return {
    lines,
    corrections,
    outOfTime: correctionsOf(
      earlier.filter((each) => !isInTime(each)),
      of.rates,
    ),
    balances: balancesOf([...lines, ...corrections]),
    documents: new Set(documents.map(({ document }) => document)).size,
  };
}

function linesOf(
  documents: readonly ReturnedDocument[],
  rates: readonly QuarterRate[],
): readonly ReturnLine[] {
  return summed(inEuro(documents, rates), ({ country, kind, rate }) => `${country} ${kind} ${rate}`)
    .map(({ period: _, ...line }) => line)
    .toSorted(
      (a, b) =>
        inOrder(`${a.country} ${a.kind}`, `${b.country} ${b.kind}`) ||
        compare(fromDecimal(b.rate), fromDecimal(a.rate)),
    );
}

function correctionsOf(
  documents: readonly ReturnedDocument[],
  rates: readonly QuarterRate[],
): readonly ReturnCorrection[] {
  return summed(inEuro(documents, rates), ({ period, country }) => `${period} ${country}`)
    .map(({ period, country, netMinor, taxMinor }) => ({ period, country, netMinor, taxMinor }))
    .toSorted((a, b) => inOrder(`${a.period} ${a.country}`, `${b.period} ${b.country}`));
}

function balancesOf(all: readonly { readonly country: string; readonly taxMinor: bigint }[]) {
  return [...Map.groupBy(all, ({ country }) => country)]
    .map(([country, rows]) => ({ country, taxMinor: rows.reduce((sum, { taxMinor }) => sum + taxMinor, 0n) }))
    .toSorted((a, b) => inOrder(a.country, b.country));
}

type EuroRow = ReturnLine & { readonly period: Quarter };

/** The sums by quarter, state, kind, rate and currency, each converted once. */
function inEuro(documents: readonly ReturnedDocument[], rates: readonly QuarterRate[]): readonly EuroRow[] {
  const rows = documents.flatMap(({ rows: own, period, currency }) =>
    own.map(({ supply, ...row }) => ({ ...row, kind: kindOf(supply), period, currency })),
  );
  const sums = summed(rows, ({ period, country, kind, rate, currency }) =>
    [period, country, kind, rate, currency].join(' '),
  );

  return sums.map(({ currency, ...row }) => {
    if (currency === 'EUR') return row;
    const at = rateOf({ currency, period: row.period }, rates);

    return { ...row, netMinor: convertedMinor(row.netMinor, at), taxMinor: convertedMinor(row.taxMinor, at) };
  });
}

/** The first row of each group with the sums of all; groups that come to nothing are left out. */
function summed<Row extends Sums>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...Map.groupBy(rows, keyOf).values()].flatMap((same) => {
    const netMinor = same.reduce((sum, row) => sum + row.netMinor, 0n);
    const taxMinor = same.reduce((sum, row) => sum + row.taxMinor, 0n);
    const isNothing = netMinor === 0n && taxMinor === 0n;

    return isNothing ? [] : same.slice(0, 1).map((row) => ({ ...row, netMinor, taxMinor }));
  });
}

function kindOf(supply: UnionSaleRow['supply']): ReturnKind {
  return supply === 'goods' ? 'goods' : 'services';
}

function rateOf(of: { readonly currency: string; readonly period: Quarter }, rates: readonly QuarterRate[]) {
  const found = rates.find(({ currency, period }) => currency === of.currency && period === of.period);
  invariant(found, 'every rate that a return wants was looked up');

  return { ...found.rate, from: of.currency, currency: 'EUR' };
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}
