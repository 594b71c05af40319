/** Woken by the routes of invoices and credit notes; shows them, links their PDFs, records invoice.credit_requested. */
import type { CreditNoteQuery, InvoiceQuery } from '../../shared/contracts/list-queries.ts';
import type { NewCreditNote } from '../../shared/contracts/credit-requests.ts';
import { documentRoutes } from '../../shared/contracts/documents.ts';
import {
  type PrintedModel,
  answerCreditNote,
  answerCreditNoteRow,
  answerInvoice,
  answerInvoiceRow,
  invoiceMoney,
} from '../../shared/domain/answers/documents.ts';
import { answerExplanation } from '../../shared/domain/answers/explanations.ts';
import type { DraftLine } from '../../shared/domain/drafting/draft.ts';
import { explainPrintedLine } from '../../shared/domain/explaining.ts';
import { creditNotes, invoices } from '../../shared/domain/invoices.ts';
import { creditNoteOf, metCredit } from '../../shared/domain/invoices/crediting.ts';
import type { ClearedBy, Invoice } from '../../shared/domain/invoices/states.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { paidByOf } from '../../shared/domain/receivables/story.ts';
import { accounts } from '../../shared/domain/receivables.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { filteredListing, isOfAll } from '../../shared/edge/listing.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { execute, load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { statedLines } from '../../shared/flows/crediting.ts';
import { retentionOf } from '../../shared/flows/archiving.ts';
import { linkToPdf } from '../../shared/flows/handing-out.ts';
import { type Frozen, readFrozen } from '../../shared/flows/freezing.ts';
import { CREDIT_NOTES, INVOICES, numberedFor } from '../../shared/flows/numbered-documents.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';
import { storyOf } from '../../shared/flows/posting.ts';
import {
  type CreditNoteListed,
  type InvoiceListed,
  listedCreditNote,
  listedInvoice,
} from '../../shared/views/documents.ts';

type Plain = Call<undefined, undefined>;
type Issued = Exclude<Invoice, { status: 'none' }>;

async function getInvoice(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state, version } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');

  const [frozen, seller, issued, money] = await Promise.all([
    readFrozen(call.tenant, state.content, ports),
    load(ports.journal, legalEntities, { tenant: call.tenant, id: state.entity }, 'eventual'),
    issuedNotes(ref, state, ports),
    moneyOf(ref, state, ports),
  ]);
  const model = printedOf(frozen);
  const zone = seller.state.status === 'active' ? seller.state.zone : 'UTC';
  const today = localDate(call.acting.at, zone);

  return ok({ body: answerInvoice(ref.id, state, { model, money, today, creditNotes: issued }), version });
}

/** Of the credit notes that were asked for, those that are there. */
async function issuedNotes(ref: AggregateRef, { credits }: Issued, ports: Ports): Promise<readonly string[]> {
  const ids = credits.map((credit) => creditNoteOf(ref.tenant, ref.id, credit));
  const notes = await Promise.all(
    ids.map((id) => load(ports.journal, creditNotes, { tenant: ref.tenant, id })),
  );

  return ids.filter((_, index) => (notes[index]?.version ?? 0) > 0);
}

/** As it was frozen with the document; nothing is reckoned again. */
async function explainLine(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state, version } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
  const { model } = await readFrozen(call.tenant, state.content, ports);
  const { lines } = model as { readonly lines: readonly DraftLine[] }; // frozen from a draft
  const number = /^[1-9][0-9]{0,3}$/.test(call.params.line ?? '') ? Number(call.params.line) : 0;
  const line = lines[number - 1];
  if (!line) return refuse('invoice_line.not_found', 'The invoice has no such line.');
  const explanation = line.explanation ?? explainPrintedLine(line, state);

  return ok({ body: answerExplanation(ref.id, number, { ...line, explanation }), version });
}

async function moneyOf(ref: AggregateRef, invoice: Issued, ports: Ports) {
  const account = { tenant: ref.tenant, id: invoice.account };
  const { state } = await load(ports.journal, accounts, account);
  const isOpen = state.status === 'open' && state.items.some((item) => item.invoice === ref.id);
  const cleared = isOpen ? null : await clearedOf(ref, invoice, { account, ports });

  return invoiceMoney(ref.id, invoice, { account: state, cleared });
}

/**
 * How an item that is not on the account any more was cleared. Its story alone tells: what was paid may have gone back
 * with a credit note, or have been opened again and cleared by something else, after the invoice's echo was written.
 */
async function clearedOf(
  ref: AggregateRef,
  invoice: Issued,
  of: { readonly account: AggregateRef; readonly ports: Ports },
): Promise<{ readonly by: ClearedBy; readonly paidMinor: bigint } | null> {
  const since = `${addDays(invoice.issueDate, -1)}T00:00:00.000Z`;
  const { facts: story } = await storyOf(of.ports.journal, of.account, since);
  const cleared = story.findLast((fact) => fact.type === 'item.cleared' && fact.data.invoice === ref.id);
  if (cleared?.type !== 'item.cleared') return null;
  const paidMinor = paidByOf(story, ref.id).reduce((sum, part) => sum + part.amountMinor, 0n);

  return { by: cleared.data.by, paidMinor };
}

