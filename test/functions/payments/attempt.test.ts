import { describe, expect, test } from 'vitest';
import { ATTEMPTS_MAX } from '../../../shared/domain/payments/payment.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { PaymentProvider } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

function pay(counter: Counter, invoice: string, of: { body?: Record<string, unknown>; key?: string } = {}) {
  return counter.ask('POST /v1/invoices/{invoice_id}/pay', {
    params: { invoice_id: invoice },
    body: {},
    ...of,
  });
}

function checkout(
  counter: Counter,
  invoice: string,
  of: { body?: Record<string, unknown>; key?: string } = {},
) {
  return counter.ask('POST /v1/invoices/{invoice_id}/checkout', {
    params: { invoice_id: invoice },
    body: { return_url: 'https://shop.example/thanks' },
    ...of,
  });
}

/** The counter's own provider, with some of its answers replaced. */
function replacing(counter: Counter, answers: Partial<PaymentProvider>): void {
  const providers = counter.line.ports.providers as Record<string, PaymentProvider>; // the counter's own table
  if (!providers.sandbox) throw new Error('the counter has a sandbox');
  providers.sandbox = { ...providers.sandbox, ...answers };
}

describe('paying by the saved method', () => {
  test('takes the next attempt after one that failed', async () => {
    const counter = await openCounter('pm_decline_soft');
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');

    const answered = await pay(counter, invoice);
    await counter.line.rest();

    expect(answered).toMatchObject({
      status: 201,
      body: { attempt: 2, channel: 'api', status: 'processing' },
    });
    expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
  });

  test('may pay a part, and the rest afterwards', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');

    await pay(counter, invoice, { body: { amount: EUR('30.00') } });
    await counter.line.rest();
    const rest = await pay(counter, invoice);
    await counter.line.rest();

    expect(rest.body).toMatchObject({ attempt: 2, amount: EUR('70.00') });
    expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
  });

  test('is done once under one key; the answer is the first one', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');

    const first = await pay(counter, invoice, { key: 'same' });
    await counter.line.rest();
    const second = await pay(counter, invoice, { key: 'same' });

    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(counter.facts('payment.intended')).toHaveLength(1);
  });

  test('under a key that stands for another request is refused', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');
    await pay(counter, invoice, { key: 'same' });

    expect(await pay(counter, invoice, { key: 'same', body: { amount: EUR('1.00') } })).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
  });

  test('after a decline and under the same key tells the decline again and charges nothing', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_decline_soft');

    await pay(counter, invoice, { key: 'same' });
    const again = await pay(counter, invoice, { key: 'same' });

    expect(again.body).toMatchObject({ status: 'failed', failure_code: 'insufficient_funds', attempt: 1 });
    expect(counter.facts('payment.intended')).toHaveLength(1);
  });

  test('waits while another attempt may still succeed', async () => {
    const counter = await openCounter('pm_delay_60');
    const invoice = await counter.sell('100.00');

    expect(await pay(counter, invoice)).toMatchObject({
      status: 409,
      body: { code: 'payment.in_progress' },
      headers: { 'retry-after': '1' },
    });
  });

  test('waits while the outcome of another attempt is unknown', async () => {
    const counter = await openCounter('pm_timeout_before');
    const invoice = await counter.sell('100.00');

    expect(await pay(counter, invoice)).toMatchObject({ status: 409, body: { code: 'payment.in_progress' } });
  });

  test('waits while settled money is on its way to the account', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve_at_once');

    await pay(counter, invoice, { body: { amount: EUR('30.00') } });

    expect(await pay(counter, invoice)).toMatchObject({ status: 409, body: { code: 'payment.in_progress' } });
  });

  test('of one invoice by ten callers at once charges once', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');

    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(counter, invoice)));
    await counter.line.rest();

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(counter.balances()).toEqual({ provider_clearing: 10_000n, revenue: -10_000n });
  });

  test('asks the customer to go on where the provider wants it', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_action_required');

    expect((await pay(counter, invoice)).body).toMatchObject({
      status: 'action_required',
      action_url: expect.stringContaining('http'),
    });
  });

  test.each([
    ['payment.amount_exceeds', { body: { amount: EUR('100.01') } }],
    ['payment.currency_differs', { body: { amount: { amount: '1', currency: 'JPY' } } }],
    ['payment.amount_not_positive', { body: { amount: EUR('0.00') } }],
  ])('is refused with %s', async (code, of) => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await counter.payBy('pm_approve');

    expect(await pay(counter, invoice, of)).toMatchObject({ status: 422, body: { code } });
  });

  test('needs an invoice that is open, and a method', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const without = await pay(counter, invoice);
    await counter.payBy('pm_approve');
    await counter.transfer('100.00', { invoice });

    expect(without).toMatchObject({ status: 422, body: { code: 'payment.method_missing' } });
    expect(await pay(counter, invoice)).toMatchObject({
      status: 422,
      body: { code: 'payment.nothing_open' },
    });
    expect(await pay(counter, derivedId('inv', 'none'))).toMatchObject({
      status: 404,
      body: { code: 'invoice.not_found' },
    });
  });

  test('ends after so many attempts that a person has to look', async () => {
    const counter = await openCounter('pm_decline_soft');
    const invoice = await counter.sell('100.00');
    for (let attempt = 2; attempt <= ATTEMPTS_MAX; attempt += 1) await pay(counter, invoice);

    expect(await pay(counter, invoice)).toMatchObject({
      status: 422,
      body: { code: 'payment.attempts_max' },
    });
    expect(counter.facts('payment.intended')).toHaveLength(ATTEMPTS_MAX);
  });
});

