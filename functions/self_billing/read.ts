/** Woken by the routes that show self-billed invoices and the credit notes to them. */
import type { EInvoiceFormat } from '../../shared/contracts/e-invoices.ts';
import { type PayableQuery, payableRoutes, type SelfBilledQuery } from '../../shared/contracts/payables.ts';
import { selfBilledCreditRoutes } from '../../shared/contracts/self-billed-credits.ts';
import { selfBillingRoutes } from '../../shared/contracts/self-billing.ts';
import { validationOf, xmlAnswer } from '../../shared/documents/handing-out.ts';
import { examinedOf } from '../../shared/documents/prepared.ts';
import {
  answerSelfBilledCredit,
  answerSelfBilledCreditRow,
  answerSelfBilledRow,
} from '../../shared/domain/answers/self-billing.ts';
import { selfBilledCreditNotes, selfBilledInvoices } from '../../shared/domain/self-billing/documents.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import { filteredListing, listing } from '../../shared/edge/listing.ts';
import { load } from '../../shared/execute.ts';
import { linkToPdf } from '../../shared/flows/handing-out.ts';
import { readFrozen } from '../../shared/flows/freezing.ts';
import { printedModel, shownSelfBilled } from '../../shared/flows/showing-self-billed.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import {
  openPayables,
  type SelfBilledCreditListed,
  type SelfBilledListed,
} from '../../shared/views/self-billing.ts';

type Plain = Call<undefined, undefined>;
type Named = Pick<Plain, 'tenant' | 'params'>;

/** A document that was found: what is needed to hand it out. */
type Handed = { readonly id: string; readonly state: { readonly number: string; readonly content: string } };
type Find = (call: Named, ports: Ports) => Promise<Result<Handed>>;

async function invoiceOf({ tenant, params }: Named, ports: Ports) {
  const id = params.self_billed_invoice_id ?? '';
  const { state, version } = await load(ports.journal, selfBilledInvoices, { tenant, id });

  return state.status === 'none'
    ? refuse('self_billed_invoice.not_found', 'There is no such self-billed invoice.')
    : ok({ id, state, version });
}

async function noteOf({ tenant, params }: Named, ports: Ports) {
  const id = params.self_billed_credit_note_id ?? '';
  const { state, version } = await load(ports.journal, selfBilledCreditNotes, { tenant, id });

  return state.status === 'none'
    ? refuse('self_billed_credit_note.not_found', 'There is no such credit note to a self-billed invoice.')
    : ok({ id, state, version });
}

async function getInvoice(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const found = await invoiceOf(call, ports);
  if (!found.ok) return found;
  const { id, state, version } = found.value;

  return ok({ body: await shownSelfBilled({ tenant: call.tenant, id }, state, ports), version });
}

async function getNote(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const found = await noteOf(call, ports);
  if (!found.ok) return found;
  const { id, state, version } = found.value;
  const model = await printedModel(call.tenant, state.content, ports);

  return ok({ body: answerSelfBilledCredit(id, state, model), version });
}

const pdfOf = (find: Find) => async (call: Plain, ports: Ports) => {
  const found = await find(call, ports);
  if (!found.ok) return found;
  const { id, state } = found.value;

  return linkToPdf({ ref: { tenant: call.tenant, id }, number: state.number, now: call.acting.at }, ports);
};

const xmlOf =
  (find: Find) => async (call: Call<undefined, { readonly format: EInvoiceFormat }>, ports: Ports) => {
    const found = await find(call, ports);
    if (!found.ok) return found;
    const { content, number } = found.value.state;
    const { semantic } = examinedOf(await readFrozen(call.tenant, content, ports), number);

    return xmlAnswer({ number, semantic }, call.query.format);
  };

const validationFor = (find: Find) => async (call: Plain, ports: Ports) => {
  const found = await find(call, ports);
  if (!found.ok) return found;
  const { content, number } = found.value.state;
  const examined = examinedOf(await readFrozen(call.tenant, content, ports), number);

  return ok({ body: validationOf({ number, ...examined }) });
};

const listInvoices = filteredListing<SelfBilledListed, SelfBilledQuery>('self_billed_invoices', {
  item: answerSelfBilledRow,
  isWanted: (row, query) => isOf(row, query) && isIn(row, query.state),
});

/** Whether it is of the buyer and the supplier that are asked for. */
function isOf(
  row: SelfBilledListed,
  { legal_entity: entity, supplier }: Pick<SelfBilledQuery, 'legal_entity' | 'supplier'>,
): boolean {
  return (entity ?? row.entity) === row.entity && (supplier ?? row.customer) === row.customer;
}

function isIn({ openMinor, objectedOn }: SelfBilledListed, state: SelfBilledQuery['state']): boolean {
  if (state === undefined) return true;
  if (state === 'objected') return objectedOn !== null;

  return openMinor > 0n === (state === 'open');
}

async function listPayables(call: Call<undefined, PayableQuery>, ports: Ports): Promise<Result<Answer>> {
  const { tenant, query, acting } = call;
  const { legal_entity: entity = '', supplier = '', due_by: dueBy = null, limit } = query;
  const scope = [tenant, 'payables', entity, supplier, dueBy ?? ''];
  const from = await readCursor<string>(query.cursor, scope, ports);
  if (!from.ok) return from;
  const isWanted = (row: SelfBilledListed) => isOf(row, query);
  const page = await openPayables(ports.views, { tenant, limit, dueBy, isWanted }, from.value);
  const data = page.rows.map(
    ({ sk, data: row }) => answerSelfBilledRow(sk.split('#')[1] ?? '', row as SelfBilledListed), // the view's own builder wrote it
  );

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: acting.at },
  });
}

const listNotes = listing<SelfBilledCreditListed>('self_billed_credit_notes', answerSelfBilledCreditRow);

export const handler = onHttp('self_billing.read', [
  endpoint(payableRoutes.listInvoices, listInvoices),
  endpoint(payableRoutes.listPayables, listPayables),
  endpoint(selfBillingRoutes.getInvoice, getInvoice),
  endpoint(selfBillingRoutes.invoicePdf, pdfOf(invoiceOf)),
  endpoint(selfBillingRoutes.invoiceXml, xmlOf(invoiceOf)),
  endpoint(selfBillingRoutes.invoiceValidation, validationFor(invoiceOf)),
  endpoint(selfBilledCreditRoutes.listNotes, listNotes),
  endpoint(selfBilledCreditRoutes.getNote, getNote),
  endpoint(selfBilledCreditRoutes.notePdf, pdfOf(noteOf)),
  endpoint(selfBilledCreditRoutes.noteXml, xmlOf(noteOf)),
  endpoint(selfBilledCreditRoutes.noteValidation, validationFor(noteOf)),
]);
