import { expect, test } from 'vitest';
import { documentAssets } from '../../../shared/documents/assets.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import { showsGross } from '../../../shared/documents/gross.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { attachmentOf, examinedOf, prepared } from '../../../shared/documents/prepared.ts';
import { renderPdf } from '../../../shared/documents/pdf.ts';
import { DOCUMENT_LANGUAGES } from '../../../shared/documents/texts/texts.ts';
import { readPdf } from './pdf-reader.ts';
import { HOURS, INVOICE } from './sample.ts';

/** Three lamps at 9.99 with 19 % in them, less a voucher of 1.00. */
const SALE: DocumentModel = {
  ...INVOICE,
  priceBasis: 'gross',
  lines: [
    {
      ...HOURS,
      description: 'Lamp',
      unit: null,
      quantity: '3',
      unitPrice: '8.3933',
      netMinor: 2_518n,
      gross: { unitPrice: '9.99', discountMinor: 0n, amountMinor: 2_997n },
    },
  ],
  reductions: [
    {
      isCharge: false,
      reason: 'Voucher',
      code: null,
      percent: null,
      baseMinor: 2_518n,
      amountMinor: 84n,
      grossMinor: 100n,
      category: 'S',
      rate: '19',
    },
  ],
  taxes: [{ category: 'S', rate: '19', baseMinor: 2_434n, taxMinor: 463n }],
  netMinor: 2_434n,
  taxMinor: 463n,
  grossMinor: 2_897n,
};

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

test.each(DOCUMENT_LANGUAGES)(
  'in %s prices and sums are printed with the VAT, and the VAT they contain',
  async (language) => {
    const content = freeze({ ...SALE, language });

    const text = oneLine(
      readPdf(await renderPdf(content, 'INV-1', documentAssets())).pages.join('\n'),
    ).replaceAll(',', '.');

    for (const expected of ['9.99', '29.97', '28.97', '24.34', '4.63']) expect(text).toContain(expected);
    for (const hidden of ['8.39', '25.18']) expect(text).not.toContain(hidden);
    for (const words of [content.columns.unitPrice, content.taxes[0]?.label ?? '', ...content.notes])
      expect(text).toContain(oneLine(words).replaceAll(',', '.'));
  },
);

test('the rules hold it to the VAT it contains, and the e-invoice goes out with net figures', () => {
  const ready = prepared(SALE);

  expect(ready.ok && attachmentOf(examinedOf(ready.value, 'INV-1').semantic)).toContain('25.18');
});

test.each([
  ['VAT on the net', 462n, 2_434n],
  ['VAT on the net, with the gross as agreed', 462n, 2_435n],
  ['a unit more', 464n, 2_433n],
])('%s in place of the VAT contained is refused', (_, taxMinor, baseMinor) => {
  const wrong = { ...SALE, taxes: [{ category: 'S', rate: '19', baseMinor, taxMinor } as const] };

  const ready = prepared({ ...wrong, taxMinor, netMinor: baseMinor, grossMinor: baseMinor + taxMinor });

  expect(ready.ok ? '' : ready.refusal.message).toContain('CH-VAT-EXACT');
});

test('where no tax is due, nobody reads of prices with a tax in them', () => {
  const taxes = [{ category: 'AE', rate: '0', baseMinor: 2_997n, taxMinor: 0n }] as const;

  expect([showsGross(SALE), showsGross({ ...SALE, taxes }), showsGross(INVOICE)]).toEqual([
    true,
    false,
    false,
  ]);
});
