import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paidOf, priceQuantity } from '../../../../shared/domain/pricing/amounts.ts';
import type { Price, Tier, TierFraction } from '../../../../shared/domain/pricing/models.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { fromDecimal, toDecimal } from '../../../../shared/kernel/rational.ts';

const SEED = 20_261_123;

const tier = (upTo: string | null, unit: string, flat = '0'): Tier => ({ upTo, unit, flat });
const table = (model: 'graduated' | 'volume', tiers: readonly Tier[], more: Partial<Price> = {}) =>
  ({ model, tiers, flatAtZero: 'charge', fraction: 'exact_bound', minimum: null, ...more }) as Price; // one of the two tables

/** To 10 at 10 each and 2 flat, to 20 at 5 each and 3 flat, and beyond at 1. */
const GRADUATED = table('graduated', [tier('10', '10', '2'), tier('20', '5', '3'), tier(null, '1')]);
/** To 100 at 2 each and 10 flat, to 200 at 1 each, above at 0.5 and 50 flat. */
const VOLUME = table('volume', [tier('100', '2', '10'), tier('200', '1'), tier(null, '0.5', '50')]);
const STAIRS = table('graduated', [
  tier('5', '0', '100'),
  tier('10', '0', '50'),
  tier('15', '5'),
  tier(null, '1'),
]);
const PACKAGE: Price = { model: 'package', amount: '100', size: '10', free: '0', minimum: null };
const PERCENTAGE: Price = {
  model: 'percentage',
  percent: '1.3',
  fixed: '2.00',
  freeEvents: 3,
  freeValue: '250',
  least: null,
  most: null,
  minimum: null,
};

const costs = (price: Price, quantity: string, events?: readonly string[]) => {
  const isSplit = events !== undefined && price.model === 'percentage';
  const priced = priceQuantity(
    price,
    quantity,
    isSplit ? { paid: paidOf(price, events.map(fromDecimal)) } : {},
  );

  return priced.ok ? toDecimal(priced.value.total, 12) : priced.refusal.code;
};

describe('a graduated price', () => {
  it.each([
    ['0', '2'],
    ['1', '12'],
    ['10', '102'],
    ['11', '110'],
    ['12', '115'],
    ['20', '155'],
    ['0.5', '7'],
  ])('charges each slice at its own rate: %s cost %s', (quantity, cost) => {
    expect(costs(GRADUATED, quantity)).toBe(cost);
  });

  it('adds the flat part of each tier that is reached', () => {
    expect(costs(STAIRS, '22')).toBe('182');
  });

  it('charges nothing for nothing where the first flat part is skipped at nought', () => {
    const skipped = table('graduated', [tier(null, '10', '2')], { flatAtZero: 'skip' } as Partial<Price>); // a rule of tables

    expect([costs(skipped, '0'), costs(skipped, '1')]).toEqual(['0', '12']);
  });

  it('that ends is refused beyond its end by name', () => {
    const ends = table('graduated', [tier('10', '1')]);

    expect([costs(ends, '10'), costs(ends, '10.000001')]).toEqual(['10', 'price.quantity_beyond_tiers']);
  });

  it('never costs less for more', () => {
    const quantities = fc.integer({ min: 0, max: 40_000 });

    fc.assert(
      fc.property(quantities, quantities, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const cost = (thousandths: number) => Number(costs(GRADUATED, (thousandths / 1_000).toString()));

        expect(cost(low)).toBeLessThanOrEqual(cost(high));
      }),
      { seed: SEED },
    );
  });
});

describe('a volume price', () => {
  it.each([
    ['1', '12'],
    ['100', '210'],
    ['101', '101'],
    ['200', '200'],
    ['300', '200'],
    ['100.5', '100.5'],
  ])('charges every unit at the rate that was reached: %s cost %s', (quantity, cost) => {
    expect(costs(VOLUME, quantity)).toBe(cost);
  });

  it.each<[TierFraction, string]>([
    ['exact_bound', '100.5'],
    ['whole_units', '211'],
    ['rounded_up', '100.5'],
  ])('puts a fraction above a bound by the rule %s: 100.5 cost %s', (fraction, cost) => {
    const ruled = { ...VOLUME, fraction } as Price; // the same table under another rule

    expect(costs(ruled, '100.5')).toBe(cost);
  });
});

describe('a price by package', () => {
  it.each([
    ['0', '121', '1300'],
    ['10', '121', '1200'],
    ['200', '121', '0'],
    ['0', '120', '1200'],
    ['0', '120.000001', '1300'],
  ])('with %s units free charges a block that is begun as a whole: %s cost %s', (free, quantity, cost) => {
    expect(costs({ ...PACKAGE, free }, quantity)).toBe(cost);
  });
});

describe('a percentage', () => {
  it('leaves events free until their number or their value is used up, and charges a fixed part for each paid one', () => {
    expect(costs(PERCENTAGE, '800', ['50', '100', '250', '400'])).toBe('11.15');
  });

  it('is never less than its least and never more than its most', () => {
    const bounded: Price = {
      ...PERCENTAGE,
      freeEvents: null,
      freeValue: null,
      fixed: '0',
      least: '1',
      most: '20',
    };

    expect([costs(bounded, '10'), costs(bounded, '1000'), costs(bounded, '10000')]).toEqual([
      '1',
      '13',
      '20',
    ]);
  });
});

describe('a minimum commitment', () => {
  it('tops up what the quantity comes to, and is not added to what exceeds it', () => {
    const price: Price = { ...perUnit('2.50'), minimum: '100' };

    const below = priceQuantity(price, '12');
    const above = priceQuantity(price, '41');

    expect(below.ok && [toDecimal(below.value.total, 2), toDecimal(below.value.toppedUp, 2)]).toEqual([
      '100',
      '70',
    ]);
    expect(above.ok && [toDecimal(above.value.total, 2), toDecimal(above.value.toppedUp, 2)]).toEqual([
      '102.5',
      '0',
    ]);
  });
});

describe('a price', () => {
  it('that is flat is the same for every quantity', () => {
    const flat: Price = { model: 'flat', amount: '49.90', minimum: null };

    expect([costs(flat, '0.1'), costs(flat, '999')]).toEqual(['49.9', '49.9']);
  });

  it('of one unit is exact to the twelfth decimal of a fractional quantity', () => {
    expect(costs(perUnit('0.000000000001'), '0.5')).toBe('0.000000000001');
    expect(costs(perUnit('0.1'), '0.3')).toBe('0.03');
  });
});
