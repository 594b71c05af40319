/** What must hold of a price before anybody can buy at it, and what its buyer would wonder at. */
import { exponentOf } from '../../kernel/currencies.ts';
import { MINOR_MAX } from '../../kernel/money.ts';
import {
  add,
  compare,
  fromDecimal,
  isZero,
  multiply,
  type Rational,
  rational,
} from '../../kernel/rational.ts';
import { refuse } from '../../kernel/result.ts';
import { type PriceBasis, priceQuantity } from './amounts.ts';
import type { Price, Tier } from './models.ts';

/** The largest amount of a line in major units, as for the lines of orders. */
const AMOUNT_MAX = rational(MINOR_MAX / 1_000_000n, 1n);

/** A step of a table as it is given: `above` may say where it begins, so that a gap can be met. */
export type GivenTier = Tier & { readonly above: string | null };

/**
 * Why a table cannot be applied, or undefined. Refusals: `price.tier_gap`, `price.tier_overlap`; each names the tier.
 */
export function refusedTiers(tiers: readonly GivenTier[], pointer: string) {
  let bound: string | null = '0';
  for (const [index, tier] of tiers.entries()) {
    const at = { pointer: `${pointer}/tiers/${index}` };
    if (bound === null) return refuse('price.tier_overlap', 'A tier without an end is the last one.', at);
    const order = tier.above === null ? 0 : compare(fromDecimal(tier.above), fromDecimal(bound));
    if (order > 0) return refuse('price.tier_gap', `Nothing is said of quantities above ${bound}.`, at);
    const isEmpty = tier.upTo !== null && compare(fromDecimal(tier.upTo), fromDecimal(bound)) <= 0;
    if (order < 0 || isEmpty)
      return refuse('price.tier_overlap', `Quantities up to ${bound} have a price already.`, at);
    bound = tier.upTo;
  }

  return undefined;
}

/** Why a price cannot be published, or undefined. Refusals: `price.currency_unknown`, `price.bounds_crossed`. */
export function refusedPrice(price: Price, of: { readonly currency: string; readonly pointer: string }) {
  const { pointer } = of;
  if (exponentOf(of.currency) === undefined)
    return refuse('price.currency_unknown', `${of.currency} is not a currency we know.`, { pointer });
  if (price.model === 'percentage' && price.least !== null && price.most !== null) {
    if (compare(fromDecimal(price.least), fromDecimal(price.most)) > 0)
      return refuse('price.bounds_crossed', 'The least is more than the most.', { pointer });
  }

  return undefined;
}

/** The bounds of a volume table behind which a little more costs less. */
export function boundsWhereMoreCostsLess(price: Price): readonly string[] {
  if (price.model !== 'volume') return [];

  return price.tiers.flatMap((tier, index) => {
    const next = price.tiers[index + 1];
    if (tier.upTo === null || !next) return [];
    const bound = fromDecimal(tier.upTo);

    return compare(costAt(bound, next), costAt(bound, tier)) < 0 && !isZero(bound) ? [tier.upTo] : [];
  });
}

function costAt(quantity: Rational, tier: Tier): Rational {
  return add(multiply(quantity, fromDecimal(tier.unit)), fromDecimal(tier.flat));
}

/** Why a quantity cannot be charged at a price, or undefined: it is beyond the table, or the amount beyond its bound. */
export function refusedAmount(
  price: Price,
  of: PriceBasis & { readonly quantity: string; readonly currency: string },
) {
  const refused = refusedPrice(price, { currency: of.currency, pointer: '#/prices' });
  if (refused) return refused;

  return refusedTotal(price, of);
}

/** Why a quantity has no amount, or one beyond its bound, or undefined. */
export function refusedTotal(price: Price, of: PriceBasis & { readonly quantity: string }) {
  const exact = priceQuantity(price, of.quantity, of);
  if (!exact.ok) return exact;

  return compare(exact.value.total, AMOUNT_MAX) > 0
    ? refuse('order.amount_too_large', 'The line amount is too large.')
    : undefined;
}
