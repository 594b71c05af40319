import { describe, expect, test } from 'vitest';
import { toEn16931 } from '../../../shared/documents/en16931/derive.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { TaxCategory } from '../../../shared/documents/model.ts';
import { accountingTaxNote, taxNote } from '../../../shared/documents/tax-notes.ts';
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

  expect(of('FR')).toContain('art. 293 B du CGI');
  expect(of('PL')).toContain('2006/112/EC');
});

test("the seller's own words go before ours, and stand on the document once", () => {
  const taxes = [{ category: 'E' as const, rate: '0', baseMinor: 50_000n, taxMinor: 0n }];
  const content = freeze({ ...INVOICE, taxes, smallBusiness: { text: 'No tax & no trouble.' } });

  expect(content.notes).toEqual(['No tax & no trouble.']);
});

describe('the VAT in accounting currency', () => {
  const accountingTax = {
    ...{ currency: 'EUR', taxMinor: 123_456n, rate: '1.0823', quotation: 'indirect' as const },
    ...{ ratedOn: '2026-11-20', source: 'ECB' },
  };
  const said: Readonly<Record<string, string>> = {
    en: 'VAT in accounting currency: EUR 1,234.56. Exchange rate of 20 November 2026 (ECB): 1 EUR = 1.0823 USD.',
    de: 'Umsatzsteuer in Buchwährung: 1.234,56 EUR. Wechselkurs vom 20. November 2026 (ECB): 1 EUR = 1,0823 USD.',
    fr: 'TVA en monnaie de comptabilité : 1 234,56 EUR. Taux de change du 20 novembre 2026 (ECB) : 1 EUR = 1,0823 USD.',
    es: 'IVA en la moneda de contabilización: 1.234,56 EUR. Tipo de cambio de 20 de noviembre de 2026 (ECB): 1 EUR = 1,0823 USD.',
    it: 'IVA nella valuta di contabilizzazione: 1.234,56 EUR. Tasso di cambio del 20 novembre 2026 (ECB): 1 EUR = 1,0823 USD.',
    nl: 'Btw in de boekhoudvaluta: EUR 1.234,56. Wisselkoers van 20 november 2026 (ECB): 1 EUR = 1,0823 USD.',
  };

  test.each(DOCUMENT_LANGUAGES)(
    'is printed in %s with its rate, day and source, and told to machines',
    (language) => {
      const model = { ...INVOICE, language, currency: 'USD', accountingTax };
      const [note] = freeze(model).notes.slice(-1);

      expect(note?.replaceAll(/\s/gu, ' ')).toBe(said[language]);
      expect(toEn16931(model, 'RE-1').notes.at(-1)).toBe(note);
    },
  );

  test('at a direct quotation tells what one unit of the invoice costs', () => {
    const { texts, locale } = textsFor('en');
    const rated = { ...accountingTax, rate: '0.9240', quotation: 'direct' as const };
    const note = accountingTaxNote(
      { currency: 'USD', accountingTax: rated },
      { texts, style: { locale, currency: 'USD' } },
    );

    expect(note).toContain('1 USD = 0.924 EUR');
  });
});
