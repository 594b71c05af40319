/** What a quantity costs under a price model: an exact fraction of major units, and the parts it is made of. */
import { invariant } from '../../kernel/invariant.ts';
import {
  add,
  compare,
  divide,
  fromDecimal,
  isZero,
  multiply,
  type Rational,
  rational,
  subtract,
  toDecimal,
} from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type CellQuantity, type Dimensions, type Matrix, matrixParts, valuesAt } from './matrix.ts';
import type { Percentage, Price, Tier, TierRules } from './models.ts';

/** One part of an amount: so many units at a rate, and a flat part. */
export type AmountPart = { readonly units: Rational; readonly rate: Rational; readonly flat: Rational };

/** An exact amount; `toppedUp` is what the minimum added to its parts. */
export type ExactAmount = {
  readonly total: Rational;
  readonly parts: readonly AmountPart[];
  readonly toppedUp: Rational;
};

const ZERO = rational(0n, 1n);
const HUNDRED = rational(100n, 1n);
/** Decimals that a quantity is written with, before it is written as a fraction. */
const QUANTITY_PLACES = 6;

/** Of a price in percent: the value that is not free, and the events that it is made of. */
export type PaidUsage = { readonly value: string; readonly events: number };

/** What a quantity alone does not say: of a price in percent what is paid, of a matrix the cells that it falls into. */
export type PriceBasis = {
  readonly paid?: PaidUsage | undefined;
  readonly cells?: readonly CellQuantity[] | undefined;
  readonly dimensions?: Dimensions | undefined;
};

/**
 * Prices a quantity, a decimal or a fraction `n/d`. Of a percentage the quantity is the value it is taken of, as one event
 * where `paid` does not say which part of it is paid; of a matrix it falls into the cell of its dimensions where `cells`
 * does not say into which. Refuses `price.quantity_beyond_tiers`, where the table ends before the quantity, and
 * `price.cell_missing`, where its dimensions have no price.
 */
export function priceQuantity(price: Price, quantity: string, of: PriceBasis = {}): Result<ExactAmount> {
  const parts =
    price.model === 'matrix' ? cellParts(price, quantity, of) : partsOf(price, quantityOf(quantity), of.paid);
  if (parts === null && price.model === 'matrix')
    return refuse(
      'price.cell_missing',
      `Say which ${price.dimensions.join(' and ')} it is; this has no price.`,
    );
  if (parts === null) {
    return refuse('price.quantity_beyond_tiers', 'The table of this price ends before that quantity.', {
      hint: 'Order less, or publish a plan whose last tier has no end.',
    });
  }
  const sum = parts.reduce(
    (total, part) => add(total, add(multiply(part.units, part.rate), part.flat)),
    ZERO,
  );
  const total = price.model === 'percentage' ? within(sum, price) : sum;
  const minimum = price.minimum === null ? ZERO : fromDecimal(price.minimum);
  const owed = compare(total, minimum) < 0 ? minimum : total;

  const toppedUp = owed === sum ? ZERO : subtract(owed, sum);

  return ok({ total: owed, parts, toppedUp });
}

/** A quantity as it is written: a decimal, or a fraction `n/d`. */
export function quantityOf(text: string): Rational {
  if (!text.includes('/')) return fromDecimal(text);
  const [over = '', under = ''] = text.split('/');

  return divide(fromDecimal(over), fromDecimal(under));
}

function cellParts(price: Matrix, quantity: string, { cells, dimensions = {} }: PriceBasis) {
  return matrixParts(price, cells ?? [{ values: valuesAt(price, dimensions), quantity }]);
}

function partsOf(
  price: Exclude<Price, Matrix>,
  quantity: Rational,
  paid?: PaidUsage,
): readonly AmountPart[] | null {
  switch (price.model) {
    case 'flat':
      return [{ units: ZERO, rate: ZERO, flat: fromDecimal(price.amount) }];
    case 'per_unit':
      return [{ units: quantity, rate: fromDecimal(price.amount), flat: ZERO }];
    case 'graduated':
      return graduated(price.tiers, quantity, price);
    case 'volume':
      return volume(price.tiers, quantity, price);
    case 'package':
      return [{ units: blocks(quantity, price), rate: fromDecimal(price.amount), flat: ZERO }];
    case 'percentage':
      return percentage(price, paid ?? paidOf(price, [quantity]));
  }
}

