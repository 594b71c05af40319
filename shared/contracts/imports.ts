/** Imports on the wire: what another system left running, open or on its accounts, checked first and then taken over. */
import * as z from 'zod';
import { CivilDateBody, Currency, decimal, id, InstantBody } from './common.ts';
import { route } from './route.ts';

/** Rows that one import takes. */
export const IMPORT_ROWS_MAX = 200;

/** Characters of a table as CSV. */
export const IMPORT_TEXT_MAX = 200_000;

/** Characters of one cell. */
export const CELL_MAX = 300;

/** What can be taken over. */
export const IMPORT_KINDS = ['subscriptions', 'open_items', 'opening_balances'] as const;

/** A table as RFC 4180 writes it, with the delimiter and the decimal sign that the sender uses. */
const Csv = z.strictObject({
  text: z.string().min(1).max(IMPORT_TEXT_MAX),
  delimiter: z.enum([',', ';']),
  decimal: z.enum(['.', ',']),
});

const Row = z.record(z.string().max(40), z.string().max(CELL_MAX));

/** A table that is checked: rows by the names of their columns, or CSV whose first line names them. */
export const NewImport = z
  .strictObject({
    kind: z.enum(IMPORT_KINDS),
    /** Nothing is taken over before it was checked: `apply` does that, once the answer was read. */
    dry_run: z.literal(true),
    legal_entity: id('legalEntity'),
    /** The day whose figures these are; postings bear it. */
    as_of: CivilDateBody,
    rows: z.array(Row).min(1).max(IMPORT_ROWS_MAX).optional(),
    csv: Csv.optional(),
  })
  .refine(({ rows, csv }) => (rows === undefined) !== (csv === undefined), {
    message: 'must hold either rows or csv',
    path: ['rows'],
  })
  .meta({ id: 'NewImport' });

/** A parsed `NewImport`. */
export type NewImport = z.infer<typeof NewImport>;

/** Which checked table is taken over. */
export const ImportApplication = z
  .strictObject({
    /** The `hash` of the dry run: what was read is what is done. */
    hash: z.string().length(43),
  })
  .meta({ id: 'ImportApplication' });

/** A parsed `ImportApplication`. */
export type ImportApplication = z.infer<typeof ImportApplication>;

/** What is to be said of a row. */
const ImportRow = z.strictObject({
  /** Counted from 1, without the header. */
  row: z.int(),
  external_id: z.string().nullable(),
  /** `known` was taken over before, by this import or another one, just as it stands here. */
  status: z.enum(['ready', 'known', 'imported', 'refused']),
  /** What it became, or will become. */
  object_id: z.string().nullable(),
  field: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

/** Sums of the rows that are not refused. */
const ImportTotal = z.strictObject({
  currency: Currency,
  rows: z.int(),
  debit: decimal(4, '119.00'),
  credit: decimal(4, '0.00'),
  /** Debit less credit. */
  control_sum: decimal(4, '119.00'),
});

/** An import: what was checked, and what became of it. */
export const Import = z
  .strictObject({
    id: id('import'),
    object: z.literal('import'),
    kind: z.enum(IMPORT_KINDS),
    status: z.enum(['checked', 'applied', 'partly_applied']),
    legal_entity: id('legalEntity'),
    as_of: CivilDateBody,
    hash: z.string(),
    rows: z.array(ImportRow),
    totals: z.array(ImportTotal),
    created_at: InstantBody,
  })
  .meta({ id: 'Import' });

/** A parsed `Import`. */
export type Import = z.infer<typeof Import>;

const tag = 'Imports';

/** The routes of imports. */
export const importRoutes = {
  check: route({
    method: 'POST',
    path: '/v1/imports',
    summary: 'Check a table of subscriptions, open items or opening balances',
    tag,
    scope: 'admin',
    idempotency: 'required',
    body: NewImport,
    answer: Import,
    status: 201,
    refusals: [
      'legal_entity.unknown',
      'import.as_of_in_future',
      'import.csv_malformed',
      'import.column_unknown',
      'import.column_missing',
      'import.rows_too_many',
    ],
  }),
  get: route({
    method: 'GET',
    path: '/v1/imports/{import_id}',
    summary: 'Show an import',
    tag,
    scope: 'admin',
    idempotency: 'none',
    answer: Import,
    status: 200,
    refusals: ['import.not_found'],
  }),
  apply: route({
    method: 'POST',
    path: '/v1/imports/{import_id}/apply',
    summary: 'Take over what a dry run found ready; each row once, whatever is repeated',
    tag,
    scope: 'admin',
    idempotency: 'none',
    body: ImportApplication,
    answer: Import,
    status: 200,
    refusals: ['import.not_found', 'import.stale'],
  }),
};
