/**
 * Lets the official rules judge our e-invoices: the golden documents and random ones, in every format, against EN 16931, XRechnung,
 * Peppol and ZUGFeRD, and printed ones against PDF/A-3b and Factur-X. One Java process judges all documents of a kind.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentAssets } from '../../shared/documents/assets.ts';
import { toEn16931 } from '../../shared/documents/en16931/derive.ts';
import {
  E_INVOICE_FORMATS,
  type EInvoiceFormat,
  partsOf,
  SELF_BILLED_TYPES,
} from '../../shared/documents/en16931/formats.ts';
import { CREDIT_TYPES, type SemanticInvoice } from '../../shared/documents/en16931/model.ts';
import { isFatal } from '../../shared/documents/en16931/report.ts';
import { checkInvoice } from '../../shared/documents/en16931/rules/check.ts';
import { writeXml } from '../../shared/documents/en16931/write.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { attachmentOf, examinedOf, prepared } from '../../shared/documents/prepared.ts';
import { type Sampled, sampledDocuments } from '../documents/sampling.ts';
import { GOLDEN } from '../shared/documents/en16931/golden-documents.ts';
import { randomDocument } from '../shared/documents/en16931/random-documents.ts';
import { CREDIT_NOTE, INVOICE } from '../shared/documents/sample.ts';
import { inFolder, type Judged, judge } from './judging.ts';
import type { Artifact } from './maven.ts';

const RULES_VERSION = '4.2.3';
const rules = (name: string): Artifact => ({ group: 'com.helger.phive.rules', name, version: RULES_VERSION });
const E_INVOICE_RULES: Artifact = {
  ...rules('phive-rules-xrechnung'),
  with: [
    rules('phive-rules-en16931'),
    rules('phive-rules-peppol'),
    rules('phive-rules-zugferd'),
    { group: 'org.glassfish.jaxb', name: 'jaxb-runtime', version: '4.0.5' },
  ],
};
const HYBRID_RULES: Artifact = { group: 'org.mustangproject', name: 'validator', version: '2.22.0' };

/** The rule sets for a format; UBL has its own for credit notes, and Peppol for what the buyer writes. */
const RULE_SETS: Readonly<Record<EInvoiceFormat, (isCredit: boolean, isSelfBilled: boolean) => string>> = {
  cii: () => 'eu.cen.en16931:cii:1.3.15,de.zugferd:en16931:2.4',
  ubl: (isCredit) => `eu.cen.en16931:${isCredit ? 'ubl-creditnote' : 'ubl'}:1.3.15`,
  xrechnung_cii: () => 'de.xrechnung:cii:3.0.2',
  xrechnung_ubl: (isCredit) => `de.xrechnung:${isCredit ? 'ubl-creditnote' : 'ubl-invoice'}:3.0.2`,
  peppol: (isCredit, isSelfBilled) =>
    `eu.peppol.bis3:${isCredit ? 'creditnote' : 'invoice'}${isSelfBilled ? '-self-billing:2026.3' : ':2025.11'}`,
};

const SEED = 20_261_123;
const DOCUMENTS_DEFAULT = 500;
const PRINTED = 8;
/** Two of each type. */
const PRINTED_OF_SALES = 14;

/**
 * Judges golden and random documents as XML, half of them drawn as documents and half as sales, which lead to every type.
 * `CONFORMANCE_DOCUMENTS` says how many random ones.
 */
export async function judgeEInvoices(): Promise<Judged> {
  const count = Number(process.env.CONFORMANCE_DOCUMENTS ?? DOCUMENTS_DEFAULT);
  const drawn = fc.sample(randomDocument, { numRuns: Math.ceil(count / 2), seed: SEED });
  const sold = sampledDocuments({ count: count - drawn.length, seed: SEED });
  const documents = [
    ...GOLDEN.map(({ invoice }) => invoice),
    ...drawn.map((model, index) => toEn16931(model, `RE-2026-${index}`)),
    ...sold.map(({ semantic }) => semantic),
  ];

  return inFolder((folder) => {
    const list = documents.flatMap((document, index) => writeAll(document, join(folder, String(index))));
    const types = Map.groupBy(documents, ({ type }) => type);
    const told = [...types].map(([type, { length }]) => `${length} of type ${type}`).join(', ');
    const name = `EN 16931, XRechnung, Peppol, ZUGFeRD: ${GOLDEN.length} golden and ${count} random documents (${told})`;

    return judge({ name, artifact: E_INVOICE_RULES, program: 'EInvoiceRules.java', list, folder });
  });
}

/** To an account in Switzerland, so that a QR bill in its own face stands at its foot. */
const SWISS = { ...INVOICE, bank: { iban: 'CH4431999123000889012', bic: null, holder: 'Nordlicht' } };

/** Judges printed documents: PDF/A-3b, and the XML in them. */
export async function judgeHybrids(): Promise<Judged> {
  const models = [
    INVOICE,
    CREDIT_NOTE,
    SWISS,
    ...fc.sample(randomDocument.filter(hasItsLetters), { numRuns: PRINTED, seed: SEED }),
  ];
  const papers = [...models.map(paperFrom), ...sampledDocuments({ count: PRINTED_OF_SALES, seed: SEED })];

  return inFolder(async (folder) => {
    const list: string[] = [];
    for (const [index, { content, number, semantic }] of papers.entries()) {
      const path = join(folder, `${index}.pdf`);
      const eInvoice = attachmentOf(semantic);
      if (eInvoice === null) throw new Error('a document that is to be judged carries no e-invoice');
      writeFileSync(path, await printDocument({ content, number, eInvoice }, documentAssets()));
      list.push(path);
    }
    const name = `PDF/A-3b and Factur-X: ${papers.length} printed documents`;

    return judge({ name, artifact: HYBRID_RULES, program: 'HybridRules.java', list, folder });
  });
}

/** In every format in which we would hand it out. */
function writeAll(document: SemanticInvoice, path: string): readonly string[] {
  const kept = E_INVOICE_FORMATS.filter(
    (format) => !isFatal(checkInvoice(document, partsOf(format, document.type).profile)),
  );

  return kept.map((format) => {
    const file = `${path}-${format}.xml`;
    writeFileSync(file, writeXml(document, format));

    const [isCredit, isSelfBilled] = [CREDIT_TYPES, SELF_BILLED_TYPES].map((types) =>
      types.has(document.type),
    );

    return `${file}\t${RULE_SETS[format](isCredit === true, isSelfBilled === true)}`;
  });
}

/** Text whose letters no font of ours has is refused before it is printed; any other refusal is a fault here. */
function hasItsLetters(model: DocumentModel): boolean {
  const ready = prepared(model);

  return ready.ok || !ready.refusal.message.includes('CH-LETTERS');
}

function paperFrom(model: DocumentModel): Sampled {
  const ready = prepared(model);
  if (!ready.ok) throw new Error(ready.refusal.message);
  const number = 'RE-2026-1';

  return { content: ready.value.content, number, semantic: examinedOf(ready.value, number).semantic };
}

if (import.meta.main) {
  for (const run of [judgeEInvoices, judgeHybrids]) for (const line of (await run()).lines) console.log(line);
}
