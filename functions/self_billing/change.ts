/** Woken by the routes that change what a self-billed invoice comes to; records self_billed_invoice.credit_requested. */
import {
  type NewSelfBilledCreditNote,
  selfBilledCreditRoutes,
} from '../../shared/contracts/self-billed-credits.ts';
import { metCredit } from '../../shared/domain/invoices/crediting.ts';
import { selfBilledCreditNoteOf, selfBilledInvoices } from '../../shared/domain/self-billing/documents.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { execute, load } from '../../shared/execute.ts';
import { statedLines } from '../../shared/flows/crediting.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function credit(call: Call<NewSelfBilledCreditNote, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.self_billed_invoice_id ?? '' };
  const { state } = await load(ports.journal, selfBilledInvoices, ref);
  if (state.status === 'none') return notFound();
  const lines = await statedLines(call.body, { ...state, tenant: call.tenant }, ports);
  if (!lines.ok) return lines;
  const { key, fingerprint } = rememberedRequest(call);
  const wish = { reason: call.body.reason, ...lines.value, fingerprint: `${key} ${fingerprint}` };
  const { fingerprint: _, ...acting } = call.acting;
  const done = await execute(ports.journal, selfBilledInvoices, {
    ref,
    command: { do: 'request_credit', wish },
    acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  const { state: after, commit } = done.value;
  const met = after.status === 'none' ? undefined : metCredit(after, wish);
  const id = selfBilledCreditNoteOf(call.tenant, ref.id, met ?? {});
  const body = { id, object: 'self_billed_credit_note_request', invoice: ref.id, status: 'requested' };

  return ok({
    body,
    replayed: commit === undefined,
    headers: { location: `/v1/self_billed_credit_notes/${id}` },
  });
}

function notFound() {
  return refuse('self_billed_invoice.not_found', 'There is no such self-billed invoice.');
}

export const handler = onHttp('self_billing.change', [endpoint(selfBilledCreditRoutes.credit, credit)]);
