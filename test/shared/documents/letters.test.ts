import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { documentAssets } from '../../../shared/documents/assets.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import { checkLetters } from '../../../shared/documents/letters.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { prepared } from '../../../shared/documents/prepared.ts';
import { DOCUMENT_LANGUAGES, textsFor } from '../../../shared/documents/texts/texts.ts';
import { isCountry } from '../../../shared/kernel/countries.ts';
import { missingLetters, PRINTED_RANGES } from '../../../shared/kernel/letters.ts';
import { CREDIT_NOTE, HOURS, INVOICE } from './sample.ts';

const REPLACEMENT = 0xfffd;
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

type Parsed = {
  readonly characterSet: readonly number[];
  hasGlyphForCodePoint(codePoint: number): boolean;
};

/** Ranges of the code points that pdfkit finds a glyph for, as the table writes them. */
function rangesOf(bytes: Uint8Array): string {
  const document: unknown = new PDFDocument({ font: bytes as unknown as string, autoFirstPage: false }); // the types know paths alone
  const { font } = (document as { readonly _font: { readonly font: Parsed } })._font; // what pdfkit's font() leaves behind
  const codes = font.characterSet.filter((code) => font.hasGlyphForCodePoint(code) && code !== REPLACEMENT);
  const ranges: [first: number, last: number][] = [];
  for (const code of codes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }

  return ranges
    .map(([first, last]) => [...new Set([first, last])].map((code) => code.toString(16)).join('-'))
    .join(' ');
}

describe('the table of letters', () => {
  const { regular, bold } = documentAssets();

  test.each([
    ['regular', regular],
    ['bold', bold],
  ])('is what the %s font has glyphs for, but for the replacement sign', (_weight, font) => {
    expect(PRINTED_RANGES.replaceAll(/\s+/g, ' ')).toBe(rangesOf(font));
  });
});

test('our own words and the names of all countries can be printed in every language of documents', () => {
  for (const language of DOCUMENT_LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    const countries = LETTERS.flatMap((a) => LETTERS.map((b) => a + b))
      .filter(isCountry)
      .map((country) => names.of(country));

    expect(missingLetters(JSON.stringify([textsFor(language), countries]))).toEqual([]);
  }
});

/** The model with a letter that cannot be printed in one of its texts. */
const FOREIGN = ' 灯';
const { seller, buyer } = INVOICE;
const share = {
  code: null,
  percent: null,
  baseMinor: 0n,
  amountMinor: 0n,
  category: 'S',
  rate: '19',
} as const;
const deducted = { issueDate: '2026-11-01', netMinor: 0n, taxMinor: 0n, grossMinor: 0n };
const TEXTS: readonly (readonly [field: string, change: Partial<DocumentModel>])[] = [
  ['BT-27', { seller: { ...seller, name: `x${FOREIGN}` } }],
  ['BG-5', { seller: { ...seller, address: ['Street', `x${FOREIGN}`] } }],
  ['BT-32', { seller: { ...seller, taxNumber: `x${FOREIGN}` } }],
  ['BT-33', { seller: { ...seller, footer: ['Register', `x${FOREIGN}`] } }],
  ['BT-41', { seller: { ...seller, contact: { name: `x${FOREIGN}`, phone: '123' } } }],
  ['BT-44', { buyer: { ...buyer, name: `x${FOREIGN}` } }],
  ['BG-8', { buyer: { ...buyer, address: [`x${FOREIGN}`] } }],
  ['BT-46', { buyer: { ...buyer, taxNumber: `x${FOREIGN}` } }],
  ['BT-10', { buyerReference: `x${FOREIGN}` }],
  ['BT-13', { orderReference: `x${FOREIGN}` }],
  ['BT-120', { smallBusiness: { text: `x${FOREIGN}` } }],
  ['BG-25[2]/BT-153', { lines: [HOURS, { ...HOURS, description: `x${FOREIGN}` }] }],
  ['BG-25[1]/BT-130', { lines: [{ ...HOURS, unit: `x${FOREIGN}` }] }],
  ['BG-20/21[1]/BT-97', { reductions: [{ ...share, isCharge: false, reason: `x${FOREIGN}` }] }],
  ['BG-20/21[1]/BT-104', { reductions: [{ ...share, isCharge: true, reason: `x${FOREIGN}` }] }],
  ['BT-25', { deducts: [{ ...deducted, number: `x${FOREIGN}` }] }],
  [
    'BT-22',
    {
      accountingTax: {
        ...{ currency: 'PLN', taxMinor: 0n, rate: '4.2', quotation: 'direct', ratedOn: '2026-11-20' },
        source: `x${FOREIGN}`,
      },
    },
  ],
];

