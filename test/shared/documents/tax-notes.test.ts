import { describe, expect, test } from 'vitest';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { TaxCategory } from '../../../shared/documents/model.ts';
import { taxNote } from '../../../shared/documents/tax-notes.ts';
import { DOCUMENT_LANGUAGES, textsFor } from '../../../shared/documents/texts/texts.ts';
import { INVOICE } from './sample.ts';

/** The words that the law of each language asks for, of which the sentence must hold the first. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AE: {
    en: 'Reverse charge',
    de: 'Steuerschuldnerschaft des Leistungsempfängers',
    fr: 'Autoliquidation',
    es: 'Inversión del sujeto pasivo',
    it: 'Inversione contabile',
    nl: 'Btw verlegd',
  },
  K: {
    en: 'intra-Community supply',
    de: 'innergemeinschaftliche Lieferung',
    fr: 'intracommunautaire',
    es: 'intracomunitaria',
    it: 'intracomunitaria',
    nl: 'Intracommunautaire levering',
  },
  G: {
    en: 'export',
    de: 'Ausfuhrlieferung',
    fr: 'Exportation',
    es: 'Exportación',
    it: 'Esportazione',
    nl: 'Uitvoer',
  },
};

describe.each(DOCUMENT_LANGUAGES)('in %s', (language) => {
  const { texts } = textsFor(language);

  test.each(Object.keys(WORDS))('category %s says the words of the law', (category) => {
    const note = taxNote(category as TaxCategory, INVOICE, texts); // the keys above

    expect(note).toContain(WORDS[category]?.[language]);
  });

  test('what bears tax needs no words, what bears none has some', () => {
    expect([taxNote('S', INVOICE, texts), taxNote('Z', INVOICE, texts)]).toEqual([null, null]);
    expect(taxNote('E', INVOICE, texts)).toBeTruthy();
    expect(taxNote('O', INVOICE, texts)).toBeTruthy();
  });

  test('a German small enterprise names its paragraph', () => {
    expect(taxNote('E', { ...INVOICE, smallBusiness: { text: null } }, texts)).toContain('§ 19 UStG');
  });
});

test('a small enterprise elsewhere names its own law, or the directive', () => {
  const { texts } = textsFor('en');
  const of = (country: string) =>
    taxNote('E', { seller: { ...INVOICE.seller, country }, smallBusiness: { text: null } }, texts);

  expect(of('FR')).toContain('293 B');
  expect(of('PL')).toContain('2006/112/EC');
});

test("the seller's own words go before ours, and stand on the document once", () => {
  const taxes = [{ category: 'E' as const, rate: '0', baseMinor: 50_000n, taxMinor: 0n }];
  const content = freeze({ ...INVOICE, taxes, smallBusiness: { text: 'No tax & no trouble.' } });

  expect(content.notes).toEqual(['No tax & no trouble.']);
});
