import { invariant } from './invariant.ts';
import { remembering } from './remember.ts';

/** An exact fraction in lowest terms; the denominator is positive, and zero is 0/1. Build it with `rational`. */
export type Rational = { readonly n: bigint; readonly d: bigint };

/** The longest decimal text that is read. */
export const DECIMAL_LENGTH_MAX = 64;

/** The most places `toDecimal` writes. */
export const DECIMAL_PLACES_MAX = 64;

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** The fraction n/d in lowest terms; a denominator of zero is a fault. */
export function rational(n: bigint, d: bigint): Rational {
  invariant(d !== 0n, 'a fraction has no denominator of zero');
  if (d === 1n) return { n, d };

  const divisor = greatestCommonDivisor(n, d);
  if (divisor === 1n && d > 0n) return { n, d };

  const signed = d < 0n ? -divisor : divisor;
  return { n: n / signed, d: d / signed };
}

/** Whether the text is a plain decimal of bounded length: no plus sign, exponent, leading zeros or bare point. */
export function isDecimal(text: string): boolean {
  return text.length <= DECIMAL_LENGTH_MAX && DECIMAL.test(text);
}

/** Reads a plain decimal such as `-12.50` exactly; anything that is not `isDecimal` is a fault. */
export function fromDecimal(text: string): Rational {
  invariant(text.length <= DECIMAL_LENGTH_MAX, 'a decimal is too long to be read');

  return readDecimal(text);
}

/** The prices, rates and quantities of a run are few, and each is read many times. */
const readDecimal = remembering((text): Rational => {
  invariant(DECIMAL.test(text), 'a decimal is malformed');
  const point = text.indexOf('.');
  if (point < 0) return { n: BigInt(text), d: 1n };

  return rational(BigInt(text.slice(0, point) + text.slice(point + 1)), powerOfTen(text.length - point - 1));
});

/** a + b. */
export function add(a: Rational, b: Rational): Rational {
  // Most prices have no flat part and no minimum, so most sums have a part that is nought.
  if (a.n === 0n) return b;
  if (b.n === 0n) return a;
  // Sums over one denominator are the hot path of a bill: two whole numbers need no divisor at all.
  if (a.d === b.d) return rational(a.n + b.n, a.d);

  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

/** a − b. */
export function subtract(a: Rational, b: Rational): Rational {
  if (b.n === 0n) return a;
  if (a.d === b.d) return rational(a.n - b.n, a.d);

  return rational(a.n * b.d - b.n * a.d, a.d * b.d);
}

/** a × b. */
export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** a × b, not in lowest terms: enough for what is only compared or rounded, and spares the search for the divisor. */
export function product(a: Rational, b: Rational): Rational {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** a ÷ b; dividing by zero is a fault. */
export function divide(a: Rational, b: Rational): Rational {
  invariant(b.n !== 0n, 'nothing is divided by zero');

  return rational(a.n * b.d, a.d * b.n);
}

/** Negative when a is smaller, zero when equal, positive when a is larger; fit for sorting. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.d === b.d ? a.n : a.n * b.d;
  const right = a.d === b.d ? b.n : b.n * a.d;
  if (left === right) return 0;

  return left < right ? -1 : 1;
}

/** Whether the value is nought. */
export function isZero(a: Rational): boolean {
  return a.n === 0n;
}

/** −a. */
export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

/** The nearest whole number; a half goes away from zero, so 2.5 is 3 and −2.5 is −3. */
export function roundHalfAwayFromZero(a: Rational): bigint {
  return a.d === 1n ? a.n : divideRounded(a.n, a.d);
}

/** n ÷ d to the nearest whole number, half away from zero, for d > 0; spares the lowest terms when only the result counts. */
export function divideRounded(n: bigint, d: bigint): bigint {
  invariant(d > 0n, 'rounding divides by a positive number');
  const twice = d * 2n;

  return n < 0n ? -((d - n * 2n) / twice) : (n * 2n + d) / twice;
}

/** Decimal text without trailing zeros: exact when it ends within `placesMax` places, else rounded half away from zero. */
export function toDecimal(a: Rational, placesMax: number): string {
  const power = powerOfTen(placesMax);
  if (a.d === 1n) return a.n.toString();

  return scaledText(roundHalfAwayFromZero({ n: a.n * power, d: a.d }), placesMax);
}

/** The same where it is exact within so many places, or else null. */
export function exactDecimal(a: Rational, placesMax: number): string | null {
  const power = powerOfTen(placesMax);
  if (a.d === 1n) return a.n.toString();
  // Most amounts are of whole cents; to reckon two places, not a dozen, spares as many noughts that are cut off again.
  if (placesMax >= 2 && 100n % a.d === 0n) return scaledText(a.n * (100n / a.d), 2);
  const scaled = a.n * power;

  return scaled % a.d === 0n ? scaledText(scaled / a.d, placesMax) : null;
}

function scaledText(scaled: bigint, places: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = withoutTrailingZeros(digits.slice(digits.length - places));

  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : '.'}${fraction}`;
}

const POWERS_OF_TEN = Array.from({ length: DECIMAL_PLACES_MAX + 1 }, (_, places) => 10n ** BigInt(places));

function powerOfTen(places: number): bigint {
  const power = POWERS_OF_TEN[places];
  invariant(power !== undefined, 'too many decimal places');

  return power;
}

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

function smallDivisor(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  // Nearly every amount fits a plain whole number, with which the same steps are several times as fast.
  if (x <= SAFE_MAX && y <= SAFE_MAX) return BigInt(smallDivisor(Number(x), Number(y)));
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** So many percent of an amount in minor units, rounded half away from zero. */
export function percentOf(minor: bigint, percent: string): bigint {
  return roundHalfAwayFromZero(multiply(rational(minor, 100n), fromDecimal(percent)));
}
