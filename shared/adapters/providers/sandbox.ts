import {
  SandboxCharge,
  SandboxCheckout,
  SandboxMethods,
  SandboxPayment,
  SandboxRefund,
  SandboxRefunds,
  SandboxSetup,
} from '../../contracts/providers/sandbox.ts';
import { canonicalJson } from '../../kernel/hash.ts';
import type { ChargeRequest, PaymentOutcome, PaymentProvider, RefundOutcome } from '../../ports.ts';
import type { HttpClient, HttpRequest } from '../http.ts';
import { type CallResult, call, PROVIDER_TIMEOUT_MILLISECONDS, required } from './call.ts';
import { bestOutcome, unknown } from './outcomes.ts';
import {
  chargeOutcome,
  checkoutOutcome,
  refundOutcome,
  refusedCharge,
  refusedRefund,
} from './sandbox-outcomes.ts';
import { verifySandbox } from './sandbox-webhook.ts';

/** How long the sandbox remembers an idempotency key, in seconds. */
export const SANDBOX_KEY_WINDOW_SECONDS = 86_400;

/** Where the sandbox listens, and how long to wait for it. */
export type SandboxOptions = {
  readonly http: HttpClient;
  readonly baseUrl: string;
  readonly timeoutMilliseconds?: number;
};

type Exchange = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly key?: string;
  readonly body?: unknown;
};
type Send = (exchange: Exchange) => Promise<CallResult>;

/** The payment provider for trying things out: behaves on request like test cards do, and is never used in production. */
export function sandboxProvider(options: SandboxOptions): PaymentProvider {
  const send: Send = (exchange) => call(options.http, requestOf(options, exchange));
  return {
    name: 'sandbox',
    keyWindowSeconds: SANDBOX_KEY_WINDOW_SECONDS,
    charge: (request) => charge(send, request),
    askPayment: (tenant, payment, reference) =>
      reference === null
        ? findPayment(send, tenant, payment)
        : readPayment(send, tenant, { payment, reference }),
    cancel: (tenant, payment, reference) => cancel(send, tenant, { payment, reference }),
    refund: async (request) => {
      const body = {
        tenant: request.tenant,
        refund: request.refund,
        payment: request.payment,
        charge: request.paymentReference,
        ...amountOf(request),
      };
      const result = await send({ method: 'POST', path: '/refunds', key: request.key, body });
      return toRefundOutcome(result, request, refusedRefund);
    },
    askRefund: (tenant, refund, reference) => askRefund(send, tenant, { refund, reference }),
    checkout: async (request) => {
      const body = {
        tenant: request.tenant,
        payment: request.payment,
        invoice: request.invoice,
        ...amountOf(request),
        customer: request.customer,
        description: request.description,
        return_url: request.returnUrl,
      };
      const result = await send({ method: 'POST', path: '/checkouts', key: request.key, body });
      const { url, id } = required(result, SandboxCheckout, 'checkout');
      return { url, reference: id };
    },
    setup: async (request) => {
      const body = { tenant: request.tenant, customer: request.customer, return_url: request.returnUrl };
      const result = await send({ method: 'POST', path: '/setups', key: request.key, body });
      const { url, customer } = required(result, SandboxSetup, 'setup');
      return { url, clientSecret: null, providerCustomer: customer };
    },
    methods: async (customer) => {
      const result = await send({ method: 'GET', path: `/methods?customer=${encodeURIComponent(customer)}` });
      return required(result, SandboxMethods, 'methods').methods;
    },
    detach: async (method) => {
      const result = await send({ method: 'DELETE', path: `/methods/${encodeURIComponent(method)}` });
      required(result, SandboxMethods, 'detach');
    },
    verify: verifySandbox,
  };
}