const RICH: DocumentModel = {
  ...INVOICE,
  ...{
    seller: { ...seller, contact: { name: 'Desk', phone: '+49 30 1' } },
    buyer: { ...buyer, taxNumber: '1' },
  },
  ...{ orderReference: 'PO', buyerReference: 'R', smallBusiness: { text: 'Small' } },
  reductions: [{ ...share, isCharge: true, reason: 'Freight' }],
  deducts: [{ ...deducted, number: 'D-1' }],
  accountingTax: {
    ...{ currency: 'PLN', taxMinor: 0n, rate: '4.2', quotation: 'direct', ratedOn: '2026-11-20' },
    source: 'ECB',
  },
  lines: [{ ...HOURS, unit: 'lamp', subscription: 'Room' }],
  taxes: [{ category: 'E', rate: '0', baseMinor: 0n, taxMinor: 0n }],
};

/** What is written in codes that the contracts check letter by letter. */
const CODED: readonly string[] = ['kind', 'country', 'iban', 'bic', 'category'];

/** Where in a value texts stand. */
function pathsIn(value: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return [above];
  if (typeof value !== 'object' || value === null) return [];

  return Object.entries(value).flatMap(([key, each]) =>
    CODED.includes(key) ? [] : pathsIn(each, [...above, key]),
  );
}

function withForeign(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return `${String(value)}${FOREIGN}`;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? (Object.assign([], value) as unknown as Record<string, unknown>) // keys of a list are texts too
    : { ...(value as Record<string, unknown>) }; // the path leads through it

  copy[key] = withForeign(copy[key], rest);
  return copy;
}

/** Whether freezing lets the letter through; what is no date, decimal or currency any more is a fault. */
function isPrinted(model: DocumentModel): boolean {
  try {
    return JSON.stringify(freeze(model)).includes(FOREIGN.trim());
  } catch {
    return false;
  }
}

describe('a letter that cannot be printed', () => {
  test.each(TEXTS)('is found at %s and named in English and in German', (field, change) => {
    const found = checkLetters({ ...INVOICE, ...change });

    expect(found).toMatchObject([
      { rule: 'CH-LETTERS', severity: 'fatal', class: 'content', field, value: '灯 (U+706F)' },
    ]);
    expect(found[0]?.message).toEqual({
      en: expect.stringContaining('fonts of our documents'),
      de: expect.stringContaining('Schriften unserer Belege'),
    });
  });

  test('is found wherever it would get into print', () => {
    const inPrint = pathsIn(RICH).filter((path) => isPrinted(withForeign(RICH, path) as DocumentModel)); // of the same form
    const missed = inPrint.filter(
      (path) => checkLetters(withForeign(RICH, path) as DocumentModel).length === 0,
    ); // see above

    expect(inPrint.length).toBeGreaterThan(20);
    expect(missed).toEqual([]);
  });

  test('keeps a new invoice, a self-billed and a corrected one from their numbers: document.not_compliant names the field', () => {
    const { corrects } = CREDIT_NOTE;
    for (const type of [undefined, 'self_billed', 'corrected'] as const) {
      const model = {
        ...INVOICE,
        ...(type && { type }),
        ...(type === 'corrected' && { corrects }),
        buyer: { ...buyer, name: `Reader${FOREIGN}` },
      };

      expect(prepared(model)).toMatchObject({
        ok: false,
        refusal: { code: 'document.not_compliant', message: 'CH-LETTERS at BT-44' },
      });
    }
  });

  test('does not keep what was charged from being taken back, and is told to whoever looks', () => {
    const note = prepared({ ...CREDIT_NOTE, buyer: { ...buyer, name: `Reader${FOREIGN}` } });

    expect(note.ok && note.value.examined.findings).toContainEqual(
      expect.objectContaining({ rule: 'CH-LETTERS-KEPT', severity: 'warning', field: 'BT-44' }),
    );
  });
});
