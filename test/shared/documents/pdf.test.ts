import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { copyCompanions } from '../../../infra/bundle.ts';
import { documentAssets } from '../../../shared/documents/assets.ts';
import type { FrozenContent } from '../../../shared/documents/content.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { renderPdf } from '../../../shared/documents/pdf.ts';
import { EN } from '../../../shared/documents/texts/en.ts';
import { DOCUMENT_LANGUAGES } from '../../../shared/documents/texts/texts.ts';
import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { readPdf } from './pdf-reader.ts';
import { CREDIT_NOTE, HOURS, INVOICE, invoiceOf } from './sample.ts';

const FONTS = documentAssets();
const NUMBER = 'INV-2026-00042';
/** `#1b2128` as PDF has it. */
const INK_FILL = '0.10588235294117647 0.12941176470588237 0.1568627450980392 scn';

describe('a printed document', () => {
  test.each(DOCUMENT_LANGUAGES)(
    'in %s shows what is taken off and added between the lines and the net',
    async (language) => {
      const share = { code: null, percent: null, baseMinor: 10_000n, category: 'S', rate: '19' } as const;
      const reductions = [
        { ...share, isCharge: false, reason: 'Voucher', amountMinor: 1_234n },
        { ...share, isCharge: true, reason: 'Freight', amountMinor: 567n },
      ];
      const content = freeze({ ...INVOICE, language, reductions });

      const text = oneLine(readPdf(await renderPdf(content, NUMBER, FONTS)).pages.join('\n'));

      const rows = content.reductions?.rows ?? [];
      expect(rows).toHaveLength(2);
      for (const { label, text: figure } of rows) expect(text).toContain(oneLine(`${label} ${figure}`));
      expect(text).toContain(oneLine(content.reductions?.lines.label ?? ''));
    },
  );

  test.each(DOCUMENT_LANGUAGES)(
    'in %s says who, what, how much, when and under which number',
    async (language) => {
      const content = freeze({ ...INVOICE, language });

      const text = oneLine(readPdf(await renderPdf(content, NUMBER, FONTS)).pages.join('\n'));

      for (const expected of [
        content.title,
        NUMBER,
        'Nordlicht Werkstätten GmbH & Co. KG',
        'Atelier Brücke B.V. Keizersgracht 241 1016 EA Amsterdam',
        'Handbook, printed',
        oneLine(content.issueDate.text),
        oneLine(content.dueDate?.text ?? ''),
        oneLine(content.total.text),
        'DE89 3704 0044 0532 0130 00',
        'DE136695976',
        'PO-4711',
      ]) {
        expect(text).toContain(expected);
      }
    },
  );

  test('a credit note says what it takes back', async () => {
    const { pages } = readPdf(await renderPdf(freeze(CREDIT_NOTE), 'CN-2026-00007', FONTS));

    expect(pages.join()).toContain('This credit note takes back invoice INV-2026-00041 of 23 November 2026.');
  });

  test("bears the seller's colour on name, title and the rules that carry sums, and only there", async () => {
    const plain = readPdf(await renderPdf(freeze(INVOICE), NUMBER, FONTS)).operators.join();
    const seller = { ...INVOICE.seller, accent: '#0000ff' };
    const own = readPdf(await renderPdf(freeze({ ...INVOICE, seller }), NUMBER, FONTS)).operators.join();

    expect(own.split('0 0 1 scn')).toHaveLength(6);
    expect(own.replaceAll('0 0 1 scn', INK_FILL)).toBe(plain);
  });

  test('embeds every font it names', async () => {
    const { fonts } = readPdf(await renderPdf(freeze(INVOICE), NUMBER, FONTS));

    expect(fonts.length).toBeGreaterThan(0);
    expect(
      fonts.filter(({ name, isEmbedded }) => !isEmbedded || !name.includes('DejaVuSansCondensed')),
    ).toEqual([]);
  });

  test('declares PDF/A-3b and PDF/UA-1, its language, its structure and its colours', async () => {
    const { metadata, structure } = readPdf(
      await renderPdf(freeze({ ...INVOICE, language: 'de' }), NUMBER, FONTS),
    );

    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(metadata).toContain('<pdfuaid:part>1</pdfuaid:part>');
    for (const entry of [
      '/Lang (de-DE)',
      '/Marked true',
      '/S /Table',
      '/S /TH',
      '/OutputIntents',
      '/DisplayDocTitle true',
    ]) {
      expect(structure).toContain(entry);
    }
  });

  test('a name with an ampersand does not break the metadata', async () => {
    const { metadata } = readPdf(await renderPdf(freeze(INVOICE), NUMBER, FONTS));

    expect(metadata).toContain('<rdf:li>Nordlicht Werkstätten GmbH &amp; Co. KG</rdf:li>');
    expect(metadata).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });

  test('is dated by its day of issue', async () => {
    const { structure } = readPdf(await renderPdf(freeze(INVOICE), NUMBER, FONTS));

    expect(structure).toContain('(D:20261123000000Z)');
  });
});

