/** The lists of self-billed invoices, of the credit notes to them, and of what is owed by them. */
import type { SelfBilledCreditNote } from '../domain/self-billing/documents.ts';
import type { SelfBilled, SelfBilledIssued } from '../domain/self-billing/states.ts';
import type { CivilDate } from '../kernel/time.ts';
import type { Commit, ViewRow, Views } from '../ports.ts';
import { listRow } from './lists.ts';
import { expiryOfClosed } from './expiry.ts';

/** Partitions the payables of one tenant are spread over. */
const PAYABLE_SHARDS = 4;

/** Questions in one look at the payables; a longer look goes on behind its cursor. */
const PAYABLE_QUESTIONS_MAX = 50;

/** What the row of a self-billed invoice says; `customer` is the supplier. */
export type SelfBilledListed = Pick<
  SelfBilledIssued,
  'number' | 'customer' | 'entity' | 'currency' | 'issueDate' | 'dueDate' | 'grossMinor'
> & { readonly openMinor: bigint; readonly objectedOn: CivilDate | null };

/** What the row of a credit note to one says. */
export type SelfBilledCreditListed = Omit<SelfBilledListed, 'dueDate' | 'openMinor' | 'objectedOn'> & {
  readonly invoice: string;
};

/** The row of a self-billed invoice under its date of issue, and the one of its payable under the day it is due. */
export function selfBilledRows(
  { tenant, id, version, at }: Commit,
  invoice: SelfBilled,
  openMinor: bigint,
): readonly ViewRow[] {
  if (invoice.status === 'none') return [];
  const { number, customer, entity, currency, issueDate, dueDate, grossMinor, objection } = invoice;
  const data: SelfBilledListed = {
    ...{ number, customer, entity, currency, issueDate, dueDate, grossMinor },
    ...{ openMinor, objectedOn: objection?.objectedOn ?? null },
  };
  const listed = { tenant, list: 'self_billed_invoices', id, createdAt: issueDate, version, data };
  const due = { pk: payables(tenant, shardOf(id)), sk: `${dueDate}#${id}`, version, data };
  // Nothing makes a payable open again, and who looks for what is open need not pass by all that ever was.
  const expiry = openMinor === 0n && { expiresAt: expiryOfClosed(at) };

  return [listRow(listed), { ...due, ...expiry }];
}

/** The row of a credit note, under its date of issue. */
export function selfBilledCreditRows(
  { tenant, id, version }: Commit,
  note: SelfBilledCreditNote,
): readonly ViewRow[] {
  if (note.status === 'none') return [];
  const { number, customer, entity, currency, issueDate: createdAt, grossMinor, invoice } = note;
  const data: SelfBilledCreditListed = {
    ...{ number, customer, entity, currency, issueDate: createdAt, grossMinor, invoice },
  };

  return [listRow({ tenant, list: 'self_billed_credit_notes', id, createdAt, version, data })];
}

/** A look at what is owed. */
export type PayableQuestion = {
  readonly tenant: string;
  readonly limit: number;
  /** The last day that counts; null where all do. */
  readonly dueBy: CivilDate | null;
  readonly isWanted: (row: SelfBilledListed) => boolean;
};

/** What is open, the oldest due first, behind a sort key; `next` is where to go on, null at the end. */
export async function openPayables(
  views: Views,
  question: PayableQuestion,
  from: string | null,
): Promise<{ readonly rows: readonly ViewRow[]; readonly next: string | null }> {
  const rows: ViewRow[] = [];
  let place = from;
  for (let asked = 0; asked < PAYABLE_QUESTIONS_MAX; asked += 1) {
    const { found, isAll } = await payablesBehind(views, question, place);
    for (const row of found) {
      const listed = row.data as SelfBilledListed; // written by selfBilledRows alone
      place = row.sk;
      if (listed.openMinor > 0n && question.isWanted(listed)) rows.push(row);
      if (rows.length === question.limit) return { rows, next: place };
    }
    if (isAll) return { rows, next: null };
  }

  return { rows, next: place };
}

/** Rows of all shards in their order, as far as no shard holds one before them that was not read. */
async function payablesBehind(
  views: Views,
  { tenant, limit, dueBy }: PayableQuestion,
  after: string | null,
): Promise<{ readonly found: readonly ViewRow[]; readonly isAll: boolean }> {
  const pages = await Promise.all(
    Array.from({ length: PAYABLE_SHARDS }, (_, shard) =>
      views.query({
        pk: payables(tenant, shard),
        limit: limit + 1,
        ...(dueBy !== null && { to: `${dueBy}#~` }),
        ...(after !== null && { after }),
      }),
    ),
  );
  const ends = pages.flatMap(({ items, next }) => (next === undefined ? [] : (items.at(-1)?.sk ?? [])));
  const end = ends.toSorted()[0];
  const inOrder = pages.flatMap(({ items }) => items).toSorted((a, b) => (a.sk < b.sk ? -1 : 1));

  return {
    found: end === undefined ? inOrder : inOrder.filter(({ sk }) => sk <= end),
    isAll: end === undefined,
  };
}

function payables(tenant: string, shard: number): string {
  return `${tenant}#payables#${shard}`;
}

/** Ids are digests, so their last character spreads them evenly. */
function shardOf(id: string): number {
  return id.charCodeAt(id.length - 1) % PAYABLE_SHARDS;
}
