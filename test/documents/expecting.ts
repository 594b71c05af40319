/** What a document must come to, reckoned from what was agreed alone. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { fraction, placesOf, rounded, times } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import { isNetOf } from '../checker/gross.ts';
import {
  type ReckonedGross,
  type ReckonedSale,
  type ReckonedTax,
  reckonGrossSale,
  reckonSale,
} from '../checker/sale.ts';
import { bearsOf, type Expected, type Figures, type Sums } from './figures.ts';
import type { Sale, SoldLine } from './sale.ts';

/** A commercial invoice. */
const PLAIN = '380';

/** What a sale with such lines must come to; what rounding alone decides is taken from the figures once it is proved right. */
export function expectedOf(
  sale: Sale,
  of: {
    readonly lines: readonly SoldLine[];
    readonly code?: string;
    readonly deducts?: readonly Sums[];
  },
  figures: Figures,
): Expected {
  const { code = PLAIN, lines } = of;
  const reckoned = reckonedAs(sale, lines, figures);

  const due = reckoned.gross - sum((of.deducts ?? []).map(({ gross }) => gross));
  const prepaid = (due * BigInt(sale.prepaidThousandths ?? 0)) / 1_000n;

  return {
    ...{ ...reckoned, code, ...accountingOf(sale, reckoned.tax) },
    ...(of.deducts && { deducts: of.deducts }),
    ...(prepaid > 0n && { prepaid }),
  };
}

/** What such lines come to; of prices that contain the tax, with the nets of the figures once they are proved right. */
export function reckonedAs(
  sale: Sale,
  lines: readonly SoldLine[],
  figures: Figures,
): ReckonedSale & Pick<Expected, 'grosses'> {
  const agreed = agreedOf(sale, lines);

  return sale.isGross ? withoutTax(reckonGrossSale(agreed), agreed.lines, figures) : reckonSale(agreed);
}

/** A sale as the checker takes it. */
export function agreedOf({ currency, reductions, situation: { bears } }: Sale, lines: readonly SoldLine[]) {
  return { currency, reductions, lines: lines.map((line) => ({ ...line, bears: bears[line.tax] ?? '' })) };
}

/** The tax in the currency of the seller, which is that of its country where it says nothing; none where there is no tax. */
export function accountingOf(sale: Sale, tax: bigint): Pick<Expected, 'accounting'> {
  const { accounting: currency = 'EUR' } = sale;
  if (currency === null || currency === sale.currency || tax === 0n) return {};

  return { accounting: { currency, tax: converted(tax, sale, currency) } };
}

/** An amount of tax of a sale at its rate, in another currency. */
export function converted(tax: bigint, { exchange, currency: from }: Sale, currency: string): bigint {
  const rate = fraction(exchange.rate);
  const by = exchange.quotation === 'direct' ? rate : { over: rate.under, under: rate.over };
  const scale = { over: 10n ** BigInt(placesOf(currency)), under: 10n ** BigInt(placesOf(from)) };

  return rounded(times(times({ over: tax, under: 1n }, by), scale));
}

function withoutTax(
  { grosses, ...reckoned }: ReckonedGross,
  lines: readonly { readonly bears: string }[],
  figures: Figures,
): ReckonedSale & Pick<Expected, 'grosses'> {
  const { reductions = [] } = figures;
  const grossOf = (isWanted: boolean) =>
    sum(reductions.filter(({ isCharge }) => isCharge === isWanted).map(({ grossMinor = 0n }) => grossMinor));
  deepStrictEqual([grossOf(false), grossOf(true)], [reckoned.allowances, reckoned.charges]);
  const parts = lines.map(({ bears }, index) => ({ bears, gross: grosses[index] ?? 0n }));

  return { ...reckoned, grosses, ...provenNets(parts, reckoned.taxes, figures) };
}

/**
 * The nets of lines, allowances and charges whose prices contain the tax: each is its gross without the tax within a unit,
 * and those of one category and rate come to its base.
 */
export function provenNets(
  lines: readonly { readonly bears: string; readonly gross: bigint }[],
  taxes: readonly ReckonedTax[],
  figures: Figures,
): Pick<ReckonedSale, 'nets' | 'allowances' | 'charges'> {
  const { reductions = [] } = figures;
  const nets = figures.lines.map(({ netMinor }) => netMinor);
  const parts = [
    ...lines.map(({ bears, gross }, index) => ({ bears, gross, net: nets[index] ?? 0n, sign: 1n })),
    ...reductions.map((share) => {
      const { isCharge, grossMinor: gross = 0n, amountMinor: net } = share;
      return { bears: bearsOf(share), gross, net, sign: isCharge ? 1n : -1n };
    }),
  ];
  for (const { bears, gross, net } of parts) holds(isNetOf(net, gross, bears.split(' ')[1] ?? '0'));
  for (const { bears, base } of taxes) {
    const own = parts.filter((part) => part.bears === bears);
    deepStrictEqual(sum(own.map(({ net, sign }) => sign * net)), base, bears);
  }

  return { nets, ...onTheWhole(figures) };
}

/** The sums of the allowances and of the charges, net. */
export function onTheWhole({ reductions = [] }: Figures): Pick<ReckonedSale, 'allowances' | 'charges'> {
  const sumOf = (isWanted: boolean) =>
    sum(reductions.filter(({ isCharge }) => isCharge === isWanted).map(({ amountMinor }) => amountMinor));

  return { allowances: sumOf(false), charges: sumOf(true) };
}
