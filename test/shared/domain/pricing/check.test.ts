import { describe, expect, it } from 'vitest';
import {
  boundsWhereMoreCostsLess,
  refusedAmount,
  refusedPrice,
  refusedTiers,
} from '../../../../shared/domain/pricing/check.ts';
import type { Price } from '../../../../shared/domain/pricing/models.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';

const step = (upTo: string | null, above: string | null = null) => ({ above, upTo, unit: '1', flat: '0' });

describe('a table of tiers', () => {
  it.each([
    ['whose steps follow each other', [step('10', '0'), step('20', '10'), step(null, '20')]],
    ['that leaves out where steps begin', [step('0.5'), step('20'), step(null)]],
    ['that ends', [step('10')]],
  ])('%s is good', (_, tiers) => {
    expect(refusedTiers(tiers, '#/prices/0')).toBeUndefined();
  });

  it.each([
    ['price.tier_gap', 'leaves quantities out', [step('10'), step('20', '11')], 1],
    ['price.tier_gap', 'does not begin at nought', [step('10', '1')], 0],
    ['price.tier_overlap', 'prices quantities twice', [step('10'), step('20', '9')], 1],
    ['price.tier_overlap', 'falls', [step('10'), step('10')], 1],
    ['price.tier_overlap', 'goes on behind its end', [step(null), step('10')], 1],
  ])('is refused with %s where it %s', (code, _, tiers, index) => {
    expect(refusedTiers(tiers, '#/prices/0')).toMatchObject({
      refusal: { code, pointer: `#/prices/0/tiers/${index}` },
    });
  });
});

describe('a price', () => {
  it('in a currency that nobody knows is refused', () => {
    expect(refusedPrice(perUnit('1'), { currency: 'XXY', pointer: '#' })).toMatchObject({
      refusal: { code: 'price.currency_unknown' },
    });
  });

  it('whose least is above its most is refused', () => {
    const price: Price = {
      model: 'percentage',
      percent: '1',
      fixed: '0',
      freeEvents: null,
      freeValue: null,
      least: '2',
      most: '1',
      minimum: null,
    };

    expect(refusedPrice(price, { currency: 'EUR', pointer: '#' })).toMatchObject({
      refusal: { code: 'price.bounds_crossed' },
    });
  });

  it('by volume tells the bounds behind which more costs less', () => {
    const tiers = [
      { upTo: '100', unit: '2', flat: '10' },
      { upTo: '200', unit: '1', flat: '0' },
      { upTo: null, unit: '0.5', flat: '150' },
    ];
    const rules = { flatAtZero: 'charge', fraction: 'exact_bound', minimum: null } as const;

    expect(boundsWhereMoreCostsLess({ model: 'volume', tiers, ...rules })).toEqual(['100']);
    expect(boundsWhereMoreCostsLess({ model: 'graduated', tiers, ...rules })).toEqual([]);
  });

  it.each([
    ['order.amount_too_large', perUnit('999999999999'), '999999999999', 'EUR'],
    ['price.currency_unknown', perUnit('1'), '1', 'XXY'],
  ])('refuses an amount with %s', (code, price, quantity, currency) => {
    expect(refusedAmount(price, { quantity, currency })).toMatchObject({ refusal: { code } });
  });
});
