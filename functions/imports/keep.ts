/** Woken by the routes of imports; records import.checked and import.applied, and takes rows over. */
import type { ImportApplication, NewImport } from '../../shared/contracts/imports.ts';
import { IMPORT_ROWS_MAX, importRoutes } from '../../shared/contracts/imports.ts';
import { answerImport } from '../../shared/domain/answers/imports.ts';
import { type Finding, type ImportTable, imports, type KnownImport } from '../../shared/domain/imports.ts';
import { tableOf } from '../../shared/domain/imports/csv.ts';
import { finding, refusedColumns } from '../../shared/domain/imports/rows.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { create, execute, load } from '../../shared/execute.ts';
import { type CheckedRow, checkedTable } from '../../shared/flows/importing.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Ports } from '../../shared/ports.ts';

async function check(call: Call<NewImport, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, body, acting } = call;
  const id = derivedId(PREFIX.import, tenant, ...obligationOf(call, importRoutes.check));
  const { state: seller } = await load(ports.journal, legalEntities, { tenant, id: body.legal_entity });
  if (seller.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  if (body.as_of > localDate(acting.at, seller.zone))
    return refuse('import.as_of_in_future', 'The day whose figures these are has not begun.', {
      pointer: '#/as_of',
    });
  const rows = rowsOf(body);
  if (!rows.ok) return rows;

  const table = { kind: body.kind, entity: body.legal_entity, asOf: body.as_of, rows: rows.value };
  const checked = await checkedTable({ tenant, import: id, table, at: acting.at }, ports);
  const findings = findingsOf(checked.rows);
  const command = { do: 'check', table, hash: checked.hash, findings, at: acting.at } as const;
  const done = await create(ports.journal, imports, { ref: { tenant, id }, command, acting });
  if (!done.ok) return done;
  const { state, replayed } = done.value;
  if (state.status === 'none') throw new TypeError('an import that was checked exists');

  return ok({ body: answerImport(id, state, checked.rows), version: 1, replayed });
}

/** The rows with a point as decimal sign, whichever way they were sent. */
function rowsOf({ kind, rows, csv }: NewImport): Result<ImportTable['rows']> {
  if (!csv) {
    const sent = (rows ?? []).map((row) => Object.entries(row));
    for (const [index, row] of sent.entries()) {
      const names = row.map(([name]) => name);
      const wrong = refusedColumns(kind, names, `#/rows/${index}`);
      if (wrong) return wrong;
    }
    return ok(sent);
  }
  const table = tableOf(csv.text, { delimiter: csv.delimiter, rowsMax: IMPORT_ROWS_MAX });
  if (!table.ok) return table;
  const { columns } = table.value;
  const wrong = refusedColumns(kind, columns, '#/csv/text');
  if (wrong) return wrong;
  const isNumber = (column: string) => NUMBERS.has(column);
  const read = (column: string, text: string) =>
    csv.decimal === ',' && isNumber(column) ? pointed(text) : text;

  return ok(
    table.value.rows.map((cells) =>
      columns.map((column, index) => [column, read(column, cells[index] ?? '')] as const),
    ),
  );
}

/** Columns that hold decimals. */
const NUMBERS = new Set(['amount', 'debit', 'credit', 'quantity', 'unit_price']);

/** With a point for the comma. Where the comma is the sign a point groups digits, and a grouped number is refused later. */
function pointed(text: string): string {
  return text.replaceAll('.', "'").replace(',', '.');
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const found = await importOf(call, ports);
  if (!found.ok) return found;
  const { id, state, version } = found.value;
  const { rows } = await looked(call, { id, state }, ports);

  return ok({ body: answerImport(id, state, rows), version });
}

async function apply(call: Call<ImportApplication, undefined>, ports: Ports): Promise<Result<Answer>> {
  const found = await importOf(call, ports);
  if (!found.ok) return found;
  const { id, state } = found.value;
  const checked = await looked(call, { id, state }, ports);
  if (checked.hash !== state.hash || call.body.hash !== state.hash)
    return refuse('import.stale', 'What the dry run saw is not so any more, or its hash is another one.', {
      pointer: '#/hash',
      hint: 'Send the table again as a dry run, read its answer, and apply that.',
    });
  const rows: CheckedRow[] = [];
  for (const [index, row] of checked.rows.entries()) rows.push(await taken(call, { index, row }, ports));

  const { tenant, acting } = call;
  const command = { do: 'apply', findings: findingsOf(rows), at: acting.at } as const;
  const done = await execute(ports.journal, imports, { ref: { tenant, id }, command, acting });
  if (!done.ok) return done;
  if (done.value.state.status === 'none') throw new TypeError('an import that was applied exists');

  return ok({ body: answerImport(id, done.value.state, rows), version: done.value.version });
}

/** The row once it was taken over, or with why it was not; the others go on. */
async function taken(
  call: Call<unknown, unknown>,
  { index, row }: { readonly index: number; readonly row: CheckedRow },
  ports: Ports,
): Promise<CheckedRow> {
  if (row.status !== 'ready') return row;
  const done = (await row.bring?.run(ports.journal, call.acting)) ?? ok(null);

  return done.ok
    ? { ...row, status: 'imported' }
    : { ...row, status: 'refused', finding: finding(index, done.refusal) };
}

async function importOf(call: Call<unknown, undefined>, ports: Ports) {
  const id = call.params.import_id ?? '';
  const { state, version } = await load(ports.journal, imports, { tenant: call.tenant, id });

  return state.status === 'none'
    ? refuse('import.not_found', 'There is no such import.')
    : ok({ id, state, version });
}

function looked(
  call: Call<unknown, undefined>,
  { id, state }: { readonly id: string; readonly state: KnownImport },
  ports: Ports,
) {
  const { kind, entity, asOf, rows } = state;
  const table = { kind, entity, asOf, rows };

  return checkedTable({ tenant: call.tenant, import: id, table, at: call.acting.at }, ports);
}

function findingsOf(rows: readonly CheckedRow[]): readonly Finding[] {
  return rows.flatMap((row) => (row.finding ? [row.finding] : []));
}

export const handler = onHttp('imports.keep', [
  endpoint(importRoutes.check, check),
  endpoint(importRoutes.get, get),
  endpoint(importRoutes.apply, apply),
]);
