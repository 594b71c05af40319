/**
 * Many more random documents than a test tries: `npm run soak:documents -- --documents 100000 --seed 1 --pdfs 1000`. Sales are
 * drafted, frozen, posted, written in every format, read back, reckoned again by code that shares nothing with the product,
 * and taken back in pieces; as many documents that no sale made, with hostile text everywhere, are written and read back;
 * some are printed and read. It fails at the first difference and names the seed that shows it.
 */
import { deepStrictEqual } from 'node:assert';
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { toEn16931 } from '../../shared/documents/en16931/derive.ts';
import { E_INVOICE_FORMATS, partsOf } from '../../shared/documents/en16931/formats.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { isFatal } from '../../shared/documents/en16931/report.ts';
import { checkInvoice } from '../../shared/documents/en16931/rules/check.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { placesOf } from '../checker/arithmetic.ts';
import { provePrints, proveSales } from '../documents/proving.ts';
import { missingIn } from '../documents/tallying.ts';
import { randomDocument } from '../shared/documents/en16931/random-documents.ts';
import { recountCii } from '../shared/documents/en16931/recount.ts';
import { recountUbl } from '../shared/documents/en16931/recount-ubl.ts';

/** How many of each kind. */
type Found = readonly (readonly [name: string, count: number])[];

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    pdfs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(Math.min(availableParallelism(), 8)) },
    share: { type: 'string' },
  },
});

if (values.share === undefined) await lead();
else process.send?.(await work(Number(values.share)), () => process.disconnect?.());

async function lead(): Promise<void> {
  const { documents, pdfs, workers } = values;
  const started = performance.now();
  const seed = Number(values.seed);
  console.log(`${documents} documents, ${pdfs} of them printed, seed ${seed}, ${workers} workers`);
  const found = await Promise.all(Array.from({ length: Number(workers) }, (_, share) => workerEnded(share)));
  const sums = new Map<string, number>();
  for (const each of found)
    for (const [name, count] of each ?? []) sums.set(name, (sums.get(name) ?? 0) + count);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log([...sums].map(([name, count]) => `${name} ${count}`).join(', '));
  const missing = missingIn(sums);
  if (missing.length > 0) console.log(`never occurred: ${missing.join(', ')}`);
  const isRight = found.every((each) => each !== undefined) && missing.length === 0;
  console.log(`${isRight ? 'no difference' : 'FAILED: see above'}, ${seconds} s`);
  process.exitCode = isRight ? 0 : 1;
}

/** What one worker found; undefined where it failed, and then its error stands on the screen. */
function workerEnded(share: number): Promise<Found | undefined> {
  const given = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  const child = fork(fileURLToPath(import.meta.url), [...given, '--share', String(share)]);
  let found: Found | undefined;
  child.on('message', (message) => {
    found = message as Found; // sent by `work` alone
  });

  return new Promise((resolve) => child.on('exit', () => resolve(found)));
}

/** Every worker draws from a seed of its own. */
async function work(share: number): Promise<Found> {
  const seed = Number(values.seed) * 1_000 + share;
  const part = (all: string) => Math.ceil(Number(all) / Number(values.workers));
  const tally = proveSales({ count: part(values.documents), seed });
  const composed = part(values.documents);
  fc.assert(fc.property(randomDocument, assertComposed), { seed, numRuns: composed });
  const printed = part(values.pdfs);

  const pages = await provePrints({ count: printed, seed });

  return [...tally, ['composed', composed], ['printed', printed], ['pages', pages]];
}

/** A document that no sale made: credit notes, cash discounts and periods among them. */
function assertComposed(model: DocumentModel): void {
  // What was agreed with the tax in it is ours to know; no syntax carries it.
  const { grossesMinor, conversion: _, ...invoice } = toEn16931(model, 'RE-2026-00042');
  for (const format of E_INVOICE_FORMATS) {
    const { profile, syntax } = partsOf(format);
    const xml = writeXml(invoice, format);
    const read = readEInvoice(xml);
    deepStrictEqual(read.ok && read.value.invoice, invoice);
    deepStrictEqual(isFatal(checkInvoice(invoice, profile)), false);
    const { claimed, computed } = (syntax === 'cii' ? recountCii : recountUbl)(
      xml,
      placesOf(model.currency),
      grossesMinor !== undefined,
    );
    deepStrictEqual(claimed, computed);
  }
}
