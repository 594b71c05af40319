import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentAssets } from '../../../shared/documents/assets.ts';
import type { FrozenContent } from '../../../shared/documents/content.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { payloadOf } from '../../../shared/documents/payment-code.ts';
import { renderPdf } from '../../../shared/documents/pdf.ts';
import { DOCUMENT_LANGUAGES } from '../../../shared/documents/texts/texts.ts';
import { CAN_RASTERISE, codeIn, scanned } from './code-reader.ts';
import { readPdf } from './pdf-reader.ts';
import { CREDIT_NOTE, INVOICE } from './sample.ts';

const FONTS = documentAssets();
const NUMBER = 'INV-2026-00042';
const PAYLOAD = [
  'BCD',
  '002',
  '1',
  'SCT',
  '',
  'Nordlicht Werkstätten GmbH & Co. KG',
  'DE89370400440532013000',
  'EUR226.00',
  '',
  '',
  'INV-2026-00042',
].join('\n');
const SWISS = { iban: 'CH9300762011623852957', bic: 'POFICHBEXXX', holder: 'Alpenlicht AG' };

describe('the code on an invoice in euro', () => {
  test('says the transfer in the words of EPC069-12, with the number as its text', () => {
    expect(payloadFor(INVOICE)).toBe(PAYLOAD);
  });

  test('names the bank only outside the European Economic Area', () => {
    expect(payloadFor({ ...INVOICE, bank: SWISS })?.split('\n')[4]).toBe('POFICHBEXXX');
    expect(payloadFor({ ...INVOICE, bank: { ...SWISS, bic: null } })).toBeNull();
  });

  test.each([
    ['one cent', 1n, 'EUR0.01'],
    ['the most that SEPA transfers', 99_999_999_999n, 'EUR999999999.99'],
  ])('asks for %s to the cent', (_what, grossMinor, amount) => {
    expect(payloadFor({ ...INVOICE, grossMinor })).toContain(`\n${amount}\n`);
  });

  test('cuts a name to the seventy characters that a transfer carries', () => {
    const holder = 'ü'.repeat(80);

    expect(payloadFor({ ...INVOICE, bank: { ...bankOf(INVOICE), holder } })).toContain(
      `\n${'ü'.repeat(70)}\n`,
    );
  });

  test('any name and number make a code within the guideline, or none', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 160 });
    fc.assert(
      fc.property(texts, texts, (holder, number) => {
        const { payment } = freeze({ ...INVOICE, bank: { ...bankOf(INVOICE), holder } });
        const payload = payment?.code ? payloadOf(payment.code, number) : null;

        expect(Buffer.byteLength(payload ?? '')).toBeLessThanOrEqual(331);
        if (payload !== null && !number.includes('\n')) expect(payload.split('\n')).toHaveLength(11);
      }),
    );
  });
});

describe('no code', () => {
  const none: readonly (readonly [string, DocumentModel])[] = [
    ['a credit note', CREDIT_NOTE],
    ['an invoice over nothing', { ...INVOICE, grossMinor: 0n }],
    ['a sum that SEPA does not transfer', { ...INVOICE, grossMinor: 100_000_000_000n }],
    ['another currency', { ...INVOICE, currency: 'CHF', bank: SWISS }],
    ['a seller without an account', { ...INVOICE, bank: null }],
    ['an account outside the SEPA area', withIban('BR1500000000000010932840814P2')],
    ['an account number whose check digits do not fit', withIban('DE88370400440532013000')],
    [
      'a Swiss QR-IBAN, which takes no text',
      { ...INVOICE, bank: { ...SWISS, iban: 'CH4431999123000889012' } },
    ],
    [
      'an amount that is collected by direct debit',
      {
        ...INVOICE,
        directDebit: { mandate: 'M-1', creditor: 'DE98ZZZ09999999999', iban: 'NL91ABNA0417164300' },
      },
    ],
  ];

  test.each(none)('is printed for %s', async (_what, model) => {
    expect(codeIn(await renderPdf(freeze(model), NUMBER, FONTS))).toBeNull();
  });

  test('is printed for a number longer than a transfer carries', async () => {
    expect(codeIn(await renderPdf(freeze(INVOICE), '9'.repeat(141), FONTS))).toBeNull();
  });

  test('is printed for what was frozen before there were codes', async () => {
    const { code: _, ...payment } = freeze(INVOICE).payment ?? {};
    const content = { ...freeze(INVOICE), payment } as FrozenContent; // a payment less its code

    expect(codeIn(await renderPdf(content, NUMBER, FONTS))).toBeNull();
  });
});

describe('the printed code', () => {
  test.each(DOCUMENT_LANGUAGES)('on a document in %s is read back to the same transfer', async (language) => {
    const pdf = await renderPdf(freeze({ ...INVOICE, language }), NUMBER, FONTS);

    expect(codeIn(pdf)).toBe(PAYLOAD);
  });

  test('is a figure that tells those who do not see it what it is, and where it lies', async () => {
    const { structure, pages } = readPdf(await renderPdf(freeze(INVOICE), NUMBER, FONTS));

    const alternative = 'QR code for a bank transfer of EUR 226.00 to Nordlicht Werkstätten GmbH & Co. KG';
    expect(utf16(structure)).toContain(alternative);
    expect(structure).toMatch(/\/S \/Figure\n\/Alt [\s\S]*?\/BBox \[[\d. ]+\]/);
    expect(pages.join()).toContain('Scan to pay');
  });

  test('still fits when it says as much as it may', async () => {
    const holder = 'ü'.repeat(70);
    const number = 'N'.repeat(140 - 28);
    const model = { ...INVOICE, bank: { ...bankOf(INVOICE), holder } };

    expect(codeIn(await renderPdf(freeze(model), number, FONTS))).toContain(number);
  });

  test.skipIf(!CAN_RASTERISE)('is read by a camera from the printed page', async () => {
    expect(scanned(await renderPdf(freeze(INVOICE), NUMBER, FONTS))).toBe(PAYLOAD);
  });
});

function payloadFor(model: DocumentModel): string | null {
  const code = freeze(model).payment?.code;
  return code === undefined ? null : payloadOf(code, NUMBER);
}

function bankOf({ bank }: DocumentModel): NonNullable<DocumentModel['bank']> {
  if (bank === null) throw new Error('the sample has an account');
  return bank;
}

function withIban(iban: string): DocumentModel {
  return { ...INVOICE, bank: { ...bankOf(INVOICE), iban } };
}

/** Texts of a PDF's structure are UTF-16, big end first; amounts hold spaces that do not break. */
function utf16(structure: string): string {
  return structure.replaceAll('\u0000', '').replaceAll('\u00a0', ' ');
}
