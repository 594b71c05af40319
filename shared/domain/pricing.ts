/** What a line costs: quantity × unit price less discount, exact until the line and rounded there, once. */
import { exponentOf } from '../kernel/currencies.ts';
import { fromRational, MINOR_MAX, parseMoney, scaleOf } from '../kernel/money.ts';
import { divide, fromDecimal, multiply, product, type Rational, rational } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';

/** A reduction of one line: percent of it, or an amount in major units. */
export type LineDiscount = { readonly percent: string } | { readonly amount: string };

/** What is needed to price a line; decimals as text. */
export type PriceInput = {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: LineDiscount | null;
  readonly currency: string;
};

/** A priced line: gross of discount, discount and net in minor units; `net = gross − discount`. */
export type PricedLine = {
  readonly listMinor: bigint;
  readonly discountMinor: bigint;
  readonly netMinor: bigint;
};

/** The largest amount of a line or a document, in major units, either sign: twelve digits, as the wire has them. */
export const AMOUNT_MAJOR_MAX = MINOR_MAX / 1_000_000n;

const HUNDRED = rational(100n, 1n);

/** Prices a line. Refuses a discount that exceeds it or is finer than the currency, and amounts beyond the bound. */
export function priceLine(input: PriceInput): Result<PricedLine> {
  const list = product(fromDecimal(input.quantity), fromDecimal(input.unitPrice));
  if (exponentOf(input.currency) === undefined)
    return refuse('money.currency_unknown', `${input.currency} is not a currency we know.`);
  if (isTooLarge(list)) return refuse('order.amount_too_large', 'The line amount is too large.');

  const listMinor = fromRational(list, input.currency).minor;
  const discount = discountOf(input, list, listMinor);
  if (!discount.ok) return discount;

  return ok({ listMinor, discountMinor: discount.value, netMinor: listMinor - discount.value });
}

/** Whether an exact amount in major units has more digits than documents and answers carry. */
export function isTooLarge({ n, d }: Rational): boolean {
  return (n < 0n ? -n : n) > AMOUNT_MAJOR_MAX * d;
}

/** The same of an amount of money. */
export function isTooLargeMinor(minor: bigint, currency: string): boolean {
  return isTooLarge({ n: minor, d: scaleOf(currency) });
}

function discountOf(input: PriceInput, list: Rational, listMinor: bigint): Result<bigint> {
  const { discount, currency } = input;
  if (discount === null) return ok(0n);
  if ('percent' in discount) {
    const net = multiply(list, divide(rational(1n, 1n), HUNDRED));
    const rest = multiply(net, subtractFromHundred(discount.percent));

    return ok(listMinor - fromRational(rest, currency).minor);
  }
  const amount = parseMoney(discount.amount, currency);
  if (!amount.ok)
    return refuse('order.amount_too_precise', 'The discount has more decimals than the currency.');
  if (listMinor < 0n || amount.value.minor > listMinor)
    return refuse('order.discount_exceeds_line', 'The discount is larger than its line.');

  return ok(amount.value.minor);
}

function subtractFromHundred(percent: string) {
  const part = fromDecimal(percent);

  return rational(100n * part.d - part.n, part.d);
}