function graduated(
  tiers: readonly Tier[],
  quantity: Rational,
  rules: TierRules,
): readonly AmountPart[] | null {
  const top = tierOf(tiers, quantity, rules);
  if (top < 0) return null;

  let floor = ZERO;
  return tiers.slice(0, top + 1).map((tier, index) => {
    const ceiling =
      index === top || tier.upTo === null ? quantity : smaller(quantity, fromDecimal(tier.upTo));
    const units = compare(ceiling, floor) > 0 ? subtract(ceiling, floor) : ZERO;
    floor = tier.upTo === null ? quantity : fromDecimal(tier.upTo);

    return { units, rate: fromDecimal(tier.unit), flat: flatOf(tier, quantity, rules) };
  });
}

function volume(tiers: readonly Tier[], quantity: Rational, rules: TierRules): readonly AmountPart[] | null {
  const tier = tiers[tierOf(tiers, quantity, rules)];

  return tier
    ? [{ units: quantity, rate: fromDecimal(tier.unit), flat: flatOf(tier, quantity, rules) }]
    : null;
}

/** The first tier whose bound is not below the quantity, as the rule for fractions reads it; −1 beyond the last. */
function tierOf(tiers: readonly Tier[], quantity: Rational, { fraction }: TierRules): number {
  const { n, d } = quantity;
  const whole = { exact_bound: quantity, whole_units: rational(n / d, 1n), rounded_up: ceiling(quantity) };
  const reached = whole[fraction];

  return tiers.findIndex(({ upTo }) => upTo === null || compare(reached, fromDecimal(upTo)) <= 0);
}

function flatOf(tier: Tier, quantity: Rational, { flatAtZero }: TierRules): Rational {
  return isZero(quantity) && flatAtZero === 'skip' ? ZERO : fromDecimal(tier.flat);
}

function blocks(
  quantity: Rational,
  { size, free }: { readonly size: string; readonly free: string },
): Rational {
  const paid = subtract(quantity, fromDecimal(free));

  return compare(paid, ZERO) <= 0 ? ZERO : ceiling(divide(paid, fromDecimal(size)));
}

/** What of the values of events is paid: one is free while both allowances hold it; the one that crosses the free value is paid above it. */
export function paidOf(price: Percentage, events: readonly Rational[]): PaidUsage {
  const { freeEvents, freeValue } = price;
  const hasFree = freeEvents !== null || freeValue !== null;
  let left = freeValue === null ? null : fromDecimal(freeValue);
  let paid = 0;
  let value = ZERO;
  let isFree = hasFree;
  for (const [index, event] of events.entries()) {
    isFree =
      isFree && (freeEvents === null || index < freeEvents) && (left === null || compare(left, ZERO) > 0);
    const free = isFree ? (left === null ? event : smaller(event, left)) : ZERO;
    if (left !== null) left = subtract(left, free);
    const rest = subtract(event, free);
    if (isFree && isZero(rest)) continue;
    isFree = false;
    paid += 1;
    value = add(value, rest);
  }

  return { value: quantityText(value), events: paid };
}

/** A decimal where there is a short one, or else the fraction. */
export function quantityText(value: Rational): string {
  const decimal = toDecimal(value, QUANTITY_PLACES);

  return compare(fromDecimal(decimal), value) === 0 ? decimal : `${value.n}/${value.d}`;
}

function percentage(price: Percentage, { value, events }: PaidUsage): readonly AmountPart[] {
  const rate = divide(fromDecimal(price.percent), HUNDRED);
  const flat = multiply(rational(BigInt(events), 1n), fromDecimal(price.fixed));

  return [{ units: quantityOf(value), rate, flat }];
}

function within(sum: Rational, { least, most }: Percentage): Rational {
  if (least !== null && compare(sum, fromDecimal(least)) < 0) return fromDecimal(least);
  if (most !== null && compare(sum, fromDecimal(most)) > 0) return fromDecimal(most);

  return sum;
}

function smaller(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

function ceiling({ n, d }: Rational): Rational {
  invariant(n >= 0n, 'a quantity is not negative');

  return rational((n + d - 1n) / d, 1n);
}
