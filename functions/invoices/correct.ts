/** Woken by the route that corrects an invoice; records that it is taken back and stated anew, both in one commit. */
import type { NewCorrection } from '../../shared/contracts/corrections.ts';
import { correctionRoutes } from '../../shared/contracts/corrections.ts';
import { preparedInvoice } from '../../shared/documents/prepared.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { correctedInvoiceOf, refusedCorrection } from '../../shared/domain/invoices/correcting.ts';
import type { Correction } from '../../shared/domain/invoices/corrections.ts';
import { creditNoteOf, metCredit } from '../../shared/domain/invoices/crediting.ts';
import type { Invoice } from '../../shared/domain/invoices/states.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { execute, load } from '../../shared/execute.ts';
import { debitTermsOf, partyOf } from '../../shared/flows/buying.ts';
import { correctionOf } from '../../shared/flows/correcting.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

async function correct(call: Call<NewCorrection, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.invoice_id ?? '' };
  const { state } = await load(ports.journal, invoices, ref);
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
  const { key, fingerprint: asked } = rememberedRequest(call);
  const fingerprint = `${key} ${asked}`;
  const isRepeated = metCredit(state, { fingerprint }) !== undefined;
  const refused = isRepeated ? undefined : refusedCorrection(state);
  if (refused) return refused;
  const correction = isRepeated ? ok(NOTHING_NEW) : await stated(call, { ref, invoice: state }, ports);
  if (!correction.ok) return correction;
  const { fingerprint: _, ...acting } = call.acting;
  const done = await execute(ports.journal, invoices, {
    ref,
    command: { do: 'correct', wish: { ...correction.value, fingerprint } },
    acting,
    ...(call.expect === undefined ? {} : { expect: call.expect }),
  });
  if (!done.ok) return done;
  const id = correctedInvoiceOf(call.tenant, ref.id);
  const creditNote = creditNoteOf(call.tenant, ref.id, {});
  const body = {
    id,
    object: 'correction_request',
    corrects: ref.id,
    credit_note: creditNote,
    status: 'requested',
  };

  return ok({
    body,
    replayed: done.value.commit === undefined,
    headers: { location: `/v1/invoices/${id}` },
  });
}

/** What the request states, refused where it could not be drafted, or its document not be sent. */
async function stated(
  { body, acting }: Call<NewCorrection, undefined>,
  of: { readonly ref: AggregateRef; readonly invoice: Exclude<Invoice, { status: 'none' }> },
  ports: Ports,
): Promise<Result<Correction>> {
  const rehearsed = await correctionOf(body, { ...of, now: acting.at }, ports);
  if (!rehearsed.ok) return rehearsed;
  const { correction, draft, seller, profile } = rehearsed.value;
  const { address, buyer_reference: buyerReference } = profile;
  const document = preparedInvoice(draft, {
    ...{ seller, buyer: partyOf(profile), address, buyerReference },
    debit: debitTermsOf(seller, profile),
  });

  return document.ok ? ok(correction) : document;
}

/** Of a request that was met before nothing is read but its key and what it asked. */
const NOTHING_NEW = { invoice: '', profile: 0, reference: null };

export const handler = onHttp('invoices.correct', [endpoint(correctionRoutes.correct, correct)]);
