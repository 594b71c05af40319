/** Woken by the routes that change what is owed by a self-billed invoice; records that it is taken back, objected to or paid. */
import { type NewObjection, type NewPayablePayment, payableRoutes } from '../../shared/contracts/payables.ts';
import {
  type NewSelfBilledCreditNote,
  selfBilledCreditRoutes,
} from '../../shared/contracts/self-billed-credits.ts';
import { metCredit } from '../../shared/domain/invoices/crediting.ts';
import { statedMinor } from '../../shared/domain/payments/amounts.ts';
import {
  type SelfBilledCommand,
  selfBilledCreditNoteOf,
  selfBilledInvoices,
} from '../../shared/domain/self-billing/documents.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { execute, load } from '../../shared/execute.ts';
import { statedLines } from '../../shared/flows/crediting.ts';
import { shownSelfBilled } from '../../shared/flows/showing-self-billed.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function credit(call: Call<NewSelfBilledCreditNote, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = refOf(call);
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

async function object(call: Call<NewObjection, undefined>, ports: Ports): Promise<Result<Answer>> {
  const wish = {
    ...rememberedRequest(call),
    objectedOn: call.body.objected_on,
    at: call.acting.at,
  };

  return changed(call, { do: 'object', wish }, ports);
}

async function pay(call: Call<NewPayablePayment, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { amount, paid_on: paidOn, reference } = call.body;
  const { state } = await load(ports.journal, selfBilledInvoices, refOf(call));
  if (state.status === 'none') return notFound();
  const stated = statedMinor(amount, state.currency);
  if (!stated.ok) return stated;
  const wish = {
    ...rememberedRequest(call),
    ...{ amountMinor: stated.value, paidOn, reference, at: call.acting.at },
  };

  return changed(call, { do: 'pay', wish }, ports);
}

async function changed(
  call: Call<unknown, undefined>,
  command: SelfBilledCommand,
  ports: Ports,
): Promise<Result<Answer>> {
  const { fingerprint: _, ...acting } = call.acting;
  const ref = refOf(call);
  const done = await execute(ports.journal, selfBilledInvoices, {
    ref,
    command,
    acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  const { state, version, commit } = done.value;
  if (state.status === 'none') return notFound();

  return ok({ body: await shownSelfBilled(ref, state, ports), version, replayed: commit === undefined });
}

function refOf({ tenant, params }: Pick<Call<unknown, undefined>, 'tenant' | 'params'>) {
  return { tenant, id: params.self_billed_invoice_id ?? '' };
}

function notFound() {
  return refuse('self_billed_invoice.not_found', 'There is no such self-billed invoice.');
}

export const handler = onHttp('self_billing.change', [
  endpoint(selfBilledCreditRoutes.credit, credit),
  endpoint(payableRoutes.object, object),
  endpoint(payableRoutes.pay, pay),
]);
