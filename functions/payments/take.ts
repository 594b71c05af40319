/** Woken by the payment routes; books bank transfers, shows payments, approves refunds. */
import { requestRefund } from '../../shared/flows/approving.ts';
import { invoiceOfReference } from '../../shared/flows/matching.ts';
import { itemNamed } from '../../shared/flows/naming-items.ts';
import type { NewRefund, PaymentQuery } from '../../shared/contracts/payments.ts';
import type { NewPayment } from '../../shared/contracts/transfers.ts';
import { paymentRoutes } from '../../shared/contracts/payments.ts';
import { amountOf, answerPayment, answerPaymentRow } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { onlyEntity } from '../../shared/domain/legal-entities.ts';
import { statedMinor } from '../../shared/domain/payments/amounts.ts';
import type { Attempt, LivePayment, Payment } from '../../shared/domain/payments/payment.ts';
import { BY_BANK } from '../../shared/domain/payments/payment.ts';
import type { Matched } from '../../shared/domain/payments/references.ts';
import { bookedPayment, payments } from '../../shared/domain/payments.ts';
import { accountId } from '../../shared/domain/receivables.ts';
import { tenants } from '../../shared/domain/tenants.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { filteredListing, isOfAll } from '../../shared/edge/listing.ts';
import { create, type Done, load, replay } from '../../shared/execute.ts';
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
  const id = bookedPayment(call.tenant, obligationOf(call, paymentRoutes.book).join(' '));
  const task = { ref: { tenant: call.tenant, id }, acting: call.acting };
  const payer = await payerOf(call, ports);
  if (!payer.ok) return answerDone(id, await replay(ports.journal, payments, task, payer));
  const stated = statedMinor(amount, payer.value.currency);
  if (!stated.ok) return stated;

  const attempt = transferOf(call, { payer: payer.value, amountMinor: stated.value });
  const command = { do: 'book', attempt, reference, receivedOn: received_on } as const;

  return answerDone(id, await create(ports.journal, payments, { ...task, command }));
}

function answerDone(
  id: string,
  done: Result<Done<Payment> & { readonly replayed: boolean }>,
): Result<Answer> {
  return done.ok ? answer(id, done.value.state, { version: 1, replayed: done.value.replayed }) : done;
}

function transferOf(
  call: Call<NewPayment, undefined>,
  of: { readonly payer: Payer; readonly amountMinor: bigint },
): Attempt {
  const { invoice, number, entity, customer, zone, matched } = of.payer;
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
    ...(zone !== undefined && { zone }),
    ...(matched && { matched }),
  };
}

type Payer = {
  invoice: string | null;
  number: string | null;
  entity: string;
  customer: string;
  currency: string | null;
  /** Absent where no invoice tells it. */
  zone?: string | undefined;
  matched?: Matched;
};

/** Whose money it is: the invoice says it, the caller names customer and seller, or the reference tells the invoice. */
async function payerOf(call: Call<NewPayment, undefined>, ports: Ports): Promise<Result<Payer>> {
  const { invoice, customer, legal_entity } = call.body;
  if (invoice !== undefined) {
    const item = await itemNamed(ports.journal, { tenant: call.tenant, id: invoice });
    if (!item) return refuse('invoice.unknown', 'There is no such invoice.', { pointer: '#/invoice' });
    const { number, entity, customer, currency, zone } = item;
    return ok({ invoice, number, entity, customer, currency, zone });
  }
  const tenant = await load(ports.journal, tenants, { tenant: call.tenant, id: call.tenant });
  const entities = tenant.state.status === 'active' ? tenant.state.entities : [];
  if (customer === undefined) return matchedPayer(call, entities, ports);
  const known = await load(ports.journal, customers, { tenant: call.tenant, id: customer });
  if (known.state.status === 'none')
    return refuse('customer.unknown', 'There is no such customer.', { pointer: '#/customer' });
  const entity = legal_entity === undefined ? onlyEntity(entities) : namedEntity(legal_entity, entities);
  if (!entity.ok) return entity;

  return ok({ invoice: null, number: null, entity: entity.value, customer, currency: null });
}

/** By the reference alone; money for an invoice that is settled stays unapplied on the account of its customer. */
async function matchedPayer(
  call: Call<NewPayment, undefined>,
  entities: readonly string[],
  ports: Ports,
): Promise<Result<Payer>> {
  const { reference, legal_entity } = call.body;
  const named = legal_entity === undefined ? ok(null) : namedEntity(legal_entity, entities);
  if (!named.ok) return named;
  const where = { tenant: call.tenant, entities: named.value === null ? entities : [named.value] };
  const found = await invoiceOfReference(reference, where, ports);
  if (!found.ok) return found;
  const { id, by, invoice } = found.value;
  const { number, entity, customer, currency, zone, settledBy } = invoice;
  const matched = { by, invoiceWas: settledBy === null ? 'open' : 'settled' } as const;

  return ok({ invoice: id, number, entity, customer, currency, zone, matched });
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

const list = filteredListing<PaymentListed, PaymentQuery>('payments', {
  item: answerPaymentRow,
  isWanted: (row, query) =>
    isOfAll(row, query, {
      ...{ legal_entity: 'entity', customer: 'customer' },
      ...{ invoice: 'invoice', status: 'status' },
    }),
});

export const handler = onHttp('payments.take', [
  endpoint(paymentRoutes.book, book),
  endpoint(paymentRoutes.list, list),
  endpoint(paymentRoutes.get, get),
  endpoint(paymentRoutes.refund, refund),
]);
