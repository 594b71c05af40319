/** Woken by the routes that show self-billed invoices and the credit notes to them. */
import type { EInvoiceFormat } from '../../shared/contracts/e-invoices.ts';
import { selfBilledCreditRoutes } from '../../shared/contracts/self-billed-credits.ts';
import { selfBillingRoutes } from '../../shared/contracts/self-billing.ts';
import { xmlAnswer } from '../../shared/documents/handing-out.ts';
import { examinedOf } from '../../shared/documents/prepared.ts';
import type { PrintedModel } from '../../shared/domain/answers/documents.ts';
import {
  answerSelfBilled,
  answerSelfBilledCredit,
  answerSelfBilledCreditRow,
} from '../../shared/domain/answers/self-billing.ts';
import {
  selfBilledCreditNoteOf,
  selfBilledCreditNotes,
  selfBilledInvoices,
} from '../../shared/domain/self-billing/documents.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { listing } from '../../shared/edge/listing.ts';
import { load } from '../../shared/execute.ts';
import { retentionOf } from '../../shared/flows/archiving.ts';
import { linkToPdf } from '../../shared/flows/handing-out.ts';
import { readFrozen } from '../../shared/flows/freezing.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import type { SelfBilledCreditListed } from '../../shared/views/self-billing.ts';

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
  const model = await printedOf(call.tenant, state.content, ports);
  const notes = state.credits.map((met) => selfBilledCreditNoteOf(call.tenant, id, met));

  return ok({ body: answerSelfBilled(id, state, { model, notes }), version });
}

async function getNote(call: Plain, ports: Ports): Promise<Result<Answer>> {
  const found = await noteOf(call, ports);
  if (!found.ok) return found;
  const { id, state, version } = found.value;
  const model = await printedOf(call.tenant, state.content, ports);

  return ok({ body: answerSelfBilledCredit(id, state, model), version });
}

async function printedOf(tenant: string, content: string, ports: Ports): Promise<PrintedModel> {
  const frozen = await readFrozen(tenant, content, ports);
  const model = frozen.model as Omit<PrintedModel, 'retainedUntil'>; // frozen from a draft

  return { ...model, retainedUntil: retentionOf(frozen) };
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

const listNotes = listing<SelfBilledCreditListed>('self_billed_credit_notes', answerSelfBilledCreditRow);

export const handler = onHttp('self_billing.read', [
  endpoint(selfBillingRoutes.getInvoice, getInvoice),
  endpoint(selfBillingRoutes.invoicePdf, pdfOf(invoiceOf)),
  endpoint(selfBillingRoutes.invoiceXml, xmlOf(invoiceOf)),
  endpoint(selfBilledCreditRoutes.listNotes, listNotes),
  endpoint(selfBilledCreditRoutes.getNote, getNote),
  endpoint(selfBilledCreditRoutes.notePdf, pdfOf(noteOf)),
  endpoint(selfBilledCreditRoutes.noteXml, xmlOf(noteOf)),
]);
