import { SandboxCharge, SandboxCheckout, SandboxPayment } from '../../contracts/providers/sandbox.ts';
import type { ChargeRequest, PaymentOutcome } from '../../ports.ts';
import type { CallResult } from './call.ts';
import { bestOutcome, unknown } from './outcomes.ts';
import { amountOf, type SandboxApi } from './sandbox-api.ts';
import { chargeOutcome, checkoutOutcome, refusedCharge } from './sandbox-outcomes.ts';

const MALFORMED = unknown('provider.answer_malformed');

/** Charges a method, once for its key. */
export async function chargeSandbox(send: SandboxApi, request: ChargeRequest): Promise<PaymentOutcome> {
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

/** What became of a payment whose charge or hosted page is known. */
export async function readSandbox(
  send: SandboxApi,
  tenant: string,
  asked: { readonly payment: string; readonly reference: string },
): Promise<PaymentOutcome> {
  const result = await send({ method: 'GET', path: pathOf(asked.reference) });
  return toPaymentOutcome(result, { tenant, payment: asked.payment });
}

/** Ends what has not settled; what has ended already answers with its end. */
export async function cancelSandbox(
  send: SandboxApi,
  tenant: string,
  asked: { readonly payment: string; readonly reference: string },
): Promise<PaymentOutcome> {
  const verb = isCheckout(asked.reference) ? 'expire' : 'cancel';
  const result = await send({ method: 'POST', path: `${pathOf(asked.reference)}/${verb}` });
  return toPaymentOutcome(result, { tenant, payment: asked.payment });
}

/** Without a reference the sandbox is asked by our own id: its list is complete, so an empty one is a certain no. */
export async function findSandboxPayment(
  send: SandboxApi,
  tenant: string,
  payment: string,
): Promise<PaymentOutcome> {
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
