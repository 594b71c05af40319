/** Woken by the routes of payment methods; records which saved method a customer's charges go to, never card data. */
import type { NewPaymentMethod } from '../../shared/contracts/payment-methods.ts';
import { paymentMethodRoutes } from '../../shared/contracts/payment-methods.ts';
import { customers } from '../../shared/domain/customers.ts';
import type { Customer } from '../../shared/domain/customers/states.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { execute, load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { PaymentProvider, Ports } from '../../shared/ports.ts';

type Known = Exclude<Customer, { status: 'none' }>;

async function attach(call: Call<NewPaymentMethod, undefined>, ports: Ports): Promise<Result<Answer>> {
  const customer = await customerOf(call, ports);
  if (!customer.ok) return customer;
  if (customer.value.status === 'erased')
    return refuse('customer.erased', 'The personal data of this customer was erased.');
  const provider = Object.hasOwn(ports.providers, call.body.provider)
    ? ports.providers[call.body.provider]
    : undefined;
  if (!provider)
    return refuse('provider.not_configured', 'There is no such payment provider.', { pointer: '#/provider' });
  const { return_url, payment_method } = call.body;

  return payment_method === undefined
    ? start(call, { provider, returnUrl: return_url ?? '' })
    : makeDefault(call, { provider, id: payment_method }, ports);
}

/** The customer enters the method at the provider; only ids come back. */
async function start(
  call: Call<NewPaymentMethod, undefined>,
  of: { provider: PaymentProvider; returnUrl: string },
): Promise<Result<Answer>> {
  const { provider, returnUrl } = of;
  const customer = customerId(call);
  const key = derivedId('req', call.tenant, customer, 'setup', call.idempotencyKey);
  const { url, clientSecret } = await provider.setup({ tenant: call.tenant, customer, key, returnUrl });

  return ok({
    body: answerSetup({
      customer,
      provider: provider.name,
      status: 'started',
      url,
      clientSecret,
      method: null,
    }),
  });
}

/** A method is taken only from the customer's own list at the provider, so that nobody charges somebody else's card. */
async function makeDefault(
  call: Call<NewPaymentMethod, undefined>,
  of: { provider: PaymentProvider; id: string },
  ports: Ports,
): Promise<Result<Answer>> {
  const { provider, id } = of;
  const customer = customerId(call);
  const owner = isForTrying(provider, id)
    ? null
    : await ownerOf(provider, { tenant: call.tenant, customer, id });
  if (owner === undefined) {
    return refuse('payment_method.unknown', 'The customer has not saved such a method at the provider.', {
      pointer: '#/payment_method',
    });
  }
  const method = { provider: provider.name, id, providerCustomer: owner };
  const ref = { tenant: call.tenant, id: customer };
  const { fingerprint: _, ...acting } = call.acting;
  const done = await execute(ports.journal, customers, {
    ref,
    command: { do: 'attach_method', method },
    acting,
  });
  if (!done.ok) return done;
  const replayed = done.value.commit === undefined;

  return ok({
    body: answerSetup({
      customer,
      provider: provider.name,
      status: 'attached',
      url: null,
      clientSecret: null,
      method: id,
    }),
    replayed,
  });
}

/** The customer's id at the provider when the method is saved there. */
async function ownerOf(
  provider: PaymentProvider,
  of: { readonly tenant: string; readonly customer: string; readonly id: string },
): Promise<string | undefined> {
  const key = derivedId('req', of.tenant, of.customer, 'owner');
  const { providerCustomer } = await provider.setup({
    tenant: of.tenant,
    customer: of.customer,
    key,
    returnUrl: UNUSED_URL,
  });
  const saved = await provider.methods(providerCustomer);

  return saved.some(({ id }) => id === of.id) ? providerCustomer : undefined;
}

/** The sandbox has methods that stand for behaviours and belong to everybody, like the card numbers of test modes. */
function isForTrying(provider: PaymentProvider, id: string): boolean {
  return provider.name === 'sandbox' && id.startsWith('pm_');
}

/** Setting up also tells the customer's id at the provider; nobody is sent to this page. */
const UNUSED_URL = 'https://example.com/';

async function list(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const customer = await customerOf(call, ports);
  if (!customer.ok) return customer;
  const { method } = customer.value;
  const provider = method ? ports.providers[method.provider] : undefined;
  if (!method || !provider) return ok({ body: { data: [] } });

  const saved = method.providerCustomer === null ? [] : await provider.methods(method.providerCustomer);
  const own = { id: method.id, kind: 'saved', label: method.id };
  const all = saved.some(({ id }) => id === method.id) ? saved : [own, ...saved];

  return ok({
    body: {
      data: all.map(({ id, kind, label }) => {
        return {
          id,
          object: 'payment_method',
          provider: provider.name,
          kind,
          label,
          is_default: id === method.id,
        };
      }),
    },
  });
}

async function detach(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const customer = await customerOf(call, ports);
  if (!customer.ok) return customer;
  const { method } = customer.value;
  const id = call.params.payment_method_id ?? '';
  const provider = method ? ports.providers[method.provider] : undefined;
  const saved = method?.providerCustomer && provider ? await provider.methods(method.providerCustomer) : [];
  const isSaved = saved.some((each) => each.id === id);
  if (!isSaved && method?.id !== id)
    return refuse('payment_method.not_found', 'The customer has no such payment method.');

  const ref = { tenant: call.tenant, id: customerId(call) };
  const done = await execute(ports.journal, customers, {
    ref,
    command: { do: 'detach_method', id },
    acting: call.acting,
  });
  if (!done.ok) return done;
  if (isSaved && provider) await provider.detach(id);

  return ok({ body: '' });
}

async function customerOf(call: Call<unknown, undefined>, ports: Ports): Promise<Result<Known>> {
  const { state } = await load(ports.journal, customers, { tenant: call.tenant, id: customerId(call) });

  return state.status === 'none' ? refuse('customer.not_found', 'There is no such customer.') : ok(state);
}

function customerId(call: Call<unknown, undefined>): string {
  return call.params.customer_id ?? '';
}

function answerSetup(of: {
  customer: string;
  provider: string;
  status: 'started' | 'attached';
  url: string | null;
  clientSecret: string | null;
  method: string | null;
}) {
  const { customer, provider, status, url, clientSecret, method } = of;

  return {
    object: 'payment_method_setup',
    customer,
    provider,
    status,
    url,
    client_secret: clientSecret,
    payment_method: method,
  };
}

export const handler = onHttp('payment_methods.keep', [
  endpoint(paymentMethodRoutes.attach, attach),
  endpoint(paymentMethodRoutes.list, list),
  endpoint(paymentMethodRoutes.detach, detach),
]);
