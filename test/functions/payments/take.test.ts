import { describe, expect, test } from 'vitest';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { openCounter } from '../../kit/counter.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

describe('a bank transfer', () => {
  test('for an invoice pays it and goes through the bank', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    const answered = await counter.transfer('100.00', { invoice });

    expect(answered).toMatchObject({
      status: 201,
      body: { status: 'settled', channel: 'bank', provider: 'bank', invoice, reference: 'thank you' },
    });
    expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
    expect(counter.balances()).toEqual({ bank: 10_000n, revenue: -10_000n });
  });

  test('that is too little leaves the rest open, and two of them pay it', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    await counter.transfer('60.00', { invoice });
    expect(await counter.showInvoice(invoice)).toMatchObject({
      payment_status: 'partly_paid',
      open: { amount: '40.00' },
    });
    await counter.transfer('40.00', { invoice });

    expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
  });

  test('that is too much stays as unapplied cash', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');

    const answered = await counter.transfer('130.00', { invoice });

    expect(await counter.account()).toMatchObject({
      open: EUR('0.00'),
      unapplied_cash: EUR('30.00'),
      cash: [{ payment: answered.body.id, amount: EUR('30.00') }],
    });
  });

  test('of a customer who did not say what for pays the oldest due', async () => {
    const counter = await openCounter(null);
    const first = await counter.sell('100.00');
    const second = await counter.sell('50.00');

    await counter.transfer('120.00', { customer: counter.customer });

    expect(await counter.showInvoice(first)).toMatchObject({ payment_status: 'paid' });
    expect(await counter.showInvoice(second)).toMatchObject({
      payment_status: 'partly_paid',
      open: EUR('30.00'),
    });
  });

  test('is booked once under one key, and another request under it is refused', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const body = { invoice, amount: EUR('100.00'), received_on: '2026-11-23', reference: 'one' };

    const first = await counter.ask('POST /v1/payments', { body, key: 'same' });
    const second = await counter.ask('POST /v1/payments', { body, key: 'same' });
    const other = await counter.ask('POST /v1/payments', {
      body: { ...body, amount: EUR('1.00') },
      key: 'same',
    });

    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(counter.facts('payment.settled')).toHaveLength(1);
  });

  test.each([
    ['invoice.unknown', 422, { invoice: derivedId('inv', 'none') }],
    ['customer.unknown', 422, { customer: derivedId('cus', 'none') }],
    ['legal_entity.unknown', 422, { legal_entity: derivedId('le', 'none') }],
    ['payment.currency_differs', 422, { amount: { amount: '1', currency: 'JPY' } }],
    ['payment.amount_not_positive', 422, { amount: EUR('0.00') }],
    ['money.too_precise', 422, { amount: EUR('1.001') }],
    ['money.too_large', 422, { amount: EUR(`1${'0'.repeat(17)}`) }],
    ['payment.received_in_future', 422, { received_on: '2026-11-26' }],
    ['payment.reference_unknown', 422, { invoice: undefined }],
    ['request.invalid', 422, { customer: derivedId('cus', 'none'), invoice: derivedId('inv', 'none') }],
    ['request.invalid', 422, { received_on: '2026-02-30' }],
  ])('is refused with %s (%i)', async (code, status, rest) => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const isForCustomer = 'customer' in rest || 'legal_entity' in rest;
    const target = isForCustomer ? { customer: counter.customer } : { invoice };
    const body = { ...target, amount: EUR('10.00'), received_on: '2026-11-23', reference: 'x', ...rest };

    const answered = await counter.ask('POST /v1/payments', { body });

    expect([answered.status, code === 'money.too_large' ? code : answered.body.code]).toEqual([status, code]);
    expect(counter.facts('payment.settled')).toEqual([]);
  });

  test('needs a named seller where there are several', async () => {
    const counter = await openCounter(null);
    const address = { line1: 'Example Street 2', postal_code: '10115', city: 'Berlin', country: 'DE' };
    await counter.ask('POST /v1/legal_entities', {
      body: { name: 'Second', address, zone: 'Europe/Berlin', currency: 'EUR' },
    });

    const vague = await counter.transfer('10.00', { customer: counter.customer });
    const named = await counter.transfer('10.00', {
      customer: counter.customer,
      legal_entity: counter.seller,
    });

    expect(vague).toMatchObject({ status: 422, body: { code: 'legal_entity.ambiguous' } });
    expect(named.status).toBe(201);
  });
});

describe('payments', () => {
  test('are shown one by one and in a list', async () => {
    const counter = await openCounter();
    const invoice = await counter.sell('100.00');
    const id = paymentOfAttempt(counter.line.tenant, invoice, 1);

    const list = await counter.ask('GET /v1/payments');

    expect(list.body).toMatchObject({
      data: [{ id, status: 'settled', amount: EUR('100.00'), refunded: EUR('0.00') }],
      next_cursor: null,
    });
    expect(await counter.showPayment(id)).toMatchObject({
      id,
      settled_at: expect.any(String),
      action_url: null,
    });
  });

  test('that do not exist are not found', async () => {
    const counter = await openCounter(null);

    expect(await counter.showPayment(derivedId('pay', 'none'))).toMatchObject({ code: 'payment.not_found' });
  });

  test('move no row of a list before they have come to something', async () => {
    const counter = await openCounter('pm_delay_60');
    await counter.sell('100.00');

    expect((await counter.ask('GET /v1/payments')).body).toMatchObject({ data: [] });
  });
});

