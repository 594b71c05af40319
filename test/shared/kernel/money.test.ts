import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../../shared/kernel/invariant.ts';
import {
  AMOUNT_LENGTH_MAX,
  addMoney,
  compareMoney,
  formatMoney,
  fromRational,
  isZeroMoney,
  MINOR_MAX,
  money,
  negateMoney,
  parseMoney,
  subtractMoney,
  sumMoney,
  toRational,
} from '../../../shared/kernel/money.ts';
import { divide, fromDecimal, multiply, rational, subtract } from '../../../shared/kernel/rational.ts';

const SEED = 20_260_131;
const currencies = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF');
const minors = fc.bigInt({ min: -MINOR_MAX, max: MINOR_MAX });
const eur = (minor: bigint) => money(minor, 'EUR');

describe('reading an amount', () => {
  it.each([
    ['12.30', 'EUR', 1230n],
    ['12.3', 'EUR', 1230n],
    ['12', 'EUR', 1200n],
    ['0', 'EUR', 0n],
    ['-0.00', 'EUR', 0n],
    ['-0.01', 'EUR', -1n],
    ['1230', 'JPY', 1230n],
    ['1.230', 'KWD', 1230n],
    ['1.2', 'KWD', 1200n],
    ['0.0001', 'CLF', 1n],
    ['9007199254740993', 'JPY', 9_007_199_254_740_993n],
    ['9999999999999999.99', 'EUR', MINOR_MAX],
    ['-999999999999999999', 'JPY', -MINOR_MAX],
  ])('takes %s %s exactly', (amount, currency, minor) => {
    const read = parseMoney(amount, currency);

    expect(read).toEqual({ ok: true, value: { minor, currency } });
  });

  it.each([
    ['', 'EUR', 'money.malformed'],
    [' 1', 'EUR', 'money.malformed'],
    ['1 ', 'EUR', 'money.malformed'],
    ['1\n', 'EUR', 'money.malformed'],
    ['+1', 'EUR', 'money.malformed'],
    ['--1', 'EUR', 'money.malformed'],
    ['-', 'EUR', 'money.malformed'],
    ['.5', 'EUR', 'money.malformed'],
    ['5.', 'EUR', 'money.malformed'],
    ['007', 'EUR', 'money.malformed'],
    ['1e400', 'EUR', 'money.malformed'],
    ['1e2', 'JPY', 'money.malformed'],
    ['0x10', 'EUR', 'money.malformed'],
    ['1,000.00', 'EUR', 'money.malformed'],
    ['12,30', 'EUR', 'money.malformed'],
    ['1_000', 'EUR', 'money.malformed'],
    ['NaN', 'EUR', 'money.malformed'],
    ['Infinity', 'EUR', 'money.malformed'],
    ['\u0661\u0662', 'EUR', 'money.malformed'],
    ['\uff11\uff12', 'EUR', 'money.malformed'],
    ['1\u0000', 'EUR', 'money.malformed'],
    ['9'.repeat(AMOUNT_LENGTH_MAX + 1), 'EUR', 'money.malformed'],
    ['12.345', 'EUR', 'money.too_precise'],
    ['12.300', 'EUR', 'money.too_precise'],
    ['1.0', 'JPY', 'money.too_precise'],
    ['0.00001', 'CLF', 'money.too_precise'],
    ['10000000000000000.00', 'EUR', 'money.too_large'],
    ['-1000000000000000000', 'JPY', 'money.too_large'],
    ['9'.repeat(AMOUNT_LENGTH_MAX), 'EUR', 'money.too_large'],
    ['1', 'eur', 'money.currency_unknown'],
    ['1', 'XXX', 'money.currency_unknown'],
    ['1', 'constructor', 'money.currency_unknown'],
    ['1', '__proto__', 'money.currency_unknown'],
  ])('refuses %j %s as %s', (amount, currency, code) => {
    const read = parseMoney(amount, currency);

    expect(read).toMatchObject({ ok: false, refusal: { code } });
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (amount, currency) => {
        parseMoney(amount, currency);
        parseMoney(amount, 'EUR');
      }),
      { seed: SEED },
    );
  });
});

describe('writing an amount', () => {
  it.each([
    [1230n, 'EUR', '12.30'],
    [5n, 'EUR', '0.05'],
    [-5n, 'EUR', '-0.05'],
    [0n, 'EUR', '0.00'],
    [1230n, 'JPY', '1230'],
    [-1n, 'JPY', '-1'],
    [1230n, 'KWD', '1.230'],
    [1n, 'CLF', '0.0001'],
  ])('puts %s %s as %s', (minor, currency, text) => {
    expect(formatMoney(money(minor, currency))).toBe(text);
  });

  it('reads back what it wrote, for currencies of 0, 2, 3 and 4 places', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const amount = money(minor, currency);

        expect(parseMoney(formatMoney(amount), currency)).toEqual({ ok: true, value: amount });
      }),
      { seed: SEED },
    );
  });
});

