import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentAssets } from '../../../../shared/documents/assets.ts';
import { freeze } from '../../../../shared/documents/freeze.ts';
import type { DocumentLine, DocumentModel } from '../../../../shared/documents/model.ts';
import { type Page, pagesOf } from '../../../../shared/documents/pdf/layout.ts';
import { FOOT, LEFT, PAGE, RIGHT } from '../../../../shared/documents/pdf/look.ts';
import type { TextMark } from '../../../../shared/documents/pdf/marks.ts';
import { widthOf } from '../../../../shared/documents/pdf/setting.ts';
import { typefaceOf } from '../../../../shared/documents/pdf/typeface.ts';
import { HOURS, INVOICE, invoiceOf } from '../sample.ts';

const TYPEFACE = typefaceOf(documentAssets());
const HALF_A_POINT = 0.5;
const DESCENT = 3;

const words = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '<b>',
    '&amp;',
    'Überweisung',
    'Οδός',
    'вулиця',
    'مرحبا',
    '漢字',
    '😀',
    'e\u0301',
    '\u0000',
  ),
  fc.integer({ min: 1, max: 400 }).map((length) => 'W'.repeat(length)),
);
const lines: fc.Arbitrary<DocumentLine> = fc
  .record({
    description: fc.array(words, { maxLength: 400, size: 'max' }).map((parts) => parts.join(' ')),
    unit: fc.option(words, { nil: null }),
    unitPrice: fc.constantFrom('1', '0.000000000001', '999999999999.999999999999'),
    discountMinor: fc.constantFrom(0n, 1n, 999_999_999_999_999_999n),
    netMinor: fc.bigInt({ min: -999_999_999_999_999_999n, max: 999_999_999_999_999_999n }),
    isPeriodic: fc.boolean(),
  })
  .map(({ isPeriodic, ...line }) => ({
    ...HOURS,
    ...line,
    period: isPeriodic ? { start: '2026-01-01', end: '2026-02-01' } : null,
  }));
const models: fc.Arbitrary<DocumentModel> = fc
  .record({
    language: fc.constantFrom('en', 'de', 'fr', 'es', 'it', 'nl'),
    name: words,
    address: fc.array(words, { maxLength: 30 }),
    footer: fc.array(words, { maxLength: 30 }),
    orderReference: words,
    lines: fc.array(lines, { minLength: 1, maxLength: 12 }),
    taxRows: fc.integer({ min: 0, max: 80 }),
  })
  .map(({ name, address, footer, taxRows, ...rest }) => ({
    ...INVOICE,
    ...rest,
    seller: { ...INVOICE.seller, name, address, footer },
    buyer: { ...INVOICE.buyer, name, address },
    taxes: Array.from({ length: taxRows }, (_, rate) => {
      return { category: 'S', rate: String(rate), baseMinor: 100n, taxMinor: BigInt(rate) } as const;
    }),
  }));

