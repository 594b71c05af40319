/**
 * Tax, first rule set: the rate of a line follows from its tax class, the seller's country and the date of supply.
 * Sources: the standard and reduced VAT rates published by the European Commission (Taxes in Europe database).
 * Cross-border cases, proofs and the end of the dated table come with the full tax decision.
 */
import { fromDecimal, multiply, rational, roundHalfAwayFromZero } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';

/** How a line is taxed. */
export type TaxClass = 'standard' | 'reduced' | 'zero' | 'exempt';

/** A VAT category (UNTDID 5305) with its rate in percent. */
export type TaxRate = { readonly category: 'S' | 'Z' | 'E'; readonly rate: string };

/** One category and rate of a document: the tax is rounded here, once (EN 16931 BR-CO-17). */
export type TaxSubtotal = TaxRate & { readonly baseMinor: bigint; readonly taxMinor: bigint };

/** A line's share in the tax computation. */
export type TaxedNet = TaxRate & { readonly netMinor: bigint };

type Rates = { readonly from: string; readonly standard: string; readonly reduced: string };

/** Rates by country, newest last; the country's main reduced rate. */
const RATES: Readonly<Record<string, readonly Rates[]>> = {
  AT: [{ from: '2016-01-01', standard: '20', reduced: '10' }],
  BE: [{ from: '1996-01-01', standard: '21', reduced: '6' }],
  CH: [{ from: '2024-01-01', standard: '8.1', reduced: '2.6' }],
  DE: [
    { from: '2007-01-01', standard: '19', reduced: '7' },
    { from: '2020-07-01', standard: '16', reduced: '5' },
    { from: '2021-01-01', standard: '19', reduced: '7' },
  ],
  DK: [{ from: '1992-01-01', standard: '25', reduced: '25' }],
  ES: [{ from: '2012-09-01', standard: '21', reduced: '10' }],
  FI: [
    { from: '2013-01-01', standard: '24', reduced: '14' },
    { from: '2024-09-01', standard: '25.5', reduced: '14' },
    { from: '2026-01-01', standard: '25.5', reduced: '13.5' },
  ],
  FR: [{ from: '2014-01-01', standard: '20', reduced: '5.5' }],
  GB: [{ from: '2011-01-04', standard: '20', reduced: '5' }],
  IE: [{ from: '2021-03-01', standard: '23', reduced: '13.5' }],
  IT: [{ from: '2013-10-01', standard: '22', reduced: '10' }],
  LU: [{ from: '2024-01-01', standard: '17', reduced: '8' }],
  NL: [{ from: '2019-01-01', standard: '21', reduced: '9' }],
  PL: [{ from: '2011-01-01', standard: '23', reduced: '8' }],
  PT: [{ from: '2011-01-01', standard: '23', reduced: '6' }],
  SE: [{ from: '1990-07-01', standard: '25', reduced: '12' }],
};

/** The rate of a class on a day of supply; the seller's own rates go before the country's. */
export function taxRateOf(of: {
  readonly taxClass: TaxClass;
  readonly country: string;
  readonly on: string;
  readonly own: { readonly standard: string; readonly reduced: string } | null;
}): Result<TaxRate> {
  if (of.taxClass === 'zero') return ok({ category: 'Z', rate: '0' });
  if (of.taxClass === 'exempt') return ok({ category: 'E', rate: '0' });
  const rates = of.own ?? RATES[of.country]?.findLast((each) => each.from <= of.on);
  if (!rates) {
    return refuse('tax.rate_unknown', `There is no ${of.taxClass} rate for ${of.country} on ${of.on}.`, {
      hint: 'Give the legal entity its own tax_rates.',
    });
  }

  return ok({ category: 'S', rate: rates[of.taxClass] });
}

/** Groups the nets by category and rate and rounds the tax of each group once, half away from zero. */
export function taxSubtotals(nets: readonly TaxedNet[]): readonly TaxSubtotal[] {
  const bases = new Map<string, { category: TaxRate['category']; rate: string; baseMinor: bigint }>();
  for (const { category, rate, netMinor } of nets) {
    const key = `${category} ${rate}`;
    bases.set(key, { category, rate, baseMinor: (bases.get(key)?.baseMinor ?? 0n) + netMinor });
  }

  return [...bases.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({ ...group, taxMinor: taxOn(group.baseMinor, group.rate) }));
}

/** Rate percent of a base in minor units, rounded half away from zero. */
export function taxOn(baseMinor: bigint, rate: string): bigint {
  return roundHalfAwayFromZero(multiply(rational(baseMinor, 100n), fromDecimal(rate)));
}
