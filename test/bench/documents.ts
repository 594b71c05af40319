/** What documents cost: each step in CPU, their bytes, the renderer's bundle, and documents a second through the real handlers. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFolder, bundleFunctions } from '../../infra/bundle.ts';
import { documentAssets } from '../../shared/documents/assets.ts';
import { toEn16931 } from '../../shared/documents/en16931/derive.ts';
import { readEInvoice } from '../../shared/documents/en16931/read.ts';
import { checkInvoice } from '../../shared/documents/en16931/rules/check.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import { freeze } from '../../shared/documents/freeze.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { prepared } from '../../shared/documents/prepared.ts';
import { encode } from '../../shared/journal/codec.ts';
import { openBusiness, orderOf } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';
import { invoiceOf } from '../shared/documents/sample.ts';
import type { Figure, Section } from './section.ts';
import { interleaved, type Program } from './timing.ts';

const NUMBER = 'INV-2026-00042';
const LINES = 10;
const ROUNDS = 7;
const ORDERS = 60;

const MODEL = invoiceOf(LINES);
const CONTENT = freeze(MODEL);
const INVOICE = toEn16931(MODEL, NUMBER);
const XML = { cii: writeXml(INVOICE, 'cii'), ubl: writeXml(INVOICE, 'ubl') };
const FONTS = documentAssets();

/** The table of documents. */
export async function documentSection(): Promise<Section> {
  const eInvoice = XML.cii;
  const print = () => printDocument({ content: CONTENT, number: NUMBER, eInvoice }, FONTS);
  const quick = await interleaved(
    {
      freeze: repeat(() => freeze(MODEL)),
      derive: repeat(() => toEn16931(MODEL, NUMBER)),
      rules: repeat(() => checkInvoice(INVOICE, 'en16931')),
      cii: repeat(() => writeXml(INVOICE, 'cii')),
      ubl: repeat(() => writeXml(INVOICE, 'ubl')),
      read: repeat(() => readEInvoice(XML.cii)),
    },
    { rounds: ROUNDS, times: 400 },
  );
  const { pdf } = await interleaved({ pdf: repeat(print) }, { rounds: ROUNDS, times: 40 });
  const step = (name: string, microseconds: number): Figure => ({
    name,
    value: microseconds / 1_000,
    unit: 'ms',
  });

  return {
    title: `Documents of ${LINES} lines: CPU on one core, median of ${ROUNDS} interleaved rounds, and bytes`,
    figures: [
      step('put into words', quick.freeze),
      step('derived for EN 16931', quick.derive),
      step('the rules on it', quick.rules),
      step('written as CII', quick.cii),
      step('written as UBL', quick.ubl),
      step('read back from CII', quick.read),
      step('printed as PDF/A-3b with its e-invoice', pdf),
      ...(await sizes(await print())),
      ...(await throughHandlers()),
    ],
  };
}

function repeat(once: () => unknown): Program {
  return async (times) => {
    for (let index = 0; index < times; index += 1) await once();
  };
}

async function sizes(pdf: Uint8Array): Promise<readonly Figure[]> {
  const ready = prepared(MODEL);
  if (!ready.ok) throw new Error(ready.refusal.message);
  const kilobytes = (name: string, bytes: number): Figure => ({ name, value: bytes / 1_000, unit: 'KB' });
  const { code, companions } = await renderer();

  return [
    kilobytes('frozen: model, words and examined e-invoice', Buffer.byteLength(encode(ready.value))),
    kilobytes('CII', Buffer.byteLength(XML.cii)),
    kilobytes('UBL', Buffer.byteLength(XML.ubl)),
    kilobytes('PDF with fonts, colour profile and e-invoice', pdf.byteLength),
    kilobytes('bundle of documents.render, minified', code),
    kilobytes('  fonts and colour profile beside it', companions),
  ];
}

async function renderer() {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-bench-'));
  try {
    await bundleFunctions({ names: ['documents.render'], output: folder });
    const own = bundleFolder('documents.render', folder);
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const bytesOf = (wanted: boolean) =>
      files
        .filter(({ name }) => (name === 'index.mjs') === wanted)
        .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

    return { code: bytesOf(true), companions: bytesOf(false) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Orders that were placed are invoiced, numbered and printed by the real handlers, over the memory twins. */
async function throughHandlers(): Promise<readonly Figure[]> {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const line = { description: 'Reading lamp', quantity: '2', unit_price: '19.90' };
  const lines = Array.from({ length: LINES }, () => line);
  for (let order = 0; order < ORDERS; order += 1)
    await house.post('/v1/orders', orderOf(customer, { lines }));
  const before = process.cpuUsage();
  await house.drain();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  const printed = house.journal.stream.filter(({ id }) => id.startsWith('inv_')).length;

  return [
    {
      name: 'invoices a CPU second through the handlers, memory twins',
      value: printed / seconds,
      unit: 'a second',
      note: 'drafted, numbered, posted, projected, printed and stored',
    },
  ];
}
