import { describe, expect, it } from 'vitest';
import { currencyAsked, exponentOf, isCurrency, isCurrencyOn } from '../../../shared/kernel/currencies.ts';

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

  it.each([
    ['BGN', '2025-12-31', '2026-01-01'],
    ['HRK', '2022-12-31', '2023-01-01'],
  ])('%s was one until %s and is named as withdrawn since', (code, last, next) => {
    expect(isCurrencyOn(code, last)).toBe(true);
    expect(isCurrencyOn(code, next)).toBe(false);
    expect(currencyAsked(code)).toContain(`${code} was withdrawn after ${last}`);
  });

  it('that is active is one on any day, and what never was one is named as none', () => {
    expect(isCurrencyOn('EUR', '2030-01-01')).toBe(true);
    expect(isCurrencyOn('DEM', '1999-01-01')).toBe(false);
    expect(currencyAsked('DEM')).toBe('must be an active ISO 4217 code');
  });
});
