/** Woken by the routes that let an invoice be paid; claims the next attempt, then charges it or opens a hosted page. */
import type { DefaultMethod } from '../../shared/domain/customers/states.ts';
import { attemptAgain, openPage } from '../../shared/flows/attempting.ts';
import { charge, type Standing } from '../../shared/flows/collecting.ts';
import type { NewAttempt, NewCheckout } from '../../shared/contracts/payments.ts';
import { paymentRoutes } from '../../shared/contracts/payments.ts';
import { answerPayment } from '../../shared/domain/answers/payments.ts';
import { customers } from '../../shared/domain/customers.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { statedMinor } from '../../shared/domain/payments/amounts.ts';
import type { LivePayment } from '../../shared/domain/payments/payment.ts';
import { payments } from '../../shared/domain/payments.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { load, stateOf } from '../../shared/execute.ts';
import { replacedBy } from '../../shared/flows/replacing.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

async function pay(call: Call<NewAttempt, undefined>, ports: Ports): Promise<Result<Answer>> {
  const invoice = call.params.invoice_id ?? '';
  const { state } = await load(ports.journal, invoices, { tenant: call.tenant, id: invoice });
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
  const stated = call.body.amount === undefined ? ok(null) : statedMinor(call.body.amount, state.currency);
  if (!stated.ok) return stated;
  const method = await savedMethod(call, state.customer, ports);
  if (!method)
    return refuse('payment.method_missing', 'The customer has no saved payment method.', {
      hint: 'Open a checkout instead.',
    });

  const ref = { tenant: call.tenant, id: state.account };
  const made = {
    channel: 'api',
    provider: method.provider,
    method: { id: method.id, customer: method.providerCustomer },
  } as const;
  const acting = call.acting;
  const course = await attemptAgain(ports, {
    account: ref,
    invoice,
    amountMinor: stated.value,
    request: requestOf(call),
    replaced: await replacedBy(call.tenant, state, ports.journal),
    made,
    acting,
  });
  if (!course.ok) return course;
  if (!course.value.isOurs) return firstAnswer(call, course.value, ports);
  const charged = await charge(ports, course.value, acting);
  if (!charged.ok) return charged;

  return answer(charged.value.ref.id, charged.value.payment, {});
}

async function checkout(call: Call<NewCheckout, undefined>, ports: Ports): Promise<Result<Answer>> {
  const invoice = call.params.invoice_id ?? '';
  const { state } = await load(ports.journal, invoices, { tenant: call.tenant, id: invoice });
  if (state.status === 'none') return refuse('invoice.not_found', 'There is no such invoice.');
  const { acting, body } = call;
  const method = await savedMethod(call, state.customer, ports);
  const provider = body.provider ?? method?.provider ?? Object.keys(ports.providers)[0] ?? '';
  const made = { channel: 'checkout', provider, method: null } as const;
  const account = { tenant: call.tenant, id: state.account };
  const request = requestOf(call);
  const replaced = await replacedBy(call.tenant, state, ports.journal);
  const asked = { account, invoice, amountMinor: null, request, replaced, made, acting };
  const course = await attemptAgain(ports, asked);
  if (!course.ok) return course;
  if (!course.value.isOurs) return openAlready(call, course.value, ports);

  const customer = method?.provider === provider ? method.providerCustomer : null;
  const page = await openPage(ports, course.value, { acting, returnUrl: body.return_url, customer });

  return page.ok ? pageAt(page.value, {}) : page;
}

/** The page of another request is given again; of the same request only when it is the same to the letter. */
async function openAlready(
  call: Call<NewCheckout, undefined>,
  met: Standing,
  ports: Ports,
): Promise<Result<Answer>> {
  const same = met.payment.request === requestOf(call) ? await isSameRequest(call, met, ports) : ok(true);

  return same.ok ? pageAt(met, { replayed: true }) : same;
}

function pageAt({ ref, payment }: Standing, rest: { readonly replayed?: boolean }): Result<Answer> {
  if (payment.status !== 'action_required') return inProgress();

  return ok({
    body: { object: 'checkout', payment: ref.id, invoice: payment.invoice, url: payment.url },
    ...rest,
  });
}

async function savedMethod(
  call: Call<unknown, undefined>,
  customer: string,
  ports: Ports,
): Promise<DefaultMethod | null> {
  const { state } = await load(ports.journal, customers, { tenant: call.tenant, id: customer });

  return state.status === 'active' ? state.method : null;
}

/** What the first request with this key was answered: the attempt as its second fact left it. */
async function firstAnswer(
  call: Call<unknown, undefined>,
  met: Standing,
  ports: Ports,
): Promise<Result<Answer>> {
  const same = await isSameRequest(call, met, ports);
  if (!same.ok) return same;
  const second = await ports.journal.at(met.ref, 2);
  const state = second && stateOf(payments, second);

  return state && state.status !== 'none' ? answer(met.ref.id, state, { replayed: true }) : inProgress();
}

/** Whether the attempt was made by this very request, not by another one under the same key. */
async function isSameRequest(
  call: Call<unknown, undefined>,
  met: Standing,
  ports: Ports,
): Promise<Result<true>> {
  const first = await ports.journal.at(met.ref, 1);
  if (first?.fingerprint === call.acting.fingerprint) return ok(true);

  return refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.');
}

function inProgress(): Result<never> {
  return refuse('payment.in_progress', 'Another attempt on this invoice may still succeed.', {
    hint: 'Ask again when it has ended.',
  });
}

function requestOf(call: Call<unknown, undefined>): string {
  return derivedId('req', call.tenant, call.params.invoice_id ?? '', call.idempotencyKey);
}

function answer(id: string, payment: LivePayment, rest: { readonly replayed?: boolean }): Result<Answer> {
  return ok({ body: answerPayment(id, payment), headers: { location: `/v1/payments/${id}` }, ...rest });
}

export const handler = onHttp('payments.attempt', [
  endpoint(paymentRoutes.pay, pay),
  endpoint(paymentRoutes.checkout, checkout),
]);