describe('the same document', () => {
  afterEach(() => {
    Object.assign(EN, ENGLISH_TODAY);
  });

  const ENGLISH_TODAY = { ...EN };

  test('has the same bytes again, whatever was printed in between', async () => {
    const content = freeze(INVOICE);
    const before = await renderPdf(content, NUMBER, FONTS);

    await renderPdf(freeze({ ...INVOICE, language: 'fr', orderReference: '\u00a0Ω Ж 5\u2011' }), 'X', FONTS);

    expect(await renderPdf(content, NUMBER, FONTS)).toEqual(before);
    expect(await renderPdf(content, NUMBER, documentAssets())).toEqual(before);
  });

  test('has the same bytes after the catalogue was reworded', async () => {
    const content = freeze(INVOICE);
    const before = await renderPdf(content, NUMBER, FONTS);

    const plain = Object.entries(EN).filter(([, text]) => typeof text === 'string');
    Object.assign(EN, Object.fromEntries(plain.map(([key]) => [key, 'reworded'])));

    expect(freeze(INVOICE).page).toBe('reworded');
    expect(await renderPdf(content, NUMBER, FONTS)).toEqual(before);
  });

  test('differs by its number alone', async () => {
    const content = freeze(INVOICE);

    const [one, other] = await Promise.all([
      renderPdf(content, 'A-1', FONTS),
      renderPdf(content, 'A-2', FONTS),
    ]);

    expect(sha256Hex(one)).not.toBe(sha256Hex(other));
    expect(readPdf(one).pages.join().replaceAll('A-1', 'A-2')).toBe(readPdf(other).pages.join());
  });
});

describe('a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('prints in another process, with nothing but its own folder, the bytes that the sources print', async () => {
    const stdin = { contents: PRINTING, resolveDir: import.meta.dirname, loader: 'ts' } as const;
    const outfile = join(folder, 'index.mjs');
    const { metafile } = await build({
      stdin,
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      metafile: true,
      logLevel: 'silent',
    });
    copyCompanions(Object.keys(metafile.inputs), folder);

    const code = `import(${JSON.stringify(pathToFileURL(outfile).href)})`;
    const hash = execFileSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' });

    expect(hash).toBe(sha256Hex(await renderPdf(freeze(INVOICE), NUMBER, FONTS)));
  });
});

const PRINTING = `
  import { documentAssets } from '../../../shared/documents/assets.ts';
  import type { FrozenContent } from '../../../shared/documents/content.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
  import { renderPdf } from '../../../shared/documents/pdf.ts';
  import { sha256Hex } from '../../../shared/kernel/hash.ts';
  import { INVOICE } from './sample.ts';
  process.stdout.write(sha256Hex(await renderPdf(freeze(INVOICE), ${JSON.stringify(NUMBER)}, documentAssets())));
`;

describe('hostile content', () => {
  const longWord = 'Donaudampfschifffahrtsgesellschaft'.repeat(20);
  const hostile: readonly (readonly [string, DocumentModel])[] = [
    ['letters the font lacks', withDescription('漢字 😀 𝕏 \u{10ffff} ก')],
    ['control characters', withDescription('\u0000\u0007\u001b[31m\u009b\ufeff\u2028')],
    ['text from right to left and changes of direction', withDescription('שלום مرحبا \u202eevil\u2066')],
    ['a word without end', withDescription(longWord.repeat(20))],
    [
      'mark-up and PDF operators',
      withDescription('<script>alert(1)</script> ) Tj ET endstream endobj %%EOF \\'),
    ],
    ['towers of marks', withDescription(`Z${'\u0301'.repeat(500)}algo`)],
    ['half a surrogate pair', withDescription('a\ud83d b\ude00')],
    ['nothing at all', withDescription('')],
    ['names without end', withNames(longWord)],
    ['empty names', withNames('')],
    ['500 lines', invoiceOf(500)],
    ['no lines', { ...INVOICE, lines: [], taxes: [] }],
  ];

  test.each(hostile)('%s prints as a document', async (_what, model) => {
    const { pages, fonts } = readPdf(await renderPdf(freeze(model), NUMBER, FONTS));

    expect(oneLine(pages.join('\n'))).toContain(oneLine(freeze(model).total.text));
    expect(pages.join()).not.toContain('\u0000');
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
  });

  test('what the font lacks is shown as lacking, never left out in silence', async () => {
    const { pages } = readPdf(await renderPdf(freeze(withDescription('ab漢字cd')), NUMBER, FONTS));

    expect(pages.join()).toContain('ab\ufffd\ufffdcd');
  });

  test('a layout that nobody here can print is a fault', async () => {
    const content: object = { ...freeze(INVOICE), layout: 99 };

    await expect(renderPdf(content as FrozenContent, NUMBER, FONTS)).rejects.toThrow(
      'a layout that can be printed',
    );
  });

  test('a hostile number is printed harmlessly', async () => {
    const number = `${'9'.repeat(300)}<&>\u0000\u202e`;

    const { pages, metadata } = readPdf(await renderPdf(freeze(INVOICE), number, FONTS));

    expect(pages.join()).toContain(`${'9'.repeat(300)}<&>`);
    expect(metadata).toContain('9&lt;&amp;&gt;');
  });
});

function withDescription(description: string): DocumentModel {
  return { ...INVOICE, lines: [{ ...HOURS, description, unit: description }] };
}

function withNames(name: string): DocumentModel {
  const address = [name, name, name];
  return {
    ...INVOICE,
    seller: { ...INVOICE.seller, name, address, vatId: name, footer: [name, name] },
    buyer: { ...INVOICE.buyer, name, address, vatId: name },
    bank: { iban: name, bic: name, holder: name },
    orderReference: name,
    buyerReference: name,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
