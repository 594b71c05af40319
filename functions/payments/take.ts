/** Woken by the payment routes; books bank transfers, shows payments, approves refunds. */
import { requestRefund } from '../../shared/flows/approving.ts';
import { itemNamed } from '../../shared/flows/naming-items.ts';
import type { NewPayment, NewRefund } from '../../shared/contracts/payments.ts';
import { paymentRoutes } from '../../shared/contracts/payments.ts';
import { amountOf, answerPayment, answerPaymentRow } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { onlyEntity } from '../../shared/domain/legal-entities.ts';
import { statedMinor } from '../../shared/domain/payments/amounts.ts';
import type { Attempt, LivePayment } from '../../shared/domain/payments/payment.ts';
import { BY_BANK } from '../../shared/domain/payments/payment.ts';
import { bookedPayment, payments } from '../../shared/domain/payments.ts';
import { accountId } from '../../shared/domain/receivables.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { listing } from '../../shared/edge/listing.ts';
import { create, load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { addDays } from '../../shared/kernel/time.ts';
import type { AggregateRef, Ports } from '../../shared/ports.ts';

import type { PaymentListed } from '../../shared/views/payments.ts';

async function book(call: Call<NewPayment, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { amount, received_on, reference } = call.body;
  if (received_on > addDays(call.acting.at.slice(0, 10), 1)) {
    return refuse('payment.received_in_future', 'The money cannot have come after today.', {
      pointer: '#/received_on',
    });
  }
  const payer = await payerOf(call, ports);
  if (!payer.ok) return payer;
  const stated = statedMinor(amount, payer.value.currency);
  if (!stated.ok) return stated;

  const attempt = transferOf(call, { payer: payer.value, amountMinor: stated.value });
  const id = bookedPayment(call.tenant, obligationOf(call, paymentRoutes.book).join(' '));
  const command = { do: 'book', attempt, reference, receivedOn: received_on } as const;
  const done = await create(ports.journal, payments, {
    ref: { tenant: call.tenant, id },
    command,
    acting: call.acting,
  });
  if (!done.ok) return done;

  return answer(id, done.value.state, { version: 1, replayed: done.value.replayed });
}

function transferOf(
  call: Call<NewPayment, undefined>,
  of: { readonly payer: Payer; readonly amountMinor: bigint },
): Attempt {
  const { invoice, number, entity, customer } = of.payer;
  const currency = call.body.amount.currency;
  const account = accountId(call.tenant, { entity, customer, currency });
  const whose = { entity, customer, account, invoice, number, amountMinor: of.amountMinor, currency };

  return {
    ...whose,
    channel: 'bank',
    provider: BY_BANK,
    method: null,
    attempt: 1,
    request: '',
    at: call.acting.at,
  };
}

type Payer = {
  invoice: string | null;
  number: string | null;
  entity: string;
  customer: string;
  currency: string | null;
};

/** Whose money it is: the invoice says it, or the caller names customer and seller. */
async function payerOf(call: Call<NewPayment, undefined>, ports: Ports): Promise<Result<Payer>> {
  const { invoice, customer, legal_entity } = call.body;
  if (invoice !== undefined) {
    const item = await itemNamed(ports.journal, { tenant: call.tenant, id: invoice });
    if (!item) return refuse('invoice.unknown', 'There is no such invoice.', { pointer: '#/invoice' });
    const { number, entity, customer, currency } = item;
    return ok({ invoice, number, entity, customer, currency });
  }
  const [known, tenant] = await Promise.all([
    load(ports.journal, customers, { tenant: call.tenant, id: customer ?? '' }),
    load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant }),
  ]);
  if (known.state.status === 'none')
    return refuse('customer.unknown', 'There is no such customer.', { pointer: '#/customer' });
  const entities = tenant.state.status === 'active' ? tenant.state.entities : [];
  const entity = legal_entity === undefined ? onlyEntity(entities) : namedEntity(legal_entity, entities);
  if (!entity.ok) return entity;

  return ok({ invoice: null, number: null, entity: entity.value, customer: customer ?? '', currency: null });
}

function namedEntity(entity: string, entities: readonly string[]): Result<string> {
  return entities.includes(entity)
    ? ok(entity)
    : refuse('legal_entity.unknown', 'This tenant has no such legal entity.', { pointer: '#/legal_entity' });
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.payment_id ?? '';
  const { state, version } = await load(ports.journal, payments, { tenant: call.tenant, id });
  if (state.status === 'none') return refuse('payment.not_found', 'There is no such payment.');

  return answer(id, state, { version });
}

async function refund(call: Call<NewRefund, undefined>, ports: Ports): Promise<Result<Answer>> {
  const ref = { tenant: call.tenant, id: call.params.payment_id ?? '' };
  const { state } = await load(ports.journal, payments, ref);
  if (state.status === 'none') return refuse('payment.not_found', 'There is no such payment.');
  const { currency } = state;
  const stated = call.body.amount === undefined ? ok(null) : statedMinor(call.body.amount, currency);
  if (!stated.ok) return stated;
  if (state.status !== 'settled')
    return refuse('payment.not_settled', 'Only a settled payment can be refunded.');

  const wish = {
    effect: call.body.effect,
    amountMinor: stated.value,
    key: obligationOf(call, paymentRoutes.refund).join(' '),
  };
  const done = await requestRefund(ports, { ref, payment: state, wish, acting: call.acting });
  if (!done.ok) return done;
  const { id, status, amountMinor, creditNote, replayed } = done.value;
  const amount = amountMinor === null ? null : amountOf(amountMinor, currency);

  return ok({
    body: {
      id,
      object: 'refund',
      payment: ref.id,
      status,
      amount,
      credit_note: creditNote,
      failure_code: null,
    },
    replayed,
    headers: { location: `/v1/payments/${ref.id}` },
  });
}

function answer(
  id: AggregateRef['id'],
  payment: LivePayment | { readonly status: 'none' },
  rest: { readonly version?: number; readonly replayed?: boolean },
): Result<Answer> {
  if (payment.status === 'none') return refuse('payment.not_found', 'There is no such payment.');

  return ok({ body: answerPayment(id, payment), headers: { location: `/v1/payments/${id}` }, ...rest });
}

export const handler = onHttp('payments.take', [
  endpoint(paymentRoutes.book, book),
  endpoint(paymentRoutes.list, listing<PaymentListed>('payments', answerPaymentRow)),
  endpoint(paymentRoutes.get, get),
  endpoint(paymentRoutes.refund, refund),
]);
