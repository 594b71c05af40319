import { describe, expect, test } from 'vitest';
import type { HttpClient, HttpRequest } from '../../../../shared/adapters/http.ts';
import { stripeProvider } from '../../../../shared/adapters/providers/stripe.ts';

const SETUP = { tenant: 'ten_a', customer: 'cus_a', key: 'setup', returnUrl: 'https://shop.example/back' };
const SESSION = {
  object: 'checkout.session',
  id: 'cs_1',
  status: 'open',
  payment_status: 'no_payment_required',
  url: 'https://checkout.stripe.test/setup',
  metadata: {},
};

/** Stripe as a list of answers by path; a request for which there is none fails the test by name. */
function stripeAnswering(answers: Readonly<Record<string, unknown>>) {
  const requests: HttpRequest[] = [];
  const http: HttpClient = async (request) => {
    requests.push(request);
    const path = new URL(request.url).pathname;
    if (!(path in answers)) throw new Error(`nobody expected a request to ${path}`);
    return { status: 200, headers: {}, text: JSON.stringify(answers[path]) };
  };
  const options = { http, apiUrl: 'https://api.stripe.test', apiKey: async () => 'sk_test_stub' };
  return { requests, provider: stripeProvider(options) };
}

describe('customers and their methods at Stripe', () => {
  test('a customer whom the search finds is not made again', async () => {
    const { provider, requests } = stripeAnswering({
      '/v1/customers/search': { data: [{ id: 'cus_known' }] },
      '/v1/checkout/sessions': SESSION,
    });

    expect(await provider.setup(SETUP)).toEqual({
      url: SESSION.url,
      clientSecret: null,
      providerCustomer: 'cus_known',
    });
    expect(requests.map(({ url }) => new URL(url).pathname)).not.toContain('/v1/customers');
  });

  test('a customer whom the search does not find yet is made under a key of their own', async () => {
    const { provider, requests } = stripeAnswering({
      '/v1/customers/search': { data: [] },
      '/v1/customers': { object: 'customer', id: 'cus_new' },
      '/v1/checkout/sessions': SESSION,
    });

    await provider.setup(SETUP);
    await provider.setup({ ...SETUP, key: 'another setup' });

    const made = requests.filter(({ url }) => url.endsWith('/v1/customers'));
    expect(made.map(({ headers }) => headers?.['idempotency-key'])).toEqual([
      'customer.ten_a.cus_a',
      'customer.ten_a.cus_a',
    ]);
  });

  test('saved methods are known by what a person knows them by', async () => {
    const { provider } = stripeAnswering({
      '/v1/customers/cus_1/payment_methods': {
        data: [
          {
            object: 'payment_method',
            id: 'pm_1',
            type: 'card',
            customer: 'cus_1',
            card: { brand: 'visa', last4: '4242' },
          },
          {
            object: 'payment_method',
            id: 'pm_2',
            type: 'sepa_debit',
            customer: 'cus_1',
            sepa_debit: { last4: '3000' },
          },
          { object: 'payment_method', id: 'pm_3', type: 'link' },
        ],
      },
    });

    expect(await provider.methods('cus_1')).toEqual([
      { id: 'pm_1', kind: 'card', label: 'visa 4242', customer: 'cus_1' },
      { id: 'pm_2', kind: 'sepa_debit', label: 'sepa_debit 3000', customer: 'cus_1' },
      { id: 'pm_3', kind: 'link', label: 'link', customer: null },
    ]);
  });

  test('an id that could end the quoted text of a search is a fault', async () => {
    const { provider, requests } = stripeAnswering({});

    await expect(provider.setup({ ...SETUP, customer: "x' OR '1" })).rejects.toMatchObject({
      name: 'InvariantViolation',
    });
    expect(requests).toEqual([]);
  });
});
