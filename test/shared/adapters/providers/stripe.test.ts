import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stripeProvider } from '../../../../shared/adapters/providers/stripe.ts';
import { STRIPE_API_VERSION } from '../../../../shared/adapters/providers/stripe-api.ts';
import { systemHttp } from '../../../../shared/adapters/system.ts';
import type { PaymentProvider } from '../../../../shared/ports.ts';
import { chargeOf, providerContract } from '../../../contract/provider-contract.ts';
import { type StripeStub, startStripeStub } from './stripe-stub.ts';

const SECRET = 'whsec_contract';
const RETURN_URL = 'https://shop.example/back';

const running: StripeStub[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stub) => stub.close()));
});

async function started(): Promise<{ readonly stub: StripeStub; readonly provider: PaymentProvider }> {
  const stub = await startStripeStub(SECRET);
  running.push(stub);
  const apiKey = async () => 'sk_test_stub';
  const options = { http: systemHttp(), apiUrl: stub.url, apiKey, returnUrl: RETURN_URL };
  return { stub, provider: stripeProvider(options) };
}

providerContract('Stripe', async () => {
  const { stub, provider } = await started();
  return {
    provider,
    methods: {
      approve: 'pm_good',
      declineSoft: 'pm_poor',
      declineHard: 'pm_stolen',
      actionRequired: 'pm_authenticate',
      unknownCode: 'pm_strange',
      answersNothingAfter: 'pm_silent',
      answersNothingBefore: 'pm_lost',
      slow: 'pm_slow',
    },
    settle: async () => {},
    webhooks: () => stub.webhooks,
    secret: SECRET,
  };
});

describe('the requests to Stripe', () => {
  let stub: StripeStub;
  let provider: PaymentProvider;
  beforeEach(async () => {
    ({ stub, provider } = await started());
  });

  test('a charge names its version, its key, its amount in small letters and what it is for', async () => {
    await provider.charge({ ...chargeOf('pm_good'), method: { id: 'pm_good', customer: 'cus_stripe' } });

    const [request] = stub.requests;

    expect(request?.headers).toMatchObject({
      authorization: 'Bearer sk_test_stub',
      'stripe-version': STRIPE_API_VERSION,
      'idempotency-key': 'pay_a',
    });
    expect(request?.form).toMatchObject({
      amount: '12345',
      currency: 'eur',
      confirm: 'true',
      off_session: 'true',
      payment_method: 'pm_good',
      customer: 'cus_stripe',
      'metadata[tenant]': 'ten_a',
      'metadata[payment]': 'pay_a',
      'metadata[invoice]': 'inv_a',
    });
  });

  test('the customer is fetched to the same intent when the bank asks, once for a charge and a question', async () => {
    const charged = await provider.charge(chargeOf('pm_authenticate'));
    const asked = await provider.askPayment('ten_a', 'pay_a', 'pi_stub_0');

    const confirmations = stub.requests.filter(({ path }) => path.endsWith('/confirm'));

    expect(asked).toEqual(charged);
    expect(confirmations).toHaveLength(1);
    expect(confirmations[0]?.form).toMatchObject({
      payment_method: 'pm_authenticate',
      return_url: RETURN_URL,
    });
  });

  test('without a place to come back to, a bank that asks for the customer is a soft failure', async () => {
    const plain = stripeProvider({
      http: systemHttp(),
      apiUrl: stub.url,
      apiKey: async () => 'sk_test_stub',
    });

    expect(await plain.charge(chargeOf('pm_authenticate'))).toMatchObject({
      status: 'failed',
      code: 'authentication_required',
      kind: 'soft',
    });
  });

  test('a method that is gone is a hard failure without a reference', async () => {
    expect(await provider.charge(chargeOf('pm_missing'))).toEqual({
      status: 'failed',
      reference: null,
      code: 'resource_missing',
      kind: 'hard',
    });
  });

  test('an amount that Stripe cannot charge fails without a request', async () => {
    const outcome = await provider.charge({ ...chargeOf('pm_good'), amountMinor: 12_345n, currency: 'KWD' });

    expect(outcome).toMatchObject({ status: 'failed', code: 'amount.not_chargeable' });
    expect(stub.requests).toHaveLength(0);
  });

  test('a payment is absent only when the list reaches further back than the search may lag', async () => {
    for (let index = 0; index < 150; index += 1) {
      await provider.charge({ ...chargeOf('pm_good'), payment: `pay_${index}`, key: `pay_${index}` });
    }
    stub.requests.length = 0;

    const outcome = await provider.askPayment('ten_a', 'pay_z', null);

    expect(outcome).toEqual({ status: 'unknown', reason: 'provider.not_among_recent' });
    expect(stub.requests.filter(({ path }) => path === '/v1/payment_intents')).toHaveLength(5);
  });

  test('a payment found by the search is read again before it is believed', async () => {
    await provider.charge(chargeOf('pm_good'));
    stub.state.isIndexed = true;
    stub.requests.length = 0;

    const outcome = await provider.askPayment('ten_a', 'pay_a', null);

    expect(outcome).toMatchObject({ status: 'settled', at: '2026-03-01T11:59:56.000Z' });
    expect(stub.requests.map(({ path }) => path)).toEqual([
      '/v1/payment_intents/search',
      '/v1/payment_intents/pi_stub_0',
    ]);
  });

  test('a hosted page carries the payment on itself and on the intent it will make', async () => {
    await provider.checkout({ ...chargeOf(''), customer: null, returnUrl: RETURN_URL });

    expect(stub.requests[0]?.form).toMatchObject({
      mode: 'payment',
      'line_items[0][price_data][unit_amount]': '12345',
      'metadata[payment]': 'pay_a',
      'payment_intent_data[metadata][payment]': 'pay_a',
      'payment_intent_data[metadata][tenant]': 'ten_a',
      'payment_intent_data[metadata][flow]': 'checkout',
      success_url: RETURN_URL,
    });
  });

  test('a reference that is none of Stripe is not asked about', async () => {
    const outcome = await provider.askPayment('ten_a', 'pay_a', 'pi_1/../../customers');

    expect(outcome).toEqual({ status: 'unknown', reason: 'provider.reference_malformed' });
    expect(stub.requests).toHaveLength(0);
  });
});

