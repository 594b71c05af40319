import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentBytes, contentHash } from '../../../shared/documents/content.ts';
import { toEn16931 } from '../../../shared/documents/en16931/derive.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { DocumentModel, TaxCategory } from '../../../shared/documents/model.ts';
import { DOCUMENT_LANGUAGES } from '../../../shared/documents/texts/texts.ts';
import { CREDIT_NOTE, HOURS, INVOICE } from './sample.ts';

const amounts = fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n });
const decimals = fc
  .tuple(fc.nat({ max: 999_999_999 }), fc.array(fc.nat({ max: 9 }), { maxLength: 12 }))
  .map(([whole, places]) => (places.length === 0 ? `${whole}` : `${whole}.${places.join('')}`));
const dates = fc
  .date({ min: new Date('2000-01-02'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const texts = fc.string({ unit: 'binary', maxLength: 60 });
const optional = fc.option(texts, { nil: null });
const categories = fc.constantFrom<TaxCategory>('S', 'Z', 'E', 'AE', 'K', 'G', 'O');

const models: fc.Arbitrary<DocumentModel> = fc
  .record({
    language: fc.oneof(
      fc.constantFrom(...DOCUMENT_LANGUAGES, 'de-AT', 'fr-CH', 'pl', 'ar-u-nu-arab', ''),
      texts,
    ),
    currency: fc.constantFrom('EUR', 'JPY', 'HUF', 'KWD', 'CLF'),
    name: texts,
    address: fc.array(texts, { maxLength: 4 }),
    reference: optional,
    issueDate: dates,
    dueDate: fc.option(dates, { nil: null }),
    line: fc.record({
      description: texts,
      quantity: decimals,
      unit: optional,
      unitPrice: decimals,
      netMinor: amounts,
    }),
    category: categories,
    grossMinor: amounts,
  })
  .map(({ name, address, reference, line, category, ...rest }) => ({
    ...INVOICE,
    ...rest,
    buyer: { ...INVOICE.buyer, name, address, vatId: reference },
    orderReference: reference,
    lines: [{ ...HOURS, ...line, category }],
    taxes: [{ category, rate: '0', baseMinor: line.netMinor, taxMinor: 0n }],
  }));

describe('freezing', () => {
  test('the same document frozen twice has the same bytes, and JSON keeps all of it', () => {
    fc.assert(
      fc.property(models, (model) => {
        const content = freeze(model);

        expect(contentBytes(freeze(structuredClone(model)))).toEqual(contentBytes(content));
        expect(JSON.parse(JSON.stringify(content))).toEqual(content);
        expect(contentHash(JSON.parse(JSON.stringify(content)))).toBe(contentHash(content));
      }),
    );
  });

  test('freezing leaves the model as it was', () => {
    const before = structuredClone(INVOICE);

    freeze(INVOICE);

    expect(INVOICE).toEqual(before);
  });

  test('every figure is there twice, to count with and as printed', () => {
    const content = freeze({ ...INVOICE, language: 'de' });

    expect(content.total).toEqual({ label: 'Rechnungsbetrag', value: '226.00', text: '226,00\u00a0EUR' });
    expect(content.lines.map(({ net, running }) => [net.value, running.text])).toEqual([
      ['100.00', '100,00'],
      ['100.00', '200,00'],
    ]);
    expect(content.lines[0]?.quantity).toEqual({ value: '2', text: '2 Stunden' });
  });

  test('a service period is printed with its last day, which its end is not', () => {
    const content = freeze({
      ...INVOICE,
      lines: [{ ...HOURS, period: { start: '2026-11-01', end: '2026-12-01' } }],
    });

    expect(content.lines[0]?.details).toEqual(['Service period: 1 Nov 2026 – 30 Nov 2026']);
  });

  test('a discount is printed beneath its line', () => {
    const content = freeze({ ...INVOICE, lines: [{ ...HOURS, discountMinor: 500n, netMinor: 9_500n }] });

    expect(content.lines[0]?.details).toEqual(['Discount: \u2212EUR\u00a05.00']);
  });

  test.each(DOCUMENT_LANGUAGES)(
    'a credit note over a part never says that the invoice is gone, in %s',
    (language) => {
      const corrects = { number: 'INV-1', date: '2026-11-23' };
      const whole = freeze({ ...CREDIT_NOTE, language, corrects });
      const part = freeze({ ...CREDIT_NOTE, language, corrects: { ...corrects, isPart: true } });

      expect(part.corrects?.text).toContain('INV-1');
      expect(part.corrects?.text).not.toBe(whole.corrects?.text);
    },
  );

  test.each(DOCUMENT_LANGUAGES)(
    'a credit note says why it was written, on paper and in XML, in %s',
    (language) => {
      const told = ['returned', 'wrong'].map((reason) => {
        const corrects = { number: 'INV-1', date: '2026-11-23', reason };
        const model = { ...CREDIT_NOTE, language, corrects };
        const text = freeze(model).corrects?.text ?? '';
        const [note = ''] = toEn16931(model, 'CN-1').notes;

        expect(text.endsWith(` ${note}`)).toBe(true);
        return note;
      });

      expect(new Set(told).size).toBe(2);
    },
  );

  test('a credit note of old, or for a reason without words, says nothing of why', () => {
    const corrects = { number: 'INV-1', date: '2026-11-23', reason: 'toString' };

    expect(freeze({ ...CREDIT_NOTE, corrects }).corrects?.text).toBe(
      'This credit note takes back invoice INV-1 of 23 November 2026.',
    );
    expect(toEn16931(CREDIT_NOTE, 'CN-1').notes).toEqual([]);
  });

  test('a credit note names the invoice it takes back and asks for no payment', () => {
    const content = freeze(CREDIT_NOTE);

    expect(content.corrects?.text).toBe(
      'This credit note takes back invoice INV-2026-00041 of 23 November 2026.',
    );
    expect(content.terms).toBe('We credit you EUR\u00a0226.00.');
    expect(content.payment).toBeNull();
  });

  test('a seller in the United States charges sales tax, and writes days and amounts as people there do', () => {
    const seller = { ...INVOICE.seller, country: 'US' };
    const content = freeze({ ...INVOICE, currency: 'USD', seller });

    expect(content.columns.taxRate).toBe('Tax');
    expect(content.taxes.map(({ label }) => label)).toContain('Sales tax 19%');
    expect(content.issueDate.text).toBe('November 23, 2026');
    expect(content.total.text).toBe('USD\u00a0226.00');
  });

  test('an invoice over nothing asks for nothing', () => {
    const content = freeze({ ...INVOICE, grossMinor: 0n });

    expect([content.terms, content.payment]).toEqual(['There is nothing to pay.', null]);
  });

  test('a reverse charge is said in words once, however many rows it has', () => {
    const row = { category: 'AE', rate: '0', baseMinor: 100n, taxMinor: 0n } as const;

    const content = freeze({ ...INVOICE, language: 'de', taxes: [row, { ...row, rate: '0.0' }] });

    expect(content.notes).toEqual(['Steuerschuldnerschaft des Leistungsempfängers']);
  });

  test('the number is nowhere in it, since it is given later', () => {
    expect(JSON.stringify(freeze(INVOICE))).not.toContain('INV-');
  });
});

test('allowances and charges stand between the sum of the lines and the net, each with its rate', () => {
  const share = {
    reason: 'Gutschein',
    code: '95',
    percent: null,
    baseMinor: 10_000n,
    category: 'S',
  } as const;
  const reductions = [
    { ...share, isCharge: false, amountMinor: 1_000n, rate: '19' },
    { ...share, isCharge: true, reason: 'Fracht', code: 'FC', amountMinor: 490n, rate: '7' },
  ];

  const content = freeze({ ...INVOICE, language: 'de', reductions, netMinor: 19_490n });

  expect(content.reductions).toEqual({
    lines: { label: 'Summe der Positionen', value: '200.00', text: '200,00' },
    rows: [
      { label: 'Nachlass: Gutschein (USt. 19\u00a0%)', value: '-10.00', text: '−10,00' },
      { label: 'Zuschlag: Fracht (USt. 7\u00a0%)', value: '4.90', text: '4,90' },
    ],
  });
  expect(content.net.text).toBe('194,90');
  expect(freeze(INVOICE)).not.toHaveProperty('reductions');
});
