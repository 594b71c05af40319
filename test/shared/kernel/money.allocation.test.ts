import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../../shared/kernel/invariant.ts';
import {
  ALLOCATION_PARTS_MAX,
  allocate,
  MINOR_MAX,
  money,
  negateMoney,
  sumMoney,
} from '../../../shared/kernel/money.ts';

const SEED = 20_260_131;
const currencies = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF');
const minors = fc.bigInt({ min: -MINOR_MAX, max: MINOR_MAX });
const eur = (minor: bigint) => money(minor, 'EUR');

describe('allocating an amount', () => {
  it.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [1n, [0n, 1n, 1n], [0n, 1n, 0n]],
    [2n, [0n, 0n, 9n], [0n, 0n, 2n]],
    [0n, [1n, 2n], [0n, 0n]],
    [10n, [1n, 2n, 3n, 4n], [1n, 2n, 3n, 4n]],
    [7n, [5n], [7n]],
    [MINOR_MAX, [1n, 2n], [333_333_333_333_333_333n, 666_666_666_666_666_666n]],
  ])('divides %s by %s into %s', (minor, weights, parts) => {
    expect(allocate(eur(minor), weights).map((part) => part.minor)).toEqual(parts);
  });

  it.each([
    ['no weight', []],
    ['only weights of nought', [0n, 0n]],
    ['a negative weight', [2n, -1n]],
    ['too many parts', new Array<bigint>(ALLOCATION_PARTS_MAX + 1).fill(1n)],
  ])('takes %s for a fault', (_name, weights) => {
    expect(() => allocate(eur(1n), weights)).toThrow(InvariantViolation);
  });

  it('reaches as many parts as it says', () => {
    const parts = allocate(eur(1n), new Array<bigint>(ALLOCATION_PARTS_MAX).fill(1n));

    expect(parts[0]).toEqual(eur(1n));
    expect(parts).toHaveLength(ALLOCATION_PARTS_MAX);
  });

  const weightLists = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 40 })
    .filter((weights) => weights.some((weight) => weight > 0n));

  it('loses and invents nothing', () => {
    fc.assert(
      fc.property(minors, weightLists, currencies, (minor, weights, currency) => {
        const parts = allocate(money(minor, currency), weights);

        expect(sumMoney(parts, currency)).toEqual(money(minor, currency));
        expect(parts).toHaveLength(weights.length);
      }),
      { seed: SEED },
    );
  });

  it('keeps every part within one unit of its exact share, on the side of the amount', () => {
    fc.assert(
      fc.property(minors, weightLists, (minor, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0n);

        allocate(eur(minor), weights).forEach((part, index) => {
          const off = part.minor * total - minor * (weights[index] ?? 0n);
          expect(off < total && off > -total).toBe(true);
          expect(part.minor * minor >= 0n).toBe(true);
        });
      }),
      { seed: SEED },
    );
  });

  it('gives a part without weight nothing', () => {
    fc.assert(
      fc.property(minors, weightLists, (minor, weights) => {
        const parts = allocate(eur(minor), [0n, ...weights, 0n]);

        expect([parts[0], parts.at(-1)]).toEqual([eur(0n), eur(0n)]);
      }),
      { seed: SEED },
    );
  });

  it('treats a debt as the mirror of a credit', () => {
    fc.assert(
      fc.property(minors, weightLists, (minor, weights) => {
        expect(allocate(eur(-minor), weights)).toEqual(allocate(eur(minor), weights).map(negateMoney));
      }),
      { seed: SEED },
    );
  });

  it('never gives an equal weight behind another more than that one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MINOR_MAX }), fc.integer({ min: 1, max: 60 }), (minor, count) => {
        const parts = allocate(eur(minor), new Array<bigint>(count).fill(3n)).map((part) => part.minor);

        expect(parts).toEqual(parts.toSorted((a, b) => (a === b ? 0 : a > b ? -1 : 1)));
      }),
      { seed: SEED },
    );
  });
});