describe('pages', () => {
  test('every line of any document is printed once, in its order', () => {
    fc.assert(
      fc.property(models, (model) => {
        const pages = printed(model);

        const positions = cellsOf(pages)
          .filter((cells) => cells.length >= 6)
          .map(([first]) => first?.text);
        expect(positions.slice(1, model.lines.length + 1)).toEqual(
          model.lines.map((_, index) => `${index + 1}`),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('no text of any document leaves its margins or runs into the foot', () => {
    fc.assert(
      fc.property(models, (model) => {
        for (const page of printed(model)) {
          const foot = footOf(page);
          const strays = textsOf(page).filter(
            (mark) => isAstray(mark) || (isBody(mark) && mark.y + DESCENT > foot),
          );
          expect(strays).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('each page that ends within the lines carries the sum of what was printed so far to the next', () => {
    const pages = printed(invoiceOf(490));

    let count = 0;
    for (const [index, page] of pages.slice(0, -1).entries()) {
      count += textsOf(page).filter(({ text }) => text.startsWith('Delivery ')).length;
      if (count === 490) break;
      expect(besides(page, 'Carried forward')).toBe(`${count}.00`);
      expect(besides(pages[index + 1] ?? [], 'Brought forward')).toBe(`${count}.00`);
    }
    expect(pages.length).toBeGreaterThan(12);
    expect(count).toBeGreaterThan(440);
  });

  test('each page has the heading of the columns, and its number', () => {
    const pages = printed(invoiceOf(60));

    expect(pages.map((page) => textsOf(page).filter(({ text }) => text === 'Unit price').length)).toEqual(
      pages.map(() => 1),
    );
    expect(pages.map((page) => textsOf(page).at(-1)?.text)).toEqual(
      pages.map((_, index) => `Page ${index + 1} of ${pages.length}`),
    );
  });

  test('a document of one page carries nothing', () => {
    expect(printed(INVOICE)).toHaveLength(1);
    expect(textsOf(printed(INVOICE).flat()).map(({ text }) => text)).not.toContain('Carried forward');
  });

  test('a description longer than a page goes on, and its amount is carried though it is not finished', () => {
    const description = Array.from({ length: 2_000 }, (_, index) => `word${index}`).join(' ');

    const pages = printed({ ...INVOICE, lines: [{ ...HOURS, description }] });

    expect(pages.length).toBeGreaterThan(2);
    expect(besides(pages[0] ?? [], 'Carried forward')).toBe('100.00');
    const text = textsOf(pages.flat())
      .map((mark) => mark.text)
      .join(' ');
    expect(text.match(/word\d+/g)).toHaveLength(2_000);
  });

  test('totals and how they are paid stand on one page, however many lines come before', () => {
    for (let count = 1; count <= 45; count += 1) {
      const model = invoiceOf(count);
      const { net, total, payment } = freeze(model);
      const pages = printed(model).map((page) => textsOf(page).map(({ text }) => text));

      const paying = pages.find((texts) => texts.includes(payment?.heading ?? '-'));
      expect({ count, texts: paying }).toEqual({
        count,
        texts: expect.arrayContaining([net.label, total.label]),
      });
    }
  });

  test('a Swiss payment part has the sentence of how to pay above it, however many lines come before', () => {
    for (let count = 1; count <= 45; count += 1) {
      const bank = { iban: 'CH4431999123000889012', bic: null, holder: 'Alpenlicht AG' };
      const postal = { street: 'Gasse 1', additional: null, postcode: '8001', city: 'Zürich' };
      const place = { ...postal, region: null, country: 'CH' };
      const model = { ...invoiceOf(count), currency: 'CHF', bank };
      const seller = { ...model.seller, country: 'CH', postal: place };
      const pages = printed({ ...model, seller });
      const texts = textsOf(pages.at(-1) ?? []).map(({ text }) => text);

      expect({ count, texts }).toEqual({
        count,
        texts: expect.arrayContaining(['Payment', 'Payment part', 'Account holder']),
      });
    }
  });

  test('the words of a deduction have the whole width beside its amount', () => {
    const deducted = { issueDate: '2026-11-01', netMinor: 5_000n, taxMinor: 950n, grossMinor: 5_950n };
    const [page] = printed({
      ...INVOICE,
      type: 'final',
      deducts: [{ number: 'INV-2026-00013', ...deducted }],
    });
    const words = textsOf(page ?? []).filter(({ text }) => /^Less deposit|0 VAT$/.test(text));

    expect(words.map(({ text }) => text)).toEqual([
      'Less deposit invoice INV-2026-00013 of 1 November 2026:',
      '50.00 net, 9.50 VAT',
    ]);
  });

  test('the foot is read out once, at the end', () => {
    const pages = printed(invoiceOf(60));

    const legal = pages.map((page) =>
      textsOf(page).find(({ text }) => text.startsWith('Commercial register')),
    );
    expect(legal.map((mark) => mark?.tag === null)).toEqual(
      pages.map((_, index) => index < pages.length - 1),
    );
  });
});

function printed(model: DocumentModel): Page[] {
  return pagesOf({ content: freeze(model), number: 'INV-2026-00042' }, TYPEFACE);
}

function textsOf(page: Page): TextMark[] {
  return page.filter((mark) => mark.kind === 'text');
}

function isAstray({ x, y, text, look }: TextMark): boolean {
  const right = x + widthOf(text, look, TYPEFACE);
  return x < LEFT - HALF_A_POINT || right > RIGHT + HALF_A_POINT || y > PAGE.height;
}

/** Whether the text belongs to the page's body; what has the foot's size does not. */
function isBody({ look }: TextMark): boolean {
  return look.size > FOOT.size;
}

/** The cells of each row of each table, in order. */
function cellsOf(pages: readonly Page[]): TextMark[][] {
  const rows = new Map<unknown, TextMark[]>();
  for (const mark of textsOf(pages.flat())) {
    if (mark.tag?.parent?.type !== 'TR') continue;
    rows.set(mark.tag.parent, [...(rows.get(mark.tag.parent) ?? []), mark]);
  }
  return [...rows.values()];
}

/** The text at the right of another in the same row. */
function besides(page: Page, label: string): string | undefined {
  const texts = textsOf(page);
  const at = texts.find(({ text }) => text === label);
  return texts.find(({ x, y }) => at !== undefined && y === at.y && x > at.x)?.text;
}

/** Where the foot begins: the lowest rule over the whole width. */
function footOf(page: Page): number {
  return Math.max(
    ...page.filter((mark) => mark.kind === 'box' && mark.width > 400 && mark.height < 1).map(({ y }) => y),
  );
}
