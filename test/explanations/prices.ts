/** Random prices of every model, with all their edge rules. */
import fc from 'fast-check';
import type { Dimensions, Matrix } from '../../shared/domain/pricing/matrix.ts';
import type { Price, Tier } from '../../shared/domain/pricing/models.ts';

/** What a matrix of the proof prices by; each of the values has a cell, or the price of whatever has none. */
export const REGIONS = ['north', 'south', 'elsewhere'] as const;

/** An amount with three decimals, which is more than most currencies have. */
export const decimals = fc
  .integer({ min: 0, max: 9_999_999 })
  .map((value) => `${Math.floor(value / 1_000)}.${String(value % 1_000).padStart(3, '0')}`);

/** A quantity with two decimals, above nought. */
export const quantities = fc
  .integer({ min: 1, max: 999_999 })
  .map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);

const tables = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 5 }),
    fc.array(decimals, { minLength: 12, maxLength: 12 }),
  )
  .map(([bounds, amounts]): readonly Tier[] =>
    [...bounds.toSorted((a, b) => a - b).map(String), null].map((upTo, index) => ({
      upTo,
      unit: amounts[2 * index] ?? '0',
      flat: amounts[2 * index + 1] ?? '0',
    })),
  );
const rules = fc.record({
  flatAtZero: fc.constantFrom('charge', 'skip'),
  fraction: fc.constantFrom('exact_bound', 'whole_units', 'rounded_up'),
});
const minimums = fc.option(decimals, { freq: 3 });

const matrices = fc
  .tuple(decimals, decimals, decimals, minimums)
  .map(([north, south, other, minimum]): Matrix & { readonly minimum: string | null } => ({
    model: 'matrix',
    dimensions: ['region'],
    cells: [
      { values: ['north'], amount: north },
      { values: ['south'], amount: south },
    ],
    other,
    minimum,
  }));

/** A price of any model. */
export const prices = fc.oneof(
  fc
    .tuple(fc.constantFrom('flat', 'per_unit'), decimals, minimums)
    .map(([model, amount, minimum]) => ({ model, amount, minimum })),
  fc
    .tuple(fc.constantFrom('graduated', 'volume'), tables, rules, minimums)
    .map(([model, tiers, more, minimum]) => ({ model, tiers, ...more, minimum })),
  fc
    .tuple(decimals, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 }))
    .map(([amount, size, free]) => ({
      model: 'package',
      amount,
      size: String(size),
      free: String(free),
      minimum: null,
    })),
  fc
    .record({
      percent: decimals,
      fixed: decimals,
      freeEvents: fc.option(fc.integer({ min: 0, max: 2 })),
      freeValue: fc.option(decimals),
      least: fc.option(fc.constant('1.5')),
      most: fc.option(fc.constant('900')),
    })
    .map((rest) => ({ model: 'percentage', minimum: null, ...rest })),
  matrices,
) as fc.Arbitrary<Price>; // each of the kinds above

/** Where something is sold; nothing but a matrix asks. */
export const dimensions: fc.Arbitrary<Dimensions> = fc.record({ region: fc.constantFrom(...REGIONS) });
