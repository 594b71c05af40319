/** Checks the rows of an import against what is known, and takes over those that are ready, each as one commit of its own. */
import type { InvoiceGrouping } from '../domain/gatherings.ts';
import { customers } from '../domain/customers.ts';
import {
  type Finding,
  type ImportedRow,
  importedId,
  type ImportTable,
  type Origin,
} from '../domain/imports.ts';
import { cellOf, finding, type ReadRow, readRow } from '../domain/imports/rows.ts';
import { repeatedIn, unbalancedIn } from '../domain/imports/together.ts';
import { chartOf, charts, numbersIn } from '../domain/ledger/chart.ts';
import { load } from '../execute.ts';
import { canonicalJson, sha256Base64Url } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import { type Bring, bringBalance, bringOpenItem } from './bringing-forward.ts';
import { bringSubscription } from './taking-over.ts';

/** A row that was looked at: what it says, what it becomes, and what stands in its way. */
export type CheckedRow = {
  readonly externalId: string | null;
  readonly status: 'ready' | 'known' | 'imported' | 'refused';
  readonly object: string | null;
  readonly read: ReadRow | undefined;
  readonly finding: Finding | null;
  readonly bring: Bring | null;
};

/** A table that was looked at. Its hash changes with whatever it says and with whatever is known of it. */
export type CheckedTable = { readonly rows: readonly CheckedRow[]; readonly hash: string };

/** Who imports what. */
export type Importing = {
  readonly tenant: string;
  readonly import: string;
  readonly table: ImportTable;
  readonly at: Instant;
};

/** Looks at every row; writes nothing. */
export async function checkedTable(
  importing: Importing,
  ports: Pick<Ports, 'journal'>,
): Promise<CheckedTable> {
  const { tenant, table } = importing;
  const ref = { tenant, id: chartOf(tenant, table.entity) };
  const numbers = numbersIn((await load(ports.journal, charts, ref)).state);
  const known = customersOf(tenant, ports);
  const reads = table.rows.map((row) => ({ row, read: readRow(table.kind, row, numbers) }));
  // Before anything is looked up: what was taken over since must not change why a row is refused.
  const repeated = byRow(repeatedIn(reads.map(({ read }) => (read.ok ? read.value : undefined))));
  const rows = await Promise.all(
    reads.map(async ({ row, read }, index) => {
      if (!read.ok) return refused(row, finding(index, read.refusal));
      const again = repeated.get(index + 1);
      if (again) return refused(row, again);
      const place = { row, index, read: read.value };

      return checkedRow(importing, place, { ...ports, customers: known });
    }),
  );
  const unbalanced = byRow(
    unbalancedIn(rows.map(({ read, status }) => (status === 'refused' ? undefined : read))),
  );
  const all = rows.map((row, index) => {
    const finding = unbalanced.get(index + 1);
    return finding ? { ...row, status: 'refused' as const, finding, bring: null } : row;
  });

  return { rows: all, hash: hashOf(importing, all) };
}

function byRow(findings: readonly Finding[]): ReadonlyMap<number, Finding> {
  return new Map(findings.map((each) => [each.row, each]));
}

/** The rows as an import of another name would see them too, so that what this one took over does not make it stale. */
function hashOf({ table }: Importing, rows: readonly CheckedRow[]): string {
  const seen = rows.map(({ status, object, finding, bring }) => {
    return [status === 'imported' ? 'ready' : status, object, finding, bring?.seen ?? null];
  });

  return sha256Base64Url(canonicalJson([table, seen]));
}

type Place = { readonly row: ImportedRow; readonly index: number; readonly read: ReadRow };
type Known = { readonly customers: (id: string) => Promise<Result<Buyer>> };

/** What of a customer goes into what is taken over. */
export type Buyer = {
  readonly id: string;
  readonly dueDays: number;
  readonly language: string;
  /** Absent where each of its subscriptions has invoices of its own. */
  readonly grouping?: InvoiceGrouping;
  /** Absent where the seller's holds. */
  readonly zone?: string;
};

async function checkedRow(
  importing: Importing,
  place: Place,
  ports: Pick<Ports, 'journal'> & Known,
): Promise<CheckedRow> {
  const { row, index, read } = place;
  const { tenant, table } = importing;
  const { externalId } = read;
  const brought = await bringOf(importing, place, ports);
  if (!brought.ok) return { ...refused(row, finding(index, brought.refusal)), read };
  const found = { externalId, read, finding: null };
  if (brought.value === null) return { ...found, status: 'ready', object: null, bring: null };

  const id = importedId(tenant, { ...table, externalId });
  const first = await ports.journal.at({ tenant, id }, 1);
  if (!first) return { ...found, status: 'ready', object: id, bring: brought.value };
  const data = first.facts[0]?.data as { origin: Origin } | undefined; // whatever bears such an id was taken over
  if (data?.origin.content !== contentOf(table, row))
    return { ...refused(row, finding(index, used().refusal)), read };
  const status = data.origin.import === importing.import ? 'imported' : 'known';

  return { ...found, status, object: id, bring: brought.value };
}

function used() {
  return refuse('import.external_id_used', 'Something else was taken over under this external id.', {
    pointer: 'external_id',
  });
}

function refused(row: ImportedRow, found: Finding): CheckedRow {
  const externalId = cellOf(row, 'external_id') || null;

  return { externalId, status: 'refused', object: null, read: undefined, finding: found, bring: null };
}

/** How the row is taken over; null where nothing is to be done, since its items say it. */
async function bringOf(
  importing: Importing,
  { row, read }: Place,
  ports: Pick<Ports, 'journal'> & Known,
): Promise<Result<Bring | null>> {
  const { tenant, table, at } = importing;
  const content = contentOf(table, row);
  const id = importedId(tenant, { ...table, externalId: read.externalId });
  const origin = { import: importing.import, externalId: read.externalId, content };
  const frame = { tenant, id, entity: table.entity, asOf: table.asOf, origin, at };
  if (read.kind === 'opening_balances') return bringBalance(read, frame);
  const customer = await ports.customers(read.customer);
  if (!customer.ok) return customer;

  return read.kind === 'open_items'
    ? ok(bringOpenItem(read, frame))
    : bringSubscription(read, { ...frame, customer: customer.value }, ports);
}

/** All that a row says, as a hash. */
function contentOf({ kind, entity, asOf }: ImportTable, row: ImportedRow): string {
  return sha256Base64Url(canonicalJson([kind, entity, asOf, Object.fromEntries(row)]));
}

/** Reads each customer once, however many rows name it. */
function customersOf(tenant: string, ports: Pick<Ports, 'journal'>): Known['customers'] {
  const met = new Map<string, Promise<Result<Buyer>>>();
  const look = async (id: string): Promise<Result<Buyer>> => {
    const { state } = await load(ports.journal, customers, { tenant, id });
    const pointer = 'customer';
    if (state.status === 'none') return refuse('customer.unknown', 'There is no such customer.', { pointer });
    if (state.status === 'erased')
      return refuse('customer.erased', 'The personal data of this customer was erased.', { pointer });

    const { dueDays, language, grouping, zone } = state;

    return ok({ id, dueDays, language, ...(grouping && { grouping }), ...(zone && { zone }) });
  };

  return (id) => {
    const found = met.get(id) ?? look(id);
    met.set(id, found);
    return found;
  };
}
