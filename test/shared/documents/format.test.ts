import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amountText,
  amountWithCurrency,
  dateText,
  percentText,
  priceText,
  quantityText,
} from '../../../shared/documents/format.ts';

const GERMAN = { locale: 'de-DE', currency: 'EUR' };
const ENGLISH = { locale: 'en-GB', currency: 'EUR' };

describe('amounts', () => {
  test.each([
    ['de-DE', 'EUR', 123_456_789n, '1.234.567,89'],
    ['en-GB', 'EUR', 123_456_789n, '1,234,567.89'],
    ['fr-FR', 'EUR', 123_456_789n, '1\u202f234\u202f567,89'],
    ['es-ES', 'EUR', 123_456n, '1.234,56'],
    ['de-DE', 'JPY', 1_234_567n, '1.234.567'],
    ['de-DE', 'HUF', 1_234_567n, '12.345,67'],
    ['de-DE', 'KWD', 1_234_567n, '1.234,567'],
    ['de-DE', 'CLF', 1_234_567n, '123,4567'],
    ['nl-NL', 'EUR', -5n, '\u22120,05'],
  ])('%s writes %s with the places of ISO 4217', (locale, currency, minor, text) => {
    expect(amountText(minor, { locale, currency })).toBe(text);
  });

  test('no digit is lost, however large the amount', () => {
    const all = fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n });

    fc.assert(
      fc.property(all, (minor) => {
        expect(BigInt(amountText(minor, ENGLISH).replace(/[^0-9]/g, ''))).toBe(minor);
      }),
    );
  });

  test('the currency is named by its code, where the language has it', () => {
    expect(amountWithCurrency(119_000n, ENGLISH)).toBe('EUR\u00a01,190.00');
    expect(amountWithCurrency(119_000n, GERMAN)).toBe('1.190,00\u00a0EUR');
  });

  test('a price keeps every place it was agreed with and at least those of the currency', () => {
    expect(priceText('50', GERMAN)).toBe('50,00');
    expect(priceText('0.000000000125', GERMAN)).toBe('0,000000000125');
    expect(priceText('12.500000', GERMAN)).toBe('12,50');
  });
});

describe('quantities and rates', () => {
  test.each([
    ['1', 'HUR', '1 Stunde'],
    ['2.5', 'HUR', '2,5 Stunden'],
    ['3', 'MON', '3 Monate'],
    ['4', 'C62', '4'],
    ['4', null, '4'],
    ['1200', 'Paletten', '1.200 Paletten'],
  ])('%s of %s is %s', (quantity, unit, text) => {
    expect(quantityText(quantity, unit, GERMAN)).toBe(text);
  });

  test('a rate keeps its places', () => {
    expect(percentText('5.5', GERMAN)).toBe('5,5\u00a0%');
    expect(percentText('19', ENGLISH)).toBe('19%');
  });
});

describe('dates', () => {
  test.each([
    ['en-GB', '29 February 2028', '29 Feb 2028'],
    ['de-DE', '29. Februar 2028', '29.02.2028'],
    ['fr-FR', '29 février 2028', '29 févr. 2028'],
  ])('%s writes the day in full and short', (locale, long, medium) => {
    expect(dateText('2028-02-29', { locale, currency: 'EUR' }, 'long')).toBe(long);
    expect(dateText('2028-02-29', { locale, currency: 'EUR' }, 'medium')).toBe(medium);
  });

  test('a day that is not on the calendar is a fault', () => {
    expect(() => dateText('2026-02-29', ENGLISH, 'long')).toThrow('a day that exists');
  });
});
