import {
  StripeCustomer,
  StripeCustomers,
  StripeMethod,
  StripeMethods,
  StripeSession,
} from '../../contracts/providers/stripe.ts';
import type { CheckoutRequest, PaymentProvider, SavedMethod } from '../../ports.ts';
import { ProviderFault, required } from './call.ts';
import { toStripeAmount } from './stripe-amounts.ts';
import { type StripeApi, searchable } from './stripe-api.ts';
import { CHECKOUT_FLOW } from './stripe-outcomes.ts';
import { metadataOf } from './stripe-payments.ts';

const METHODS_MAX = '100';

/** Opens a hosted page for one payment. Throws `ProviderFault`; the same key gives the same page for a day. */
export async function openStripeCheckout(
  api: StripeApi,
  request: CheckoutRequest,
): Promise<{ readonly url: string; readonly reference: string }> {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined || amount <= 0n) throw new ProviderFault('checkout: the amount cannot be charged');
  const form = {
    mode: 'payment',
    customer: request.customer,
    client_reference_id: request.payment,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': request.currency.toLowerCase(),
    'line_items[0][price_data][unit_amount]': amount.toString(),
    'line_items[0][price_data][product_data][name]': request.description,
    success_url: request.returnUrl,
    cancel_url: request.returnUrl,
    ...metadataOf(request),
    ...onIntent({ ...metadataOf(request), 'metadata[flow]': CHECKOUT_FLOW }),
  };
  const result = await api.post('/v1/checkout/sessions', form, request.key);
  const session = required(result, StripeSession, 'checkout');
  if (typeof session.url !== 'string') throw new ProviderFault('checkout: the page has no address');

  return { url: session.url, reference: session.id };
}

/** Opens a hosted page on which the customer saves a card; no card data ever comes to us. Throws `ProviderFault`. */
export async function openStripeSetup(
  api: StripeApi,
  request: Parameters<PaymentProvider['setup']>[0],
): Promise<Awaited<ReturnType<PaymentProvider['setup']>>> {
  const customer = await customerAtStripe(api, request);
  const form = {
    mode: 'setup',
    customer,
    'payment_method_types[0]': 'card',
    success_url: request.returnUrl,
    cancel_url: request.returnUrl,
    'metadata[tenant]': request.tenant,
    'metadata[customer]': request.customer,
    'setup_intent_data[metadata][tenant]': request.tenant,
    'setup_intent_data[metadata][customer]': request.customer,
  };
  const session = required(
    await api.post('/v1/checkout/sessions', form, request.key),
    StripeSession,
    'setup',
  );

  return { url: session.url ?? null, clientSecret: null, providerCustomer: customer };
}

/** The saved methods of a customer at Stripe. Throws `ProviderFault`. */
export async function listStripeMethods(api: StripeApi, customer: string): Promise<readonly SavedMethod[]> {
  const path = `/v1/customers/${encodeURIComponent(customer)}/payment_methods`;
  const { data } = required(await api.get(path, { limit: METHODS_MAX }), StripeMethods, 'methods');

  return data.map((method) => ({
    id: method.id,
    kind: method.type,
    label: labelOf(method),
    customer: method.customer ?? null,
  }));
}

/** Takes a method away from its customer; one that is already away is a `ProviderFault`, as Stripe refuses it. */
export async function detachStripeMethod(api: StripeApi, method: string): Promise<void> {
  const path = `/v1/payment_methods/${encodeURIComponent(method)}/detach`;
  required(await api.post(path, {}, null), StripeMethod, 'detach');
}

/**
 * Our customer as Stripe knows it, made once: the idempotency key finds one made within a day, the search one made before
 * that, and together they leave no gap.
 */
async function customerAtStripe(
  api: StripeApi,
  { tenant, customer }: { readonly tenant: string; readonly customer: string },
): Promise<string> {
  const query = `metadata['tenant']:'${searchable(tenant)}' AND metadata['customer']:'${searchable(customer)}'`;
  const searched = await api.get('/v1/customers/search', { query, limit: '1' });
  const [known] = required(searched, StripeCustomers, 'customer').data;
  if (known !== undefined) return known.id;

  const form = { 'metadata[tenant]': tenant, 'metadata[customer]': customer };
  const made = await api.post('/v1/customers', form, `customer.${tenant}.${customer}`);
  return required(made, StripeCustomer, 'customer').id;
}

function onIntent(fields: Readonly<Record<string, string | null>>): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`payment_intent_data[metadata]${name.slice(8)}`, value]),
  );
}

function labelOf(method: StripeMethod): string {
  if (method.card !== undefined && method.card !== null) return `${method.card.brand} ${method.card.last4}`;
  const last4 = method.sepa_debit?.last4;

  return typeof last4 === 'string' ? `${method.type} ${last4}` : method.type;
}
