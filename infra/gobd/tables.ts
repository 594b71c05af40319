/** The tables of an export for auditors: their files and columns, as the API gives them or as we write them. */
import { BALANCE_COLUMNS, ENTRY_COLUMNS } from '../../shared/domain/answers/ledger.ts';

/** A column; `decimals` are the most that its figures have, `day` is a calendar day. */
export type Column = { readonly name: string; readonly is: 'text' | 'day' | { readonly decimals: number } };

/** A table: a CSV file of the export and what its columns hold. */
export type ExportTable = {
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
};

/** Decimals of any amount: no currency of ISO 4217 has more. */
const AMOUNT = { decimals: 4 } as const;
const KINDS: Readonly<Record<string, Column['is']>> = {
  date: 'day',
  issue_date: 'day',
  amount: AMOUNT,
  total: AMOUNT,
  debit: AMOUNT,
  credit: AMOUNT,
  balance: AMOUNT,
  rate: { decimals: 3 },
  base: AMOUNT,
  tax: AMOUNT,
  source_version: { decimals: 0 },
};

const columnsOf = (names: readonly string[]): readonly Column[] =>
  names.map((name) => ({ name, is: KINDS[name] ?? 'text' }));

/** The header of the list of documents. */
export const DOCUMENT_COLUMNS = [
  'number',
  'kind',
  'issue_date',
  'total',
  'currency',
  'customer',
  'id',
  'xml_file',
  'pdf_file',
  'pdf_sha256',
  'archive',
] as const;

/** The header of the list of taxes. */
export const TAX_COLUMNS = [
  'number',
  'kind',
  'issue_date',
  'id',
  'category',
  'rate',
  'base',
  'tax',
  'currency',
] as const;

/**
 * How a document was found: `intact`: the PDF has the sum that was kept when it was archived; `unsealed`: no sum was kept
 * then; `changed`: PDF or frozen content are not as they were; `missing`: the PDF is not there.
 */
export type ArchiveState = 'intact' | 'unsealed' | 'changed' | 'missing';

/** The header of the list of checksums. */
export const CHECKSUM_COLUMNS = ['file', 'sha256'] as const;

/** Every table of an export. */
export const TABLES = {
  journal: {
    file: 'journal.csv',
    name: 'Journal',
    description: 'Buchungen / postings; the amounts of one source and version sum to zero',
    columns: columnsOf(ENTRY_COLUMNS),
  },
  balance: {
    file: 'trial_balance.csv',
    name: 'Trial balance',
    description: 'Summen und Salden / debits, credits and balance of each account over the period',
    columns: columnsOf(BALANCE_COLUMNS),
  },
  documents: {
    file: 'documents.csv',
    name: 'Documents',
    description:
      'Belege / invoices and credit notes by number, with the files that hold them; whether they are as archived',
    columns: columnsOf(DOCUMENT_COLUMNS),
  },
  taxes: {
    file: 'taxes.csv',
    name: 'Taxes',
    description:
      'Umsatzsteuer je Beleg, Kategorie (UNTDID 5305) und Satz / VAT of each document by category and rate; a credit note takes back what it states',
    columns: columnsOf(TAX_COLUMNS),
  },
  checksums: {
    file: 'checksums.csv',
    name: 'Checksums',
    description: 'Prüfsummen / SHA-256 of every other file of this export',
    columns: columnsOf(CHECKSUM_COLUMNS),
  },
} as const satisfies Readonly<Record<string, ExportTable>>;
