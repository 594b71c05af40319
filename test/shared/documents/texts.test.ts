import { describe, expect, test } from 'vitest';
import { filled } from '../../../shared/documents/filled.ts';
import { DOCUMENT_LANGUAGES, textsFor } from '../../../shared/documents/texts/texts.ts';

describe('the catalogue of texts', () => {
  test.each(DOCUMENT_LANGUAGES)('%s fills the same places as English', (language) => {
    expect(placesOf(textsFor(language).texts)).toEqual(placesOf(textsFor('en').texts));
  });

  test.each([
    ['de', 'de-DE'],
    ['de-AT', 'de-AT'],
    ['DE_ch', 'de-CH'],
    ['de-Latn-LI', 'de-LI'],
    ['fr-FR-u-nu-arab', 'fr-FR'],
    ['ar-EG', 'en-GB'],
    ['deutsch', 'en-GB'],
    ['', 'en-GB'],
  ])('%j is written as in %s', (tag, locale) => {
    expect(textsFor(tag).locale).toBe(locale);
  });

  test('the English of sellers in the United States fills the same places, and names no VAT where they charge tax', () => {
    const { texts } = textsFor('en', 'US');

    expect(placesOf(texts)).toEqual(placesOf(textsFor('en').texts));
    const { taxRate, tax, note, taxContained, grossPrices, accountingTax, allowance, charge } = texts;
    const told = [taxRate, tax.S, tax.Z, tax.E, tax.O, note.E, note.O, taxContained, grossPrices];
    expect([...told, accountingTax, allowance, charge].filter((text) => text?.includes('VAT'))).toEqual([]);
  });

  test.each([
    ['en', 'US', 'en-US'],
    ['ar-EG', 'US', 'en-US'],
    ['en-CA', 'US', 'en-CA'],
    ['de', 'US', 'de-DE'],
    ['en', 'DE', 'en-GB'],
  ])('%j of a seller in %s is written as in %s', (tag, seller, locale) => {
    expect(textsFor(tag, seller).locale).toBe(locale);
  });

  test('what fills a place is not itself searched for places', () => {
    expect(filled('{a} and {b}', { a: '{b}', b: '$&' })).toBe('{b} and $&');
  });
});

function placesOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, text]: [string, unknown]) => {
    if (typeof text === 'object' && text !== null) return placesOf(text, `${path}${key}.`);
    return (
      String(text)
        .match(/\{[a-z]+\}/g)
        ?.sort()
        .map((place) => `${path}${key} ${place}`) ?? []
    );
  });
}
