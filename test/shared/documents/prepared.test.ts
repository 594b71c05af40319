import { expect, test } from 'vitest';
import { readEInvoice } from '../../../shared/documents/en16931/read.ts';
import { documentAssets } from '../../../shared/documents/assets.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import { printDocument } from '../../../shared/documents/pdf.ts';
import { attachmentOf, examinedOf, prepared } from '../../../shared/documents/prepared.ts';
import { decode, encode } from '../../../shared/journal/codec.ts';
import { readPdf } from './pdf-reader.ts';
import { BOOKS, HOURS, INVOICE } from './sample.ts';

const NUMBER = 'INV-2026-00042';
const readyOf = (model: DocumentModel) => {
  const ready = prepared(model);
  if (!ready.ok) throw new Error(ready.refusal.message);
  return ready.value;
};

test('a document that breaks a rule gets no number: document.not_compliant names rule, field and remedy', () => {
  const bank = { iban: 'DE89370400440532013001', bic: null, holder: 'x' };

  expect(prepared({ ...INVOICE, bank, grossMinor: 22_601n })).toMatchObject({
    ok: false,
    refusal: { code: 'document.not_compliant', message: expect.stringContaining('CH-IBAN at BT-84') },
  });
});

test('what machines are told survives the store, and old documents are told from their model', () => {
  const ready = readyOf(INVOICE);
  const stored = decode(encode(ready)) as typeof ready; // what was encoded a moment ago

  expect(examinedOf(stored, NUMBER)).toEqual(examinedOf(ready, NUMBER));
  expect(examinedOf({ model: ready.model }, NUMBER)).toEqual(examinedOf(ready, NUMBER));
});

test('the printed document carries the e-invoice and says so', async () => {
  const ready = readyOf(INVOICE);
  const eInvoice = attachmentOf(examinedOf(ready, NUMBER).semantic);

  const bytes = await printDocument({ content: ready.content, number: NUMBER, eInvoice }, documentAssets());
  const { attachments, metadata } = readPdf(bytes);

  expect(readEInvoice(attachments['factur-x.xml'] ?? '')).toMatchObject({
    ok: true,
    value: { invoice: { number: NUMBER } },
  });
  for (const claim of [
    'DocumentType>INVOICE<',
    'DocumentFileName>factur-x.xml<',
    'ConformanceLevel>EN 16931<',
  ])
    expect(metadata).toContain(`<fx:${claim}`);
  expect(metadata.split('<pdfaExtension:schemas>')).toHaveLength(2);
});

test('a currency of three decimals is printed without an e-invoice, for EN 16931 has two', () => {
  const lines = [
    { ...HOURS, unitPrice: '5' },
    { ...BOOKS, unitPrice: '2.5' },
  ];
  const ready = readyOf({ ...INVOICE, currency: 'KWD', lines });

  expect(attachmentOf(examinedOf(ready, NUMBER).semantic)).toBeNull();
});
