import { expect, test } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { PaymentProvider } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

const METHODS = '/v1/customers/{customer_id}/payment_methods';

function attach(counter: Counter, body: Record<string, unknown>, customer = counter.customer) {
  return counter.ask(`POST ${METHODS}`, {
    params: { customer_id: customer },
    body: { provider: 'sandbox', ...body },
  });
}

async function list(counter: Counter) {
  return (await counter.ask(`GET ${METHODS}`, { params: { customer_id: counter.customer } })).body.data;
}

/** Lets the customer's own list at the provider hold one card. */
function withSavedCard(counter: Counter): string[] {
  const saved = ['sbm_one'];
  const providers = counter.line.ports.providers as Record<string, PaymentProvider>; // the counter's own table
  if (!providers.sandbox) throw new Error('the counter has a sandbox');
  providers.sandbox = {
    ...providers.sandbox,
    methods: async (customer) =>
      saved.map((id) => ({ id, kind: 'card', label: 'Card ending 4242', customer })),
    detach: async (id) => void saved.splice(saved.indexOf(id), 1),
  };

  return saved;
}

test('attaching starts at the provider, where the customer enters the method', async () => {
  const counter = await openCounter(null);

  const answered = await attach(counter, { return_url: 'https://shop.example/done' });

  expect(answered).toMatchObject({
    status: 201,
    body: { status: 'started', url: expect.stringContaining('http'), payment_method: null },
  });
  expect(counter.facts('payment_method.attached')).toEqual([]);
});

test('a method that the customer has saved becomes the default, once', async () => {
  const counter = await openCounter(null);
  withSavedCard(counter);

  const answered = await attach(counter, { payment_method: 'sbm_one' });
  await attach(counter, { payment_method: 'sbm_one' });

  expect(answered.body).toMatchObject({ status: 'attached', payment_method: 'sbm_one' });
  expect(counter.facts('payment_method.attached')).toHaveLength(1);
  expect(await list(counter)).toEqual([
    {
      id: 'sbm_one',
      object: 'payment_method',
      provider: 'sandbox',
      kind: 'card',
      label: 'Card ending 4242',
      is_default: true,
    },
  ]);
});

test('a method from somebody else is not taken', async () => {
  const counter = await openCounter(null);
  withSavedCard(counter);

  expect(await attach(counter, { payment_method: 'sbm_of_another' })).toMatchObject({
    status: 422,
    body: { code: 'payment_method.unknown' },
  });
});

test('a detached method is gone here and at the provider', async () => {
  const counter = await openCounter(null);
  const saved = withSavedCard(counter);
  await attach(counter, { payment_method: 'sbm_one' });

  const params = { customer_id: counter.customer, payment_method_id: 'sbm_one' };
  const gone = await counter.ask(`DELETE ${METHODS}/{payment_method_id}`, { params });
  const again = await counter.ask(`DELETE ${METHODS}/{payment_method_id}`, { params });

  expect(gone.status).toBe(204);
  expect(saved).toEqual([]);
  expect(await list(counter)).toEqual([]);
  expect(again.body).toMatchObject({ code: 'payment_method.not_found' });
});

test('a method for trying things out is the default by its name alone', async () => {
  const counter = await openCounter('pm_decline_soft');

  expect(await list(counter)).toMatchObject([{ id: 'pm_decline_soft', is_default: true }]);
});

test.each([
  ['provider.not_configured', { provider: 'nobody', payment_method: 'pm_approve' }],
  ['provider.not_configured', { provider: 'constructor', payment_method: 'pm_approve' }],
  ['request.invalid', { payment_method: '4242424242424242' }],
  ['request.invalid', { payment_method: 'pm_approve', return_url: 'https://shop.example/' }],
  ['request.invalid', { return_url: 'ftp://shop.example/' }],
])('attaching is refused with %s for %o', async (code, body) => {
  const counter = await openCounter(null);

  expect(await attach(counter, body)).toMatchObject({ status: 422, body: { code } });
});

test('a customer who does not exist has no methods, and an erased one gets none', async () => {
  const counter = await openCounter(null);
  const nobody = derivedId('cus', 'none');
  await counter.ask('POST /v1/customers/{customer_id}/erase', { params: { customer_id: counter.customer } });

  expect(await attach(counter, { payment_method: 'pm_approve' }, nobody)).toMatchObject({
    status: 404,
    body: { code: 'customer.not_found' },
  });
  expect(await counter.ask(`GET ${METHODS}`, { params: { customer_id: nobody } })).toMatchObject({
    status: 404,
  });
  expect(await attach(counter, { payment_method: 'pm_approve' })).toMatchObject({
    body: { code: 'customer.erased' },
  });
});
