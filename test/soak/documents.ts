/**
 * Many more random documents than a test tries: `npm run soak:documents -- --documents 100000 --seed 1`. Each is written in every
 * format, read back and reckoned again by code that shares nothing with the product; it fails at the first difference.
 */
import { deepStrictEqual } from 'node:assert';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { toEn16931 } from '../../shared/documents/en16931/derive.ts';
import { E_INVOICE_FORMATS, partsOf } from '../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { isFatal } from '../../shared/documents/en16931/report.ts';
import { checkInvoice } from '../../shared/documents/en16931/rules/check.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { exponentOf } from '../../shared/kernel/currencies.ts';
import { randomDocument } from '../shared/documents/en16931/random-documents.ts';
import { recountCii } from '../shared/documents/en16931/recount.ts';

const DOCUMENTS_DEFAULT = 100_000;

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: String(DOCUMENTS_DEFAULT) },
    seed: { type: 'string', default: '1' },
  },
});
const started = performance.now();
const seed = Number(values.seed);
fc.assert(fc.property(randomDocument, live), { seed, numRuns: Number(values.documents) });
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
console.log(
  `${values.documents} documents, seed ${seed}: no difference in ${E_INVOICE_FORMATS.length} formats, ${seconds} s`,
);

function live(model: DocumentModel): void {
  const invoice = toEn16931(model, 'RE-2026-00042');
  for (const format of E_INVOICE_FORMATS) {
    const xml = writeXml(invoice, format);
    const read = readEInvoice(xml);
    deepStrictEqual(read.ok && read.value.invoice, invoice);
    deepStrictEqual(isFatal(checkInvoice(invoice, partsOf(format).profile)), false);
    if (partsOf(format).syntax === 'ubl') continue;
    const { claimed, computed } = recountCii(xml, exponentOf(model.currency) ?? 2);
    deepStrictEqual(claimed, computed);
  }
}