function requestOf(options: SandboxOptions, exchange: Exchange): HttpRequest {
  return {
    method: exchange.method,
    url: `${options.baseUrl}${exchange.path}`,
    headers: {
      accept: 'application/json',
      ...(exchange.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(exchange.key === undefined ? {} : { 'idempotency-key': exchange.key }),
    },
    ...(exchange.body === undefined ? {} : { body: canonicalJson(exchange.body) }),
    timeoutMilliseconds: options.timeoutMilliseconds ?? PROVIDER_TIMEOUT_MILLISECONDS,
  };
}

async function charge(send: Send, request: ChargeRequest): Promise<PaymentOutcome> {
  const body = {
    tenant: request.tenant,
    payment: request.payment,
    invoice: request.invoice,
    ...amountOf(request),
    method: request.method.id,
    customer: request.method.customer,
    description: request.description,
  };
  const result = await send({ method: 'POST', path: '/charges', key: request.key, body });
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return refusedCharge(result);

  const answer = SandboxCharge.safeParse(result.body);
  if (!answer.success || !isAbout(answer.data, request)) return MALFORMED;
  if (BigInt(answer.data.amount_minor) !== request.amountMinor || answer.data.currency !== request.currency) {
    return unknown('provider.amount_differs');
  }
  return chargeOutcome(answer.data);
}

async function readPayment(
  send: Send,
  tenant: string,
  asked: { readonly payment: string; readonly reference: string },
): Promise<PaymentOutcome> {
  const result = await send({ method: 'GET', path: pathOf(asked.reference) });
  return toPaymentOutcome(result, { tenant, payment: asked.payment });
}

async function cancel(
  send: Send,
  tenant: string,
  asked: { readonly payment: string; readonly reference: string },
): Promise<PaymentOutcome> {
  const verb = isCheckout(asked.reference) ? 'expire' : 'cancel';
  const result = await send({ method: 'POST', path: `${pathOf(asked.reference)}/${verb}` });
  return toPaymentOutcome(result, { tenant, payment: asked.payment });
}

/** Without a reference the sandbox is asked by our own id: its list is complete, so an empty one is a certain no. */
async function findPayment(send: Send, tenant: string, payment: string): Promise<PaymentOutcome> {
  const query = new URLSearchParams({ tenant, payment });
  const result = await send({ method: 'GET', path: `/charges?${query}` });
  if (!result.answered) return unknown(result.reason);
  const answer = SandboxPayment.safeParse(result.status === 200 ? result.body : undefined);
  if (!answer.success) return MALFORMED;
  const found = [...answer.data.charges, ...answer.data.checkouts];
  if (!found.every((each) => isAbout(each, { tenant, payment }))) return MALFORMED;

  return bestOutcome([
    ...answer.data.charges.filter((each) => each.checkout === null).map(chargeOutcome),
    ...answer.data.checkouts.map(checkoutOutcome),
  ]);
}

function toPaymentOutcome(
  result: CallResult,
  expected: { readonly tenant: string; readonly payment: string },
): PaymentOutcome {
  if (!result.answered) return unknown(result.reason);
  if (result.status === 404) return unknown('provider.reference_unknown');
  const body = result.status === 200 ? result.body : undefined;

  const charged = SandboxCharge.safeParse(body);
  if (charged.success) return isAbout(charged.data, expected) ? chargeOutcome(charged.data) : MALFORMED;
  const hosted = SandboxCheckout.safeParse(body);
  return hosted.success && isAbout(hosted.data, expected) ? checkoutOutcome(hosted.data) : MALFORMED;
}

async function askRefund(
  send: Send,
  tenant: string,
  asked: { readonly refund: string; readonly reference: string | null },
): Promise<RefundOutcome> {
  const expected = { tenant, refund: asked.refund };
  if (asked.reference !== null) {
    const result = await send({ method: 'GET', path: `/refunds/${encodeURIComponent(asked.reference)}` });
    return toRefundOutcome(result, expected, () => unknown('provider.reference_unknown'));
  }
  const result = await send({ method: 'GET', path: `/refunds?${new URLSearchParams(expected)}` });
  if (!result.answered) return unknown(result.reason);
  const answer = SandboxRefunds.safeParse(result.status === 200 ? result.body : undefined);
  if (!answer.success) return MALFORMED;

  const [found] = answer.data.refunds;
  if (found === undefined) return { status: 'absent' };
  return found.tenant === tenant && found.refund === asked.refund ? refundOutcome(found) : MALFORMED;
}

function toRefundOutcome(
  result: CallResult,
  expected: { readonly tenant: string; readonly refund: string },
  refused: (result: { readonly status: number; readonly body: unknown }) => RefundOutcome,
): RefundOutcome {
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return refused(result);

  const answer = SandboxRefund.safeParse(result.body);
  const isOurs =
    answer.success && answer.data.tenant === expected.tenant && answer.data.refund === expected.refund;
  return isOurs ? refundOutcome(answer.data) : MALFORMED;
}

const MALFORMED = unknown('provider.answer_malformed');

function amountOf(request: { readonly amountMinor: bigint; readonly currency: string }) {
  return { amount_minor: request.amountMinor.toString(), currency: request.currency };
}

function isAbout(
  found: { readonly tenant: string; readonly payment: string },
  expected: { readonly tenant: string; readonly payment: string },
): boolean {
  return found.tenant === expected.tenant && found.payment === expected.payment;
}

function isCheckout(reference: string): boolean {
  return reference.startsWith('sbk_');
}

function pathOf(reference: string): string {
  return `/${isCheckout(reference) ? 'checkouts' : 'charges'}/${encodeURIComponent(reference)}`;
}