describe('reckoning with amounts', () => {
  it('adds, subtracts, negates and compares', () => {
    expect(addMoney(eur(1n), eur(2n))).toEqual(eur(3n));
    expect(subtractMoney(eur(1n), eur(2n))).toEqual(eur(-1n));
    expect(negateMoney(eur(7n))).toEqual(eur(-7n));
    expect([
      compareMoney(eur(1n), eur(2n)),
      compareMoney(eur(2n), eur(2n)),
      compareMoney(eur(3n), eur(2n)),
    ]).toEqual([-1, 0, 1]);
    expect([isZeroMoney(eur(0n)), isZeroMoney(eur(-1n))]).toEqual([true, false]);
  });

  it('sums an empty list to nought', () => {
    expect(sumMoney([], 'JPY')).toEqual(money(0n, 'JPY'));
  });

  it('sums a list in any order to the same amount', () => {
    fc.assert(
      fc.property(fc.array(minors, { maxLength: 50 }), (list) => {
        const forwards = sumMoney(list.map(eur), 'EUR');

        expect(sumMoney(list.map(eur).reverse(), 'EUR')).toEqual(forwards);
        expect(forwards.minor).toBe(list.reduce((sum, minor) => sum + minor, 0n));
      }),
      { seed: SEED },
    );
  });

  it('never mixes two currencies', () => {
    const yen = money(1n, 'JPY');

    expect(() => addMoney(eur(1n), yen)).toThrow(InvariantViolation);
    expect(() => subtractMoney(eur(1n), yen)).toThrow(InvariantViolation);
    expect(() => compareMoney(eur(1n), yen)).toThrow(InvariantViolation);
    expect(() => sumMoney([eur(1n), yen], 'EUR')).toThrow(InvariantViolation);
    expect(() => sumMoney([], 'ABC')).toThrow(InvariantViolation);
    expect(() => money(1n, 'ABC')).toThrow(InvariantViolation);
  });
});

describe('rounding to money', () => {
  it.each([
    ['0.005', 'EUR', 1n],
    ['-0.005', 'EUR', -1n],
    ['0.00499999999999999', 'EUR', 0n],
    ['5.775', 'EUR', 578n],
    ['17.9699999999999988631316', 'EUR', 1797n],
    ['0.5', 'JPY', 1n],
    ['1.0005', 'KWD', 1001n],
    ['-1.00005', 'CLF', -10_001n],
  ])('takes %s %s half away from zero', (text, currency, minor) => {
    expect(fromRational(fromDecimal(text), currency)).toEqual(money(minor, currency));
  });

  it.each([
    ['335 of 365 days of 2399.95', '2399.95', 335n, 365n, 220_269n],
    ['27 of 31 days of 249.95', '249.95', 27n, 31n, 21_770n],
    ['10 of 31 days of 249.95', '249.95', 10n, 31n, 8_063n],
    ['5 of 30 days of 599.95', '599.95', 5n, 30n, 9_999n],
    ['27 of 31 days of 599.95', '599.95', 27n, 31n, 52_254n],
    ['9 of 31 days of 599.95', '599.95', 9n, 31n, 17_418n],
    ['32 of 91 days of 910.00', '910.00', 32n, 91n, 32_000n],
    ['29 of 30 days of 200.00', '200.00', 29n, 30n, 19_333n],
    ['6 of 7 days of 29.99', '29.99', 6n, 7n, 2_571n],
  ])('prorates %s to the cent', (_name, price, days, of, minor) => {
    expect(fromRational(multiply(fromDecimal(price), rational(days, of)), 'EUR')).toEqual(eur(minor));
  });

  it('rounds a share to the same cent, whether or not its fraction is in lowest terms', () => {
    const days = fc.bigInt({ min: 1n, max: 366n });
    fc.assert(
      fc.property(minors, days, days, currencies, (minor, counted, whole, currency) => {
        const { n, d } = toRational(money(minor, currency));
        const share = { n: n * counted, d: d * whole };

        expect(fromRational(share, currency)).toEqual(fromRational(rational(share.n, share.d), currency));
      }),
      { seed: SEED },
    );
  });

  it('moves an exact value by at most half a unit', () => {
    fc.assert(
      fc.property(minors, fc.bigInt({ min: 1n, max: 10n ** 12n }), currencies, (n, d, currency) => {
        const exact = rational(n, d);
        const unit = divide(toRational(money(1n, currency)), rational(2n, 1n));

        const off = subtract(toRational(fromRational(exact, currency)), exact);

        const size = off.n < 0n ? -off.n : off.n;
        expect(size * unit.d <= unit.n * off.d).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('keeps an amount that is already whole units', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const amount = money(minor, currency);

        expect(fromRational(toRational(amount), currency)).toEqual(amount);
      }),
      { seed: SEED },
    );
  });
});
