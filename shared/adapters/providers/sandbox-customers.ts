import { SandboxCheckout, SandboxMethods, SandboxSetup } from '../../contracts/providers/sandbox.ts';
import type { CheckoutRequest, PaymentProvider, SavedMethod } from '../../ports.ts';
import { required } from './call.ts';
import { amountOf, type SandboxApi } from './sandbox-api.ts';

/** Opens a hosted page for one payment. Throws `ProviderFault`. */
export async function openSandboxCheckout(
  send: SandboxApi,
  request: CheckoutRequest,
): Promise<{ readonly url: string; readonly reference: string }> {
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
}

/** Opens a page on which the customer saves a method. Throws `ProviderFault`. */
export async function openSandboxSetup(
  send: SandboxApi,
  request: Parameters<PaymentProvider['setup']>[0],
): Promise<Awaited<ReturnType<PaymentProvider['setup']>>> {
  const body = { tenant: request.tenant, customer: request.customer, return_url: request.returnUrl };
  const result = await send({ method: 'POST', path: '/setups', key: request.key, body });
  const { url, customer } = required(result, SandboxSetup, 'setup');

  return { url, clientSecret: null, providerCustomer: customer };
}

/** The saved methods of a customer at the sandbox. Throws `ProviderFault`. */
export async function listSandboxMethods(
  send: SandboxApi,
  customer: string,
): Promise<readonly SavedMethod[]> {
  const result = await send({ method: 'GET', path: `/methods?customer=${encodeURIComponent(customer)}` });
  return required(result, SandboxMethods, 'methods').methods;
}

/** Takes a method away from its customer. Throws `ProviderFault`. */
export async function detachSandboxMethod(send: SandboxApi, method: string): Promise<void> {
  const result = await send({ method: 'DELETE', path: `/methods/${encodeURIComponent(method)}` });
  required(result, SandboxMethods, 'detach');
}
