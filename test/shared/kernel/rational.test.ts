import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../../shared/kernel/invariant.ts';
import {
  add,
  compare,
  DECIMAL_LENGTH_MAX,
  DECIMAL_PLACES_MAX,
  divide,
  divideRounded,
  fromDecimal,
  isDecimal,
  isZero,
  multiply,
  negate,
  type Rational,
  rational,
  roundHalfAwayFromZero,
  subtract,
  exactDecimal,
  toDecimal,
} from '../../../shared/kernel/rational.ts';

const SEED = 20_260_228;
const integers = fc.oneof(
  fc.bigInt({ min: -50n, max: 50n }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
);
const rationals = fc
  .tuple(
    integers,
    integers.filter((d) => d !== 0n),
  )
  .map(([n, d]) => rational(n, d));
const zero = rational(0n, 1n);
const one = rational(1n, 1n);

/** The oracle compares by cross multiplication and never looks at lowest terms. */
function sameValue(a: Rational, n: bigint, d: bigint): boolean {
  return a.n * d === n * a.d;
}

describe('a fraction', () => {
  it.each([
    [6n, 4n, 3n, 2n],
    [-6n, 4n, -3n, 2n],
    [6n, -4n, -3n, 2n],
    [-6n, -4n, 3n, 2n],
    [0n, 7n, 0n, 1n],
    [0n, -7n, 0n, 1n],
    [7n, 1n, 7n, 1n],
    [7n, -1n, -7n, 1n],
  ])('brings %s/%s to its lowest terms', (n, d, lowestN, lowestD) => {
    expect(rational(n, d)).toEqual({ n: lowestN, d: lowestD });
  });

  it('has no denominator of zero', () => {
    expect(() => rational(1n, 0n)).toThrow(InvariantViolation);
    expect(() => divide(one, zero)).toThrow(InvariantViolation);
  });

  it('agrees with whole numbers multiplied crosswise', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(sameValue(add(a, b), a.n * b.d + b.n * a.d, a.d * b.d)).toBe(true);
        expect(sameValue(subtract(a, b), a.n * b.d - b.n * a.d, a.d * b.d)).toBe(true);
        expect(sameValue(multiply(a, b), a.n * b.n, a.d * b.d)).toBe(true);
        expect(compare(a, b)).toBe(Number(a.n * b.d > b.n * a.d) - Number(a.n * b.d < b.n * a.d));
        if (!isZero(b)) expect(sameValue(divide(a, b), a.n * b.d, a.d * b.n)).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('obeys the laws of a field', () => {
    fc.assert(
      fc.property(rationals, rationals, rationals, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(multiply(a, b)).toEqual(multiply(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(multiply(multiply(a, b), c)).toEqual(multiply(a, multiply(b, c)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(add(a, zero)).toEqual(a);
        expect(multiply(a, one)).toEqual(a);
        expect(add(a, negate(a))).toEqual(zero);
        expect(subtract(a, b)).toEqual(add(a, negate(b)));
        if (!isZero(a)) expect(multiply(a, divide(one, a))).toEqual(one);
      }),
      { seed: SEED },
    );
  });

  it('is always left in its lowest terms', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        for (const value of [add(a, b), subtract(a, b), multiply(a, b), negate(a)]) {
          expect(value.d > 0n).toBe(true);
          expect(rational(value.n * 3n, value.d * 3n)).toEqual(value);
        }
      }),
      { seed: SEED },
    );
  });
});

describe('rounding', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [49n, 100n, 0n],
    [-49n, 100n, 0n],
    [7n, 3n, 2n],
    [8n, 3n, 3n],
    [-8n, 3n, -3n],
    [0n, 5n, 0n],
    [4n, 1n, 4n],
  ])('takes %s/%s to %s', (n, d, whole) => {
    expect(roundHalfAwayFromZero(rational(n, d))).toBe(whole);
  });

  it('never moves a value by more than a half, and a half moves away from zero', () => {
    fc.assert(
      fc.property(rationals, (a) => {
        const rounded = roundHalfAwayFromZero(a);
        const off = subtract(rational(rounded, 1n), a);
        const size = off.n < 0n ? negate(off) : off;

        expect(compare(size, rational(1n, 2n))).toBeLessThanOrEqual(0);
        if (size.n === 1n && size.d === 2n) expect(off.n > 0n).toBe(a.n > 0n);
        expect(roundHalfAwayFromZero(negate(a))).toBe(-rounded);
      }),
      { seed: SEED },
    );
  });

  it('asks for a positive divisor', () => {
    expect(() => divideRounded(1n, 0n)).toThrow(InvariantViolation);
    expect(() => divideRounded(1n, -2n)).toThrow(InvariantViolation);
  });
});

