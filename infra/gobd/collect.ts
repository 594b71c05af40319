/**
 * Gathers a period of one seller's books for an auditor, through the public API alone: journal, trial balance, every
 * document as XML and PDF, their list, their taxes, the procedure documentation, checksums of it all, and the index by which a program loads it (GoBD, "Z3" access).
 */
import * as z from 'zod';
import { CreditNoteRow, DocumentLink, InvoiceRow } from '../../shared/contracts/documents.ts';
import { TaxSubtotalBody } from '../../shared/contracts/document-lines.ts';
import { SelfBilledInvoiceRow } from '../../shared/contracts/payables.ts';
import { SelfBilledCreditNoteRow } from '../../shared/contracts/self-billed-credits.ts';
import { csvOf } from '../../shared/domain/answers/csv.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { DTD_FILE, indexDtd } from './index-dtd.ts';
import { type ExportSpan, indexXml } from './index-xml.ts';
import { procedureText } from './procedure.ts';
import { type ArchiveState, CHECKSUM_COLUMNS, DOCUMENT_COLUMNS, TABLES, TAX_COLUMNS } from './tables.ts';

/** What is exported: whole days, both included. */
export type ExportWish = ExportSpan & { readonly legalEntity: string };

/** Asks the API for a path; `next` is where a list goes on. */
export type Ask = (
  path: string,
) => Promise<{ readonly status: number; readonly text: string; readonly next: string | null }>;

/** How the world is asked. `read` opens a link that the API gave; null where nothing lies behind it. */
export type Asking = { readonly ask: Ask; readonly read: (url: string) => Promise<Uint8Array | null> };

/** A file of the export. */
export type ExportFile = { readonly path: string; readonly bytes: Uint8Array };

/** What keeps an export from being made, in words for whoever asked for it. */
export class ExportFailure extends Error {
  override readonly name = 'ExportFailure';
}

/** Pages of one list; whoever has more asks for a shorter period. */
export const PAGES_MAX = 10_000;

const LISTS = [
  { list: 'invoices', kind: 'invoice', row: InvoiceRow },
  { list: 'credit_notes', kind: 'credit_note', row: CreditNoteRow },
  { list: 'self_billed_invoices', kind: 'self_billed_invoice', row: SelfBilledInvoiceRow },
  { list: 'self_billed_credit_notes', kind: 'self_billed_credit_note', row: SelfBilledCreditNoteRow },
] as const;

type Listed = { readonly kind: string; readonly list: string; readonly row: Row };

type Row = InvoiceRow | CreditNoteRow | SelfBilledInvoiceRow | SelfBilledCreditNoteRow;

/**
 * The files, one after the other, so that no more than one document lies in memory. Throws an `ExportFailure` where the API
 * refuses or a document is not made yet, and after the last file where documents are not as they were archived: it names them.
 */
export async function* exportFiles(wish: ExportWish, asking: Asking): AsyncGenerator<ExportFile> {
  const checksums: string[][] = [];
  const spoiled: string[] = [];
  for await (const file of filesOf(wish, asking, spoiled)) {
    checksums.push([file.path, sha256Hex(file.bytes)]);
    yield file;
  }
  yield fileOf(TABLES.checksums.file, csvOf(CHECKSUM_COLUMNS, checksums));
  if (spoiled.length > 0)
    throw new ExportFailure(`the files are written, and not as archived are: ${spoiled.join(', ')}`);
}

async function* filesOf(wish: ExportWish, asking: Asking, spoiled: string[]): AsyncGenerator<ExportFile> {
  const span = new URLSearchParams({ legal_entity: wish.legalEntity, from: wish.from, to: wish.to });
  yield fileOf(TABLES.journal.file, await csvFrom(`/v1/ledger/entries?${span}&format=csv`, asking.ask));
  yield fileOf(TABLES.balance.file, await csvFrom(`/v1/ledger/trial_balance?${span}&format=csv`, asking.ask));
  const rows: Cells[] = [];
  const taxes: Cells[] = [];
  for await (const listed of documentsOf(wish, asking.ask)) {
    const { number, id } = listed.row;
    const found = await archivedDocument(listed, asking);
    yield* found.files;
    rows.push(documentCells(listed, found));
    taxes.push(...(await taxCells(listed, found, asking.ask)));
    if (found.state === 'changed' || found.state === 'missing')
      spoiled.push(`${number} (${id}: ${found.state})`);
  }
  yield fileOf(TABLES.documents.file, csvOf(DOCUMENT_COLUMNS, rows));
  yield fileOf(TABLES.taxes.file, csvOf(TAX_COLUMNS, taxes));
  yield fileOf('procedure.md', procedureText(wish));
  yield fileOf(DTD_FILE, indexDtd());
  yield fileOf('index.xml', indexXml(wish, Object.values(TABLES)));
}

