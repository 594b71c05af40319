import { describe, expect, it } from 'vitest';
import { exponentOf, isCurrency } from '../../../shared/kernel/currencies.ts';

describe('a currency', () => {
  it.each([
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['XAF', 0],
    ['EUR', 2],
    ['USD', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['MRU', 2],
    ['XCG', 2],
    ['ZWG', 2],
    ['KWD', 3],
    ['BHD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
  ])('%s has %s places', (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
    expect(isCurrency(code)).toBe(true);
  });

  it.each([
    '',
    'eur',
    'EURO',
    'XXX',
    'XTS',
    'XAU',
    'XDR',
    'DEM',
    'HRK',
    'BGN',
    'ANG',
    'toString',
    '__proto__',
  ])('%j is none that is traded in', (code) => {
    expect(exponentOf(code)).toBeUndefined();
    expect(isCurrency(code)).toBe(false);
  });
});