describe('a hosted page', () => {
  test('is not given again for more than is open by now: another one asks for the rest', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const { body: first } = await checkout(counter, invoice);
    await counter.transfer('40.00', { invoice });

    const { body: second } = await checkout(counter, invoice);

    expect(await counter.showPayment(String(first.payment))).toMatchObject({ status: 'cancelled' });
    expect(await counter.showPayment(String(second.payment))).toMatchObject({
      status: 'action_required',
      amount: EUR('60.00'),
    });
  });

  test('is not given again for an invoice that was paid otherwise, and is ended', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const { body: first } = await checkout(counter, invoice);
    await counter.transfer('100.00', { invoice });

    expect(await checkout(counter, invoice)).toMatchObject({
      status: 422,
      body: { code: 'payment.nothing_open' },
    });
    expect(await counter.showPayment(String(first.payment))).toMatchObject({ status: 'cancelled' });
  });

  test('of a charge that waits for its customer is the one where the charge goes on', async () => {
    const counter = await openCounter('pm_action_required');
    const invoice = await counter.sell('100.00');
    const waiting = await counter.showPayment(paymentOfAttempt(counter.line.tenant, invoice, 1));

    expect((await checkout(counter, invoice)).body).toMatchObject({
      url: waiting.action_url,
      payment: waiting.id,
    });
  });

  test('is an attempt like any other', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    const answered = await checkout(counter, invoice);

    const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
    expect(answered).toMatchObject({
      status: 201,
      body: { object: 'checkout', invoice, payment, url: expect.stringContaining('http') },
    });
    expect(await counter.showPayment(payment)).toMatchObject({
      status: 'action_required',
      channel: 'checkout',
      action_url: answered.body.url,
    });
  });

  test('that is open already is given again', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const first = await checkout(counter, invoice, { key: 'same' });

    expect((await checkout(counter, invoice, { key: 'same' })).body).toEqual(first.body);
    expect((await checkout(counter, invoice)).body).toEqual(first.body);
    expect(
      await checkout(counter, invoice, { key: 'same', body: { return_url: 'https://other.example/' } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
  });

  test('is ended before the saved method is charged, so that both never succeed', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await checkout(counter, invoice);
    await counter.payBy('pm_approve');

    const answered = await pay(counter, invoice);
    await counter.line.rest();

    expect(answered.body).toMatchObject({ attempt: 2 });
    expect(await counter.showPayment(paymentOfAttempt(counter.line.tenant, invoice, 1))).toMatchObject({
      status: 'cancelled',
    });
    expect(counter.balances()).toEqual({ provider_clearing: 10_000n, revenue: -10_000n });
  });

  test('that cannot be ended with certainty keeps the saved method from being charged', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    await checkout(counter, invoice);
    await counter.payBy('pm_approve');
    replacing(counter, { cancel: async () => Promise.reject(new Error('connection reset')) });

    expect(await pay(counter, invoice)).toMatchObject({ status: 409, body: { code: 'payment.in_progress' } });
  });

  test('that the provider does not open leaves the attempt unknown, until it is asked', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    replacing(counter, { checkout: async () => Promise.reject(new Error('connection reset')) });

    const answered = await checkout(counter, invoice);
    await counter.line.rest();
    counter.line.pass({ minutes: 6 });
    await counter.line.later();

    expect(answered).toMatchObject({ status: 409, body: { code: 'payment.in_progress' } });
    expect(await counter.showPayment(paymentOfAttempt(counter.line.tenant, invoice, 1))).toMatchObject({
      status: 'failed',
      failure_code: 'provider.never_charged',
    });
  });

  test('needs an open invoice and a provider', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    expect(await checkout(counter, derivedId('inv', 'none'))).toMatchObject({
      status: 404,
      body: { code: 'invoice.not_found' },
    });
    expect(
      await checkout(counter, invoice, { body: { return_url: 'https://shop.example/', provider: 'nobody' } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'provider.not_configured' },
    });
    expect(await checkout(counter, invoice, { body: { return_url: 'javascript:alert(1)' } })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid' },
    });
  });
});