/** A whole list as one CSV: of the pages after the first the header is left out. */
async function csvFrom(path: string, ask: Ask): Promise<string> {
  let text = '';
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const told = await answered(`${path}${from}`, ask);
    text += page === 0 ? told.text : told.text.slice(told.text.indexOf('\r\n') + 2);
    cursor = told.next;
    if (cursor === null) return text;
  }
  throw new ExportFailure(`${path} has more than ${PAGES_MAX} pages; ask for a shorter period`);
}

/** What was issued in the period. Lists are told newest first and dates never fall within a series, so the first older one ends it. */
async function* documentsOf(wish: ExportWish, ask: Ask): AsyncGenerator<Listed> {
  for (const { list, kind, row } of LISTS) {
    const Page = z.object({ data: z.array(row), next_cursor: z.string().nullable() });
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < PAGES_MAX; page += 1) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const told = await answered(`/v1/${list}?limit=100${from}`, ask);
      const { data, next_cursor: next } = Page.parse(JSON.parse(told.text));
      const own = data.filter(({ legal_entity }) => legal_entity === wish.legalEntity);
      for (const each of own)
        if (each.issue_date >= wish.from && each.issue_date <= wish.to) yield { kind, list, row: each };
      cursor = own.some(({ issue_date }) => issue_date < wish.from) ? null : next;
    }
    if (cursor !== null) throw new ExportFailure(`there are more than ${PAGES_MAX} pages of ${list}`);
  }
}

type Found = {
  readonly pdf: ExportFile | null;
  readonly xml: ExportFile | null;
  readonly files: readonly ExportFile[];
  /** The sum that was kept when the PDF was archived. */
  readonly sealed: string | null;
  readonly state: ArchiveState;
  /** Whether its frozen bytes are not as they were. */
  readonly isUnreadable: boolean;
};

async function archivedDocument({ list, row }: Listed, { ask, read }: Asking): Promise<Found> {
  const path = `/v1/${list}/${row.id}`;
  const name = `documents/${row.number.replaceAll(/[^A-Za-z0-9.-]/g, '-')}-${row.id}`;
  const link = DocumentLink.parse(JSON.parse((await answered(`${path}/pdf`, ask)).text));
  const bytes = await read(link.url);
  const pdf = bytes && { path: `${name}.pdf`, bytes };
  const told = await ask(`${path}/xml`);
  // Frozen bytes that do not have their hash are a fault of the API, and are not printed.
  const isUnreadable = told.status >= 500;
  // What no e-invoice can say, such as an amount with three decimals, is there as PDF alone.
  const isPdfAlone = told.status === 422 && told.text.includes('document.not_compliant');
  const xml = isUnreadable || isPdfAlone ? null : fileOf(`${name}.xml`, checked(`${path}/xml`, told).text);
  const state = isUnreadable ? 'changed' : stateOf(pdf, link.sha256);

  return {
    pdf,
    xml,
    files: [pdf, xml].filter((file) => file !== null),
    sealed: link.sha256,
    state,
    isUnreadable,
  };
}

function stateOf(pdf: ExportFile | null, sealed: string | null): ArchiveState {
  if (pdf === null) return 'missing';
  if (sealed === null) return 'unsealed';

  return sha256Hex(pdf.bytes) === sealed ? 'intact' : 'changed';
}

type Cells = readonly (string | { readonly decimal: string })[];

const Taxed = z.object({ taxes: z.array(TaxSubtotalBody) });

/** What a document states of each category and rate; nothing where its frozen bytes are not as they were. */
async function taxCells({ kind, list, row }: Listed, { isUnreadable }: Found, ask: Ask): Promise<Cells[]> {
  if (isUnreadable) return [];
  const { number, issue_date, id } = row;
  const { taxes } = Taxed.parse(JSON.parse((await answered(`/v1/${list}/${id}`, ask)).text));

  return taxes.map(({ category, rate, base, tax }) => [
    ...[number, kind, issue_date, id, category],
    ...[{ decimal: rate }, { decimal: base.amount }, { decimal: tax.amount }],
    base.currency,
  ]);
}

function documentCells({ kind, row }: Listed, { pdf, xml, sealed, state }: Found) {
  const { number, issue_date, total, customer, id } = row;

  return [
    number,
    kind,
    issue_date,
    { decimal: total.amount },
    total.currency,
    customer,
    id,
    xml?.path ?? '',
    pdf?.path ?? '',
    sealed ?? '',
    state,
  ];
}

async function answered(path: string, ask: Ask) {
  return checked(path, await ask(path));
}

function checked<Told extends { readonly status: number; readonly text: string }>(
  path: string,
  told: Told,
): Told {
  if (told.status !== 200)
    throw new ExportFailure(`GET ${path} answered ${told.status}: ${told.text.slice(0, 500)}`);

  return told;
}

function fileOf(path: string, text: string): ExportFile {
  return { path, bytes: new TextEncoder().encode(text) };
}