describe('a refund', () => {
  async function paid(method = 'pm_approve', price = '100.00') {
    const counter = await openCounter(method);
    const invoice = await counter.sell(price);

    return { counter, invoice, payment: paymentOfAttempt(counter.line.tenant, invoice, 1) };
  }

  test('that opens the debt again is approved for all that was paid', async () => {
    const { counter, invoice, payment } = await paid();

    const answered = await counter.refund(payment, { effect: 'reopen' });

    expect(answered).toMatchObject({
      status: 202,
      body: { object: 'refund', status: 'approved', amount: EUR('100.00'), payment },
    });
    expect(await counter.showInvoice(invoice)).toMatchObject({ open: EUR('100.00') });
    expect(counter.balances()).toEqual({ receivables: 10_000n, revenue: -10_000n });
  });

  test('that takes the invoice back writes a credit note and pays it out', async () => {
    const { counter, invoice, payment } = await paid();

    const answered = await counter.refund(payment, { effect: 'credit_note' });

    expect(answered).toMatchObject({
      status: 202,
      body: { status: 'requested', amount: null, credit_note: expect.stringMatching(/^crn_/) },
    });
    expect(await counter.showPayment(payment)).toMatchObject({
      refunds: [{ id: answered.body.id, status: 'settled', credit_note: answered.body.credit_note }],
    });
    expect(await counter.showInvoice(invoice)).toMatchObject({ credit_note: answered.body.credit_note });
    expect(counter.balances()).toEqual({});
  });

  test.each(['reopen', 'credit_note'])('with the effect %s is given once under one key', async (effect) => {
    const { counter, payment } = await paid();
    const first = await counter.refund(payment, { effect }, 'same');
    const moved = counter.journal.stream.length;

    const second = await counter.refund(payment, { effect }, 'same');

    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(counter.journal.stream).toHaveLength(moved);
  });

  test('under a key that stands for another request is refused', async () => {
    const { counter, payment } = await paid();
    await counter.refund(payment, { effect: 'reopen', amount: EUR('10.00') }, 'same');

    const answered = await counter.refund(payment, { effect: 'reopen', amount: EUR('20.00') }, 'same');

    expect(answered).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
  });

  test('never gives back more than came, however it is cut', async () => {
    const { counter, payment } = await paid();
    await counter.refund(payment, { effect: 'reopen', amount: EUR('70.00') });

    const answered = await counter.refund(payment, { effect: 'reopen', amount: EUR('40.00') });

    expect(answered).toMatchObject({ status: 422, body: { code: 'refund.amount_exceeds' } });
  });

  test.each([
    ['refund.amount_exceeds', { effect: 'unapplied' }],
    ['refund.amount_exceeds', { effect: 'reopen', amount: EUR('100.01') }],
    ['refund.part_not_creditable', { effect: 'credit_note', amount: EUR('10.00') }],
    ['payment.currency_differs', { effect: 'reopen', amount: { amount: '1', currency: 'JPY' } }],
    ['payment.amount_not_positive', { effect: 'reopen', amount: EUR('-1.00') }],
    ['request.invalid', {}],
  ])('is refused with %s', async (code, body) => {
    const { counter, payment } = await paid();

    expect(await counter.refund(payment, body)).toMatchObject({ status: 422, body: { code } });
  });

  test('needs a payment that exists and is settled', async () => {
    const { counter, payment } = await paid('pm_decline_hard');

    expect(await counter.refund(derivedId('pay', 'none'), { effect: 'reopen' })).toMatchObject({
      status: 404,
      body: { code: 'payment.not_found' },
    });
    expect(await counter.refund(payment, { effect: 'reopen' })).toMatchObject({
      status: 422,
      body: { code: 'payment.not_settled' },
    });
  });

  test('by a credit note needs an invoice that this payment has paid, and takes it back once', async () => {
    const { counter, payment } = await paid();
    const transfer = await counter.transfer('20.00', { customer: counter.customer });
    const foreign = await counter.refund(String(transfer.body.id), { effect: 'credit_note' });
    await counter.refund(payment, { effect: 'credit_note' });

    const twice = await counter.refund(payment, { effect: 'credit_note' });

    expect(foreign).toMatchObject({ status: 422, body: { code: 'refund.nothing_applied' } });
    expect(twice).toMatchObject({ status: 422, body: { code: 'invoice.already_credited' } });
  });

  test('of cash that the account has not taken in yet has to wait', async () => {
    const counter = await openCounter(null);
    const invoice = await counter.sell('100.00');
    const body = { invoice, amount: EUR('100.00'), received_on: '2026-11-23', reference: 'one' };
    const { body: booked } = await counter.ask('POST /v1/payments', { body });

    const early = await counter.ask('POST /v1/payments/{payment_id}/refunds', {
      params: { payment_id: String(booked.id) },
      body: { effect: 'reopen' },
    });

    expect(early).toMatchObject({ status: 409, body: { code: 'payment.in_progress' } });
  });

  test('on an account where somebody else is always faster may be asked for again', async () => {
    const { counter, payment } = await paid();
    counter.contend();

    expect(await counter.refund(payment, { effect: 'reopen' })).toMatchObject({
      status: 409,
      body: { code: 'refund.conflict' },
    });
  });

  test('of two that race for the same money one is refused', async () => {
    const { counter, payment } = await paid();
    const wish = { params: { payment_id: payment }, body: { effect: 'reopen', amount: EUR('60.00') } };

    const answers = await Promise.all([
      counter.ask('POST /v1/payments/{payment_id}/refunds', { ...wish, key: 'one' }),
      counter.ask('POST /v1/payments/{payment_id}/refunds', { ...wish, key: 'two' }),
    ]);
    await counter.line.rest();

    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422]);
    expect(counter.balances()).toEqual({ provider_clearing: 4_000n, receivables: 6_000n, revenue: -10_000n });
  });
});
