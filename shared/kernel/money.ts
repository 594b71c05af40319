import { exponentOf } from './currencies.ts';
import { invariant } from './invariant.ts';
import { divideRounded, type Rational, rational } from './rational.ts';
import { ok, type Result, refuse } from './result.ts';

/** An amount in the smallest unit of an ISO 4217 currency, signed. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** The largest amount read from outside, either sign: eighteen digits, as in the amounts of ISO 20022. */
export const MINOR_MAX = 999_999_999_999_999_999n;

/** The longest amount text that is read. */
export const AMOUNT_LENGTH_MAX = 64;

/** The most parts one amount is allocated to. */
export const ALLOCATION_PARTS_MAX = 100_000;

const AMOUNT = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
const SCALES: readonly bigint[] = [1n, 10n, 100n, 1_000n, 10_000n];

/** An amount of so many minor units; an unknown currency is a fault. */
export function money(minor: bigint, currency: string): Money {
  digitsOf(currency);
  return { minor, currency };
}

/**
 * Reads an amount in major units such as `12.30`. Refusals: `money.currency_unknown`, `money.malformed`,
 * `money.too_precise` (more places than the currency has), `money.too_large`.
 */
export function parseMoney(amount: string, currency: string): Result<Money> {
  const exponent = exponentOf(currency);
  if (exponent === undefined)
    return refuse('money.currency_unknown', 'The currency is not an active ISO 4217 code.');
  const parts = amount.length > AMOUNT_LENGTH_MAX ? null : AMOUNT.exec(amount);
  if (parts === null) {
    return refuse('money.malformed', 'The amount is not a plain decimal number.', {
      hint: 'Write it like "12.30".',
    });
  }
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (fraction.length > exponent) {
    return refuse(
      'money.too_precise',
      `The amount has more decimal places than ${currency} knows (${exponent}).`,
    );
  }
  const minor = BigInt(sign + whole + fraction.padEnd(exponent, '0'));
  if (minor > MINOR_MAX || minor < -MINOR_MAX) {
    return refuse('money.too_large', 'The amount has more than eighteen digits.');
  }

  return ok({ minor, currency });
}

/** Major units with exactly the currency's places and a point: `12.30` EUR, `1230` JPY, `1.230` KWD. */
export function formatMoney(amount: Money): string {
  const exponent = digitsOf(amount.currency);
  if (exponent === 0) return amount.minor.toString();

  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  return `${amount.minor < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** a + b; two currencies are a fault. */
export function addMoney(a: Money, b: Money): Money {
  assertSameCurrency(a.currency, b.currency);
  return { minor: a.minor + b.minor, currency: a.currency };
}

/** a − b; two currencies are a fault. */
export function subtractMoney(a: Money, b: Money): Money {
  assertSameCurrency(a.currency, b.currency);
  return { minor: a.minor - b.minor, currency: a.currency };
}

/** The same amount with the other sign. */
export function negateMoney(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency };
}

/** The sum of a list that may be empty, which is why the currency is named; another currency in it is a fault. */
export function sumMoney(list: readonly Money[], currency: string): Money {
  let minor = 0n;
  for (const amount of list) {
    assertSameCurrency(amount.currency, currency);
    minor += amount.minor;
  }
  return money(minor, currency);
}

/** Negative when a is smaller, zero when equal, positive when a is larger; two currencies are a fault. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  assertSameCurrency(a.currency, b.currency);
  if (a.minor === b.minor) return 0;

  return a.minor < b.minor ? -1 : 1;
}

/** Whether the amount is nought. */
export function isZeroMoney(amount: Money): boolean {
  return amount.minor === 0n;
}

/**
 * Turns an exact value in major units into money: the one place where a line is rounded, once, half away from zero; its
 * fraction need not be in lowest terms.
 */
export function fromRational(value: Rational, currency: string): Money {
  return { minor: divideRounded(value.n * scaleOf(currency), value.d), currency };
}

/** The exact value in major units. */
export function toRational(amount: Money): Rational {
  return rational(amount.minor, scaleOf(amount.currency));
}

/**
 * Divides an amount by weights without losing a unit: each part gets its share rounded towards zero, then the units left
 * over go one each to the largest remainders, the earlier part first. Negative weights, or none above zero, are a fault.
 */
export function allocate(amount: Money, weights: readonly bigint[]): Money[] {
  invariant(weights.length <= ALLOCATION_PARTS_MAX, 'an amount is allocated to too many parts');
  const total = totalOf(weights);
  const size = amount.minor < 0n ? -amount.minor : amount.minor;
  const shares = weights.map((weight) => (size * weight) / total);

  const left = shares.reduce((rest, share) => rest - share, size);
  for (const index of largestRemainders(
    weights.map((weight) => (size * weight) % total),
    Number(left),
  )) {
    shares[index] = (shares[index] ?? 0n) + 1n;
  }
  return shares.map((share) => ({ minor: amount.minor < 0n ? -share : share, currency: amount.currency }));
}

function totalOf(weights: readonly bigint[]): bigint {
  let total = 0n;
  for (const weight of weights) {
    invariant(weight >= 0n, 'a weight is not negative');
    total += weight;
  }
  invariant(total > 0n, 'an amount is allocated to at least one weight above zero');
  return total;
}

function largestRemainders(remainders: readonly bigint[], count: number): number[] {
  if (count === 0) return [];
  const ranked = remainders.map((remainder, index) => ({ remainder, index }));

  // The sort is stable, so equal remainders keep their order and the earlier part wins.
  ranked.sort((a, b) => (a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1));
  return ranked.slice(0, count).map(({ index }) => index);
}

function digitsOf(currency: string): number {
  const exponent = exponentOf(currency);
  invariant(exponent !== undefined, `no active currency: ${currency.slice(0, 8)}`);
  return exponent;
}

/** Minor units of one major unit. */
export function scaleOf(currency: string): bigint {
  const scale = SCALES[digitsOf(currency)];
  invariant(scale !== undefined, 'a currency has at most four places');
  return scale;
}

function assertSameCurrency(a: string, b: string): void {
  invariant(a === b, `two currencies are never mixed: ${a} and ${b}`);
}

/** The lesser of two amounts of one currency, in minor units. */
export function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The greater of two amounts of one currency, in minor units. */
export function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
