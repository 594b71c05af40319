/** Woken by the routes that send an issued document by mail and show what became of it; records delivery.requested. */
import { deliveryRoutes } from '../../shared/contracts/deliveries.ts';
import { answerDeliveries, answerDelivery } from '../../shared/domain/answers/deliveries.ts';
import { customers } from '../../shared/domain/customers.ts';
import { deliveries, deliveryLogOf } from '../../shared/domain/deliveries.ts';
import type { DeliveryWish } from '../../shared/domain/handling.ts';
import { creditNotes, invoices } from '../../shared/domain/invoices.ts';
import { selfBilledCreditNotes, selfBilledInvoices } from '../../shared/domain/self-billing/documents.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import { sha256Base64Url } from '../../shared/kernel/hash.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

type Plain = Call<undefined, undefined>;
type Named = { readonly id: string; readonly number: string; readonly customer: string };
type Find = (call: Plain, ports: Ports) => Promise<Result<Named>>;

const invoiceOf: Find = async (call, ports) => {
  const id = call.params.invoice_id ?? '';
  const { state } = await load(ports.journal, invoices, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');

  return ok({ id, number: state.number, customer: state.customer });
};

const noteOf: Find = async (call, ports) => {
  const id = call.params.credit_note_id ?? '';
  const { state } = await load(ports.journal, creditNotes, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('credit_note.not_found', 'There is no such credit note.');

  return ok({ id, number: state.number, customer: state.customer });
};

const selfBilledOf: Find = async (call, ports) => {
  const id = call.params.self_billed_invoice_id ?? '';
  const { state } = await load(ports.journal, selfBilledInvoices, { tenant: call.tenant, id });
  if (state.status === 'none')
    return refuse('self_billed_invoice.not_found', 'There is no such self-billed invoice.');

  return ok({ id, number: state.number, customer: state.customer });
};

const selfBilledNoteOf: Find = async (call, ports) => {
  const id = call.params.self_billed_credit_note_id ?? '';
  const { state } = await load(ports.journal, selfBilledCreditNotes, { tenant: call.tenant, id });
  if (state.status === 'none')
    return refuse(
      'self_billed_credit_note.not_found',
      'There is no such credit note to a self-billed invoice.',
    );

  return ok({ id, number: state.number, customer: state.customer });
};

const sending = (find: Find) => async (call: Plain, ports: Ports) => {
  const found = await find(call, ports);
  if (!found.ok) return found;
  const { id: document, number, customer } = found.value;
  const ref = { tenant: call.tenant, id: deliveryLogOf(call.tenant, document) };
  // A key is its sender's own text and may name somebody: the fact keeps its hash.
  const key = sha256Base64Url(call.idempotencyKey);
  const before = await load(ports.journal, deliveries, ref);
  const isKnown = before.state.status === 'kept' && before.state.sends.some((each) => each.key === key);
  const reachable = isKnown ? ok('asked before') : await reach(customer, call, ports);
  if (!reachable.ok) return reachable;

  const { fingerprint: _, ...acting } = call.acting;
  const parcel = { document, number, customer };
  const command = { do: 'request', parcel, key, at: acting.at } as const;
  const done = await execute(ports.journal, deliveries, { ref, command, acting });
  if (!done.ok) return done;
  const { state, commit } = done.value;
  const send = state.status === 'none' ? undefined : state.sends.find((each) => each.key === key);
  invariant(send, `${ref.id} holds no mail that was asked for`);

  return ok({ body: answerDelivery(document, send), replayed: commit === undefined });
};

/** Whether there is somebody to send to: an erased customer has no address any more. */
async function reach(customer: string, call: Plain, ports: Ports): Promise<Result<unknown>> {
  const ref = { tenant: call.tenant, id: customer };
  const { state } = await load(ports.journal, customers, ref);
  const profile = state.status === 'active' ? await ports.profiles.get(ref, state.profile) : undefined;
  if (!profile) return refuse('customer.erased', 'The personal data of this customer was erased.');

  const own = profile.data.invoice_delivery as DeliveryWish | null | undefined; // written from CustomerProfile

  return typeof (own?.email ?? profile.data.email) === 'string'
    ? ok('reachable')
    : refuse('delivery.address_missing', 'The customer has no e-mail address.', {
        hint: 'Give the customer one.',
      });
}

const listing =
  (find: Find) =>
  async (call: Plain, ports: Ports): Promise<Result<Answer>> => {
    const found = await find(call, ports);
    if (!found.ok) return found;
    const ref = { tenant: call.tenant, id: deliveryLogOf(call.tenant, found.value.id) };
    const { state } = await load(ports.journal, deliveries, ref);

    return ok({ body: { data: answerDeliveries(state) } });
  };

export const handler = onHttp('deliveries.keep', [
  endpoint(deliveryRoutes.sendInvoice, sending(invoiceOf)),
  endpoint(deliveryRoutes.ofInvoice, listing(invoiceOf)),
  endpoint(deliveryRoutes.sendNote, sending(noteOf)),
  endpoint(deliveryRoutes.ofNote, listing(noteOf)),
  endpoint(deliveryRoutes.sendSelfBilled, sending(selfBilledOf)),
  endpoint(deliveryRoutes.ofSelfBilled, listing(selfBilledOf)),
  endpoint(deliveryRoutes.sendSelfBilledNote, sending(selfBilledNoteOf)),
  endpoint(deliveryRoutes.ofSelfBilledNote, listing(selfBilledNoteOf)),
]);