async function getNote(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.credit_note_id ?? '';
  const { state, version } = await load(ports.journal, creditNotes, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('credit_note.not_found', 'There is no such credit note.');
  const frozen = await readFrozen(call.tenant, state.content, ports);

  return ok({ body: answerCreditNote(id, state, printedOf(frozen)), version });
}

function printedOf(frozen: Frozen): PrintedModel {
  const model = frozen.model as Omit<PrintedModel, 'retainedUntil'>; // frozen from a draft

  return { ...model, retainedUntil: retentionOf(frozen) };
}

async function invoicePdf(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');

  return linkToPdf({ ref, number: state.number, now: call.acting.at }, ports);
}

async function notePdf(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.credit_note_id ?? '' };
  const { state } = await load(ports.journal, creditNotes, ref);
  if (state.status === 'none') return refuse('credit_note.not_found', 'There is no such credit note.');

  return linkToPdf({ ref, number: state.number, now: call.acting.at }, ports);
}

async function credit(call: Call<NewCreditNote, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
  const lines = await statedLines(call.body, { ...state, tenant: call.tenant }, ports);
  if (!lines.ok) return lines;
  const { reason, remainder, effect } = call.body;
  const { key, fingerprint } = rememberedRequest(call);
  const isUsual = effect === 'cancel_debt';
  const asked = { reason, remainder, ...(!isUsual && { effect }), ...lines.value };
  const wish = { ...asked, fingerprint: `${key} ${fingerprint}` };
  const { fingerprint: _, ...acting } = call.acting;
  const done = await execute(ports.journal, invoices, {
    ref,
    command: { do: 'request_credit', wish },
    acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  const met = done.value.state.status === 'none' ? undefined : metCredit(done.value.state, wish);
  const id = creditNoteOf(call.tenant, ref.id, met ?? {});
  const body = { id, object: 'credit_note_request', invoice: ref.id, status: 'requested' };

  return ok({
    body,
    replayed: done.value.commit === undefined,
    headers: { location: `/v1/credit_notes/${id}` },
  });
}

const isWanted = (row: InvoiceListed, query: InvoiceQuery) =>
  isOfAll(row, query, { legal_entity: 'entity', customer: 'customer', number: 'number' }) &&
  (query.state === undefined || (query.state === 'settled') === (row.settledBy !== null)) &&
  (query.due_by === undefined || row.dueDate <= query.due_by);

const pageOfInvoices = filteredListing<InvoiceListed, InvoiceQuery>('invoices', {
  item: answerInvoiceRow,
  isWanted,
});

/** A number is looked up in its series, and only where that does not tell it the list is paged through. */
async function listInvoices(call: Call<undefined, InvoiceQuery>, ports: Ports): Promise<Result<Answer>> {
  const found = await numberedFor(call, INVOICES, ports);
  if (found === undefined) return pageOfInvoices(call, ports);
  const rows = found.map(({ id, document }) => ({ id, row: listedInvoice(document) }));
  const data = rows
    .filter(({ row }) => isWanted(row, call.query))
    .map(({ id, row }) => answerInvoiceRow(id, row));

  return ok({ body: { data, next_cursor: null, as_of: call.acting.at } });
}

const isWantedNote = (row: CreditNoteListed, query: CreditNoteQuery) =>
  isOfAll(row, query, {
    ...{ legal_entity: 'entity', customer: 'customer' },
    ...{ number: 'number', invoice: 'invoice' },
  });

const pageOfNotes = filteredListing<CreditNoteListed, CreditNoteQuery>('credit_notes', {
  item: answerCreditNoteRow,
  isWanted: isWantedNote,
});

async function listNotes(call: Call<undefined, CreditNoteQuery>, ports: Ports): Promise<Result<Answer>> {
  const found = await numberedFor(call, CREDIT_NOTES, ports);
  if (found === undefined) return pageOfNotes(call, ports);
  const rows = found.map(({ id, document }) => ({ id, row: listedCreditNote(document) }));
  const data = rows
    .filter(({ row }) => isWantedNote(row, call.query))
    .map(({ id, row }) => answerCreditNoteRow(id, row));

  return ok({ body: { data, next_cursor: null, as_of: call.acting.at } });
}

export const handler = onHttp('invoices.read', [
  endpoint(documentRoutes.listInvoices, listInvoices),
  endpoint(documentRoutes.getInvoice, getInvoice),
  endpoint(documentRoutes.explainLine, explainLine),
  endpoint(documentRoutes.invoicePdf, invoicePdf),
  endpoint(documentRoutes.credit, credit),
  endpoint(documentRoutes.listNotes, listNotes),
  endpoint(documentRoutes.getNote, getNote),
  endpoint(documentRoutes.notePdf, notePdf),
]);
