import { describe, expect, test } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

function allocate(
  counter: Counter,
  body: Record<string, unknown>,
  of: { key?: string; customer?: string } = {},
) {
  const { customer = counter.customer, ...rest } = of;

  return counter.ask('POST /v1/customers/{customer_id}/allocations', {
    params: { customer_id: customer },
    body,
    ...rest,
  });
}

test("a customer's accounts show what is open, by due date, and what is unapplied", async () => {
  const counter = await openCounter(null);
  const first = await counter.sell('100.00');
  const second = await counter.sell('50.00');
  await counter.transfer('120.00', { invoice: first });

  expect(await counter.account()).toMatchObject({
    object: 'account',
    legal_entity: counter.seller,
    customer: counter.customer,
    currency: 'EUR',
    open: EUR('50.00'),
    unapplied_cash: EUR('20.00'),
    unapplied_credit: EUR('0.00'),
    items: [
      {
        invoice: second,
        total: EUR('50.00'),
        paid: EUR('0.00'),
        open: EUR('50.00'),
        due_date: '2026-12-07',
        overdue: false,
      },
    ],
  });
});

test('an item is overdue from the day after its due date', async () => {
  const counter = await openCounter(null);
  await counter.sell('100.00');

  counter.line.pass({ days: 15 });

  expect(await counter.account()).toMatchObject({ items: [{ overdue: true }] });
});

test('a customer without an account has none to show, and one that does not exist is not found', async () => {
  const counter = await openCounter(null);
  const route = 'GET /v1/customers/{customer_id}/accounts';

  expect((await counter.ask(route, { params: { customer_id: counter.customer } })).body).toEqual({
    data: [],
  });
  expect(await counter.ask(route, { params: { customer_id: derivedId('cus', 'none') } })).toMatchObject({
    status: 404,
    body: { code: 'customer.not_found' },
  });
});

describe('unapplied money', () => {
  async function overpaid() {
    const counter = await openCounter(null);
    const first = await counter.sell('100.00');
    const second = await counter.sell('80.00');
    const payment = String((await counter.transfer('150.00', { invoice: first })).body.id);

    return { counter, first, second, payment };
  }

  test('is applied to an open invoice on request', async () => {
    const { counter, second, payment } = await overpaid();

    const answered = await allocate(counter, { invoice: second, payment });

    expect(answered).toMatchObject({
      status: 201,
      body: { object: 'allocation', invoice: second, payment, credit_note: null, amount: EUR('50.00') },
    });
    expect(await counter.account()).toMatchObject({ open: EUR('30.00'), unapplied_cash: EUR('0.00') });
    expect(counter.balances()).toEqual({ bank: 15_000n, receivables: 3_000n, revenue: -18_000n });
  });

  test('of a credit note is applied likewise', async () => {
    const { counter, first, second } = await overpaid();
    await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
      params: { invoice_id: first },
      body: { reason: 'goodwill' },
    });
    await counter.line.rest();
    const account = await counter.account();
    const [credit] = (account?.credits ?? []) as readonly { credit_note: string }[]; // as answered

    const answered = await allocate(counter, { invoice: second, credit_note: credit?.credit_note });
    await counter.line.rest();

    expect(answered.body).toMatchObject({ amount: EUR('80.00'), payment: null });
    expect(await counter.showInvoice(second)).toMatchObject({ payment_status: 'credited' });
  });

  test('is applied once under one key, and another request under it is refused', async () => {
    const { counter, second, payment } = await overpaid();
    const body = { invoice: second, payment, amount: EUR('20.00') };

    const first = await allocate(counter, body, { key: 'same' });
    const again = await allocate(counter, body, { key: 'same' });
    const other = await allocate(counter, { ...body, amount: EUR('10.00') }, { key: 'same' });

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(await counter.account()).toMatchObject({ unapplied_cash: EUR('30.00') });
  });

  test('is not applied twice by two who ask at once', async () => {
    const { counter, second, payment } = await overpaid();
    const body = { invoice: second, payment, amount: EUR('40.00') };

    const answers = await Promise.all([
      allocate(counter, body, { key: 'one' }),
      allocate(counter, body, { key: 'two' }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await counter.account()).toMatchObject({ unapplied_cash: EUR('10.00') });
  });

  test.each([
    ['account.nothing_unapplied', 422, { payment: derivedId('pay', 'none') }],
    ['account.amount_exceeds', 422, { amount: EUR('50.01') }],
    ['payment.currency_differs', 422, { amount: { amount: '1', currency: 'JPY' } }],
    ['payment.amount_not_positive', 422, { amount: EUR('0.00') }],
    ['invoice.unknown', 422, { invoice: derivedId('inv', 'none') }],
    ['request.invalid', 422, { credit_note: derivedId('crn', 'none') }],
  ])('is refused with %s (%i)', async (code, status, rest) => {
    const { counter, second, payment } = await overpaid();

    expect(await allocate(counter, { invoice: second, payment, ...rest })).toMatchObject({
      status,
      body: { code },
    });
  });

  test('on an account where somebody else is always faster may be applied again', async () => {
    const { counter, second, payment } = await overpaid();
    counter.contend();

    expect(await allocate(counter, { invoice: second, payment })).toMatchObject({
      status: 409,
      body: { code: 'account.conflict' },
    });
  });

  test('is not applied to an invoice that is paid, nor to one of somebody else', async () => {
    const { counter, first, second, payment } = await overpaid();

    expect(await allocate(counter, { invoice: first, payment })).toMatchObject({
      status: 422,
      body: { code: 'account.item_not_open' },
    });
    expect(
      await allocate(counter, { invoice: second, payment }, { customer: derivedId('cus', 'other') }),
    ).toMatchObject({
      status: 422,
      body: { code: 'invoice.unknown' },
    });
  });
});
