/** Tax: the rate of a class on a day of supply, and the arithmetic of a document. Which tax applies: `tax/decision.ts`. */
import type { OwnRates, TaxQuestion, VatCategory } from '../contracts/tax.ts';
import { fromDecimal, product, rational, roundHalfAwayFromZero } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays } from '../kernel/time.ts';
import { FURTHER_RATES, FURTHER_RATES_KNOWN_FROM, RATE_TABLES } from './tax/rates.ts';

/** How a line is taxed; `reverse_charge` lets a business of the seller's own country owe the tax itself. */
export type TaxClass = TaxQuestion['taxClass'];

/** A VAT category (UNTDID 5305) with its rate in percent. */
export type TaxRate = { readonly category: VatCategory; readonly rate: string };

/** One category and rate of a document: the tax is rounded here, once (EN 16931 BR-CO-17). */
export type TaxSubtotal = TaxRate & { readonly baseMinor: bigint; readonly taxMinor: bigint };

/** What prices are stated in: without the tax, or with it contained. */
export type PriceBasis = 'net' | 'gross';

/** A line's share in the tax computation. */
export type TaxedNet = TaxRate & { readonly netMinor: bigint };

/** The rate of a class on a day of supply; the seller's own rates go before the country's. Beyond a table's end it is unknown. */
export function taxRateOf(of: {
  readonly taxClass: TaxClass;
  readonly country: string;
  readonly on: string;
  readonly own: OwnRates | null;
}): Result<TaxRate> {
  if (of.taxClass === 'zero') return ok({ category: 'Z', rate: '0' });
  if (of.taxClass === 'exempt') return ok({ category: 'E', rate: '0' });
  const known = of.own ? of.own.until : RATE_TABLES[of.country]?.until;
  const rate = known && of.on > known ? null : percentOf(of);
  if (rate === null) {
    return refuse('tax.rate_unknown', `There is no ${of.taxClass} rate for ${of.country} on ${of.on}.`, {
      hint: 'Choose another tax class, or give the legal entity its own tax_rates.',
    });
  }

  return ok({ category: isNothing(rate) ? 'Z' : 'S', rate });
}

function percentOf({ taxClass, country, on, own }: Parameters<typeof taxRateOf>[0]): string | null {
  if (taxClass === 'second_reduced' || taxClass === 'third_reduced' || taxClass === 'super_reduced') {
    const table = on < FURTHER_RATES_KNOWN_FROM ? undefined : FURTHER_RATES[country];
    return (own ?? table)?.[taxClass] ?? null;
  }
  const rates = own ?? RATE_TABLES[country]?.rates.findLast((each) => each.from <= on);

  return (taxClass === 'reduced' ? rates?.reduced : rates?.standard) ?? null;
}

/** The last day for which a seller's rates are known; null where the seller gave rates without an end, or there are none. */
export function ratesKnownUntil(seller: {
  readonly country: string;
  readonly own: OwnRates | null;
}): string | null {
  return (seller.own ? seller.own.until : RATE_TABLES[seller.country]?.until) ?? null;
}

/** Days before the end of its rates from which each invoice of a seller warns, and the system by itself. */
export const RATES_WARNING_DAYS = 90;

/** Whether a seller's rates are known for a short while only. */
export function isEndingSoon(
  seller: { readonly country: string; readonly own: OwnRates | null },
  today: string,
): boolean {
  const until = ratesKnownUntil(seller);

  return until !== null && addDays(today, RATES_WARNING_DAYS) >= until;
}

/** How many countries' rates are known for a short while only. */
export function tablesEnding(today: string): number {
  return Object.keys(RATE_TABLES).filter((country) => isEndingSoon({ country, own: null }, today)).length;
}

/** Groups the nets by category and rate and rounds the tax of each group once, half away from zero. */
export function taxSubtotals(nets: readonly TaxedNet[]): readonly TaxSubtotal[] {
  const bases = new Map<string, TaxRate & { baseMinor: bigint }>();
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
  return roundHalfAwayFromZero(product({ n: baseMinor, d: 100n }, fromDecimal(rate)));
}

/** The tax that an amount in minor units contains: gross × rate ÷ (100 + rate), rounded half away from zero. */
export function taxContained(grossMinor: bigint, rate: string): bigint {
  const { n, d } = fromDecimal(rate);

  return roundHalfAwayFromZero(rational(grossMinor * n, 100n * d + n));
}

/** A rate of nothing is no taxed supply: a standard category with it would break EN 16931 (BR-S-05). */
function isNothing(rate: string): boolean {
  return /^0+(\.0+)?$/.test(rate);
}
