import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEn16931 } from '../../../../shared/documents/en16931/derive.ts';
import { E_INVOICE_FORMATS, partsOf } from '../../../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../../../shared/documents/en16931/read.ts';
import { checkInvoice } from '../../../../shared/documents/en16931/rules/check.ts';
import { isFatal } from '../../../../shared/documents/en16931/report.ts';
import { inProfile, writeXml } from '../../../../shared/documents/en16931/write.ts';
import { exponentOf } from '../../../../shared/kernel/currencies.ts';
import { INVOICE } from '../sample.ts';
import { GOLDEN } from './golden-documents.ts';
import { randomDocument } from './random-documents.ts';
import { recountCii } from './recount.ts';

const SEED = 20_261_123;

describe.each(GOLDEN)('$name', ({ invoice }) => {
  test.each(E_INVOICE_FORMATS)('is the same invoice again when it is read back from %s', (format) => {
    const read = readEInvoice(writeXml(invoice, format));

    expect(read).toMatchObject({ ok: true, value: { findings: [], profile: partsOf(format).profile } });
    expect(read.ok && read.value.invoice).toEqual(inProfile(invoice, partsOf(format).profile));
  });

  test.each(E_INVOICE_FORMATS)('passes our own rules as %s', (format) => {
    const { profile } = partsOf(format);
    const written = inProfile(invoice, profile);
    const findings = checkInvoice(written, profile);

    // A receiver who is told 326 cannot know that nothing is supplied yet; it is a warning.
    const isHidden = written.type !== invoice.type;
    expect(findings.map(({ rule }) => rule)).toEqual(isHidden ? ['CH-SUPPLY'] : []);
  });
});

test.each(['326', '384'])(
  'Peppol is told %s as 380 where not both parties are in Germany, with what it names',
  (type) => {
    const sold = toEn16931(INVOICE, 'RE-2026-00043');
    const buyer = { ...sold.buyer, address: { ...sold.buyer.address, country: 'DE' } };
    const abroad = { ...buyer, address: { ...buyer.address, country: 'AT' } };
    const preceding = [{ number: 'RE-2026-00042', date: '2026-11-23' }];
    const invoice = { ...sold, type, buyer: abroad, preceding };

    expect(inProfile(invoice, 'peppol')).toEqual({ ...invoice, type: '380' });
    expect(inProfile(invoice, 'xrechnung')).toEqual(invoice);
    expect(inProfile({ ...invoice, buyer }, 'peppol').type).toBe(type);
  },
);

test('random documents are the same in every format, and reckoned again they come to the same figures', () => {
  fc.assert(
    fc.property(randomDocument, (model) => {
      // What was agreed with the tax in it, and the exchange rate, are ours to know; no syntax carries them.
      const { grossesMinor, conversion, ...invoice } = toEn16931(model, 'RE-2026-00042');
      for (const format of E_INVOICE_FORMATS) {
        const xml = writeXml(invoice, format);
        const read = readEInvoice(xml);
        expect(read.ok && read.value.findings).toEqual([]);
        expect(read.ok && read.value.invoice).toEqual(invoice);
        expect(isFatal(checkInvoice(invoice, partsOf(format).profile))).toBe(false);
        const known = {
          ...invoice,
          ...(grossesMinor && { grossesMinor }),
          ...(conversion && { conversion }),
        };
        expect(isFatal(checkInvoice(known, partsOf(format).profile))).toBe(false);
        if (partsOf(format).syntax === 'ubl') continue;
        const { claimed, computed } = recountCii(
          xml,
          exponentOf(model.currency) ?? 2,
          grossesMinor !== undefined,
        );
        expect(claimed).toEqual(computed);
      }
    }),
    { seed: SEED, numRuns: 400 },
  );
});

test('of several invoices before it CII names one, as its schema has it, and UBL all', () => {
  const sold = toEn16931(INVOICE, 'RE-2026-00043');
  const preceding = ['RE-2026-00041', 'RE-2026-00042'].map((number) => ({ number, date: '2026-11-23' }));
  const named = (format: 'cii' | 'xrechnung_cii' | 'ubl') => {
    const read = readEInvoice(writeXml({ ...sold, preceding }, format));
    return read.ok && read.value.invoice.preceding;
  };

  expect(named('cii')).toEqual(preceding.slice(0, 1));
  expect(named('xrechnung_cii')).toEqual(preceding.slice(0, 1));
  expect(named('ubl')).toEqual(preceding);
});

test('the same document gives the same text', () => {
  for (const { invoice } of GOLDEN) {
    for (const format of E_INVOICE_FORMATS)
      expect(writeXml(invoice, format)).toBe(writeXml({ ...invoice }, format));
  }
});

test('a credit note is a document of its own in UBL, with a type of its own in CII', () => {
  const note = GOLDEN.find(({ invoice }) => invoice.type === '381')?.invoice;
  const [ubl, cii] = note ? [writeXml(note, 'peppol'), writeXml(note, 'cii')] : ['', ''];

  expect(ubl).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
  expect(ubl).toContain('<cbc:CreditedQuantity unitCode="C62">1</cbc:CreditedQuantity>');
  expect(cii).toContain('<ram:TypeCode>381</ram:TypeCode>');
});