describe('decimal text', () => {
  it.each([
    ['0', 0n, 1n],
    ['-0', 0n, 1n],
    ['12.50', 25n, 2n],
    ['-12.50', -25n, 2n],
    ['-0.5', -1n, 2n],
    ['0.013', 13n, 1000n],
    ['9007199254740993', 9_007_199_254_740_993n, 1n],
    ['100.5', 201n, 2n],
  ])('reads %s exactly', (text, n, d) => {
    expect(fromDecimal(text)).toEqual({ n, d });
  });

  it.each([
    '',
    '-',
    '+1',
    '.5',
    '5.',
    '01',
    '1e400',
    '1e2',
    'NaN',
    'Infinity',
    ' 1',
    '1\n',
    '1,5',
    '0x1',
    '1.2.3',
    '\u0661',
    '9'.repeat(DECIMAL_LENGTH_MAX + 1),
  ])('does not read %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => fromDecimal(text)).toThrow(InvariantViolation);
  });

  it.each([
    [1n, 3n, 4, '0.3333'],
    [2n, 3n, 4, '0.6667'],
    [-2n, 3n, 4, '-0.6667'],
    [1n, 8n, 10, '0.125'],
    [5n, 2n, 0, '3'],
    [-1n, 3n, 0, '0'],
    [-1n, 1000n, 2, '0'],
    [1200n, 1n, 2, '1200'],
    [1n, 100n, 2, '0.01'],
    [0n, 1n, 6, '0'],
  ])('writes %s/%s to %s places as %s', (n, d, places, text) => {
    expect(toDecimal(rational(n, d), places)).toBe(text);
  });

  it('reads back exactly what ends within the places', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
        fc.integer({ min: 0, max: 20 }),
        (n, places) => {
          const value = rational(n, 10n ** BigInt(places));

          expect(fromDecimal(toDecimal(value, places))).toEqual(value);
        },
      ),
      { seed: SEED },
    );
  });

  it('reads and writes up to its bounds', () => {
    const longest = '9'.repeat(DECIMAL_LENGTH_MAX);

    expect(isDecimal(longest)).toBe(true);
    expect(fromDecimal(longest).n).toBe(10n ** BigInt(DECIMAL_LENGTH_MAX) - 1n);
    expect(toDecimal(rational(1n, 3n), DECIMAL_PLACES_MAX)).toBe(`0.${'3'.repeat(DECIMAL_PLACES_MAX)}`);
  });

  it('are told exactly or not at all, where that is asked', () => {
    fc.assert(
      fc.property(rationals, fc.integer({ min: 0, max: 20 }), (value, places) => {
        const text = exactDecimal(value, places);
        const isExact = compare(fromDecimal(toDecimal(value, places)), value) === 0;
        expect(text).toBe(isExact ? toDecimal(value, places) : null);
      }),
      { seed: SEED },
    );
  });

  it('bounds the places it writes', () => {
    expect(() => toDecimal(one, -1)).toThrow(InvariantViolation);
    expect(() => toDecimal(one, 0.5)).toThrow(InvariantViolation);
    expect(() => toDecimal(one, DECIMAL_PLACES_MAX + 1)).toThrow(InvariantViolation);
  });
});