describe('answers that are none', () => {
  test.each([
    ['a server fault', 500, '{"error":{"type":"api_error"}}'],
    ['a rate limit', 429, '{"error":{"type":"invalid_request_error","code":"rate_limit"}}'],
    ['a key in use', 409, '{"error":{"type":"idempotency_error","code":"idempotency_key_in_use"}}'],
    ['a wrong API key', 401, '{"error":{"type":"invalid_request_error"}}'],
    ['a code nobody mapped', 400, '{"error":{"type":"invalid_request_error","code":"brand_new"}}'],
    ['a decline without a code', 402, '{"error":{"type":"card_error"}}'],
    [
      'a decline with nothing but that it was one',
      402,
      '{"error":{"type":"card_error","code":"card_declined"}}',
    ],
    ['half an answer', 200, '{"object":"payment_intent","id":"pi_1","sta'],
    ['a page of a proxy', 200, '<html>gateway</html>'],
    ['an answer without a status', 200, '{"object":"payment_intent","id":"pi_1"}'],
    ['another object', 200, '{"object":"charge","id":"ch_1"}'],
  ])('%s leaves a charge unknown', async (_, status, text) => {
    const provider = stripeProvider({
      http: async () => ({ status, headers: {}, text }),
      apiUrl: 'https://api.stripe.test',
      apiKey: async () => 'sk_test_stub',
    });

    expect((await provider.charge(chargeOf('pm_good'))).status).toBe('unknown');
    expect((await provider.askPayment('ten_a', 'pay_a', 'pi_1')).status).toBe('unknown');
    expect((await provider.askPayment('ten_a', 'pay_a', null)).status).toBe('unknown');
    expect((await provider.askRefund('ten_a', 'ref_a', null)).status).toBe('unknown');
  });

  test('silence leaves everything unknown', async () => {
    const provider = stripeProvider({
      http: async () => {
        throw new Error('timed out');
      },
      apiUrl: 'https://api.stripe.test',
      apiKey: async () => 'sk_test_stub',
    });

    expect(await provider.charge(chargeOf('pm_good'))).toEqual({
      status: 'unknown',
      reason: 'provider.no_answer',
    });
    expect((await provider.cancel('ten_a', 'pay_a', 'pi_1')).status).toBe('unknown');
    await expect(provider.methods('cus_1')).rejects.toMatchObject({ name: 'ProviderFault' });
  });
});
