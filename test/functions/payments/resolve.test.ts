import { expect, test } from 'vitest';
import { handler as resolve } from '../../../functions/payments/resolve.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import type { Span } from '../../../shared/kernel/time.ts';
import type { PaymentProvider } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

/** A charge that went the way its method is named for. */
async function charged(method: string) {
  const counter = await openCounter(method);
  const invoice = await counter.sell('100.00');

  return { counter, invoice, payment: paymentOfAttempt(counter.line.tenant, invoice, 1) };
}

/** Lets time pass, ticks the schedule and works off what follows. */
async function tickAfter(counter: Counter, span: Span): Promise<unknown> {
  counter.line.pass(span);
  const answer = await resolve.with(counter.line.ports)({});
  await counter.line.rest();

  return answer;
}

/** A provider that answers every question in one way, and notes what it is asked. */
function answering(counter: Counter, answers: Partial<PaymentProvider>): readonly string[] {
  const calls: string[] = [];
  const providers = counter.line.ports.providers as Record<string, PaymentProvider>; // the counter's own table
  const provider = providers.sandbox;
  if (!provider) throw new Error('the counter has a sandbox');
  const noting = <Name extends 'charge' | 'askPayment' | 'refund' | 'askRefund'>(
    name: Name,
  ): PaymentProvider[Name] => {
    const call = answers[name] ?? provider[name];

    return ((...args: never[]) => {
      calls.push(name);
      return (call as (...args: never[]) => unknown)(...args); // the same arguments go on
    }) as PaymentProvider[Name]; // and the same answer comes back
  };
  providers.sandbox = {
    ...provider,
    charge: noting('charge'),
    askPayment: noting('askPayment'),
    refund: noting('refund'),
    askRefund: noting('askRefund'),
  };

  return calls;
}

test('a charge whose answer got lost is found settled five minutes later, and is not made again', async () => {
  const { counter, invoice } = await charged('pm_timeout_after');
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
  expect(counter.balances()).toEqual({ provider_clearing: 10_000n, revenue: -10_000n });
});

test('a charge that certainly never happened is made again, under the same key', async () => {
  const { counter, invoice } = await charged('pm_timeout_before');
  const calls = answering(counter, {});
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(calls).toEqual(['askPayment', 'charge']);
  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
  expect(counter.facts('payment.intended')).toHaveLength(1);
});

test('a settlement whose webhook got lost is found by asking', async () => {
  const { counter, invoice } = await charged('pm_lose');
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
});

test('what is in process is asked about an hour later, and settles', async () => {
  const { counter, payment } = await charged('pm_delay_1800');
  counter.line.pass({ minutes: 5 });
  await counter.line.later();
  expect(counter.facts('payment.asked')).toMatchObject([{ count: 1 }]);

  await tickAfter(counter, { hours: 1, minutes: 1 });

  expect(await counter.showPayment(payment)).toMatchObject({ status: 'settled' });
});

test('what nobody can tell is asked seven times and then parks, so that a person looks', async () => {
  const { counter } = await charged('pm_unknown_code');
  counter.line.pass({ minutes: 5 });
  await counter.line.later();
  await tickAfter(counter, { hours: 1, minutes: 1 });
  for (let day = 0; day < 7; day += 1) await tickAfter(counter, { hours: 24, minutes: 1 });

  expect(counter.facts('payment.asked')).toHaveLength(7);
  expect(counter.facts('message.parked')).toMatchObject([
    { worker: 'payments.resolve', code: 'payment.unresolved' },
  ]);
});

test('a tick wakes nobody about what has been answered or is not due', async () => {
  const { counter } = await charged('pm_unknown_code');

  expect(await tickAfter(counter, { minutes: 1 })).toEqual({ due: 0, unsent: 0 });
  expect(await tickAfter(counter, { minutes: 5 })).toEqual({ due: 1, unsent: 0 });
  expect(await tickAfter(counter, { minutes: 5 })).toEqual({ due: 0, unsent: 0 });
});

test('beyond the life of its key an absent charge is given up, never repeated, and the next attempt is free', async () => {
  const { counter, payment, invoice } = await charged('pm_timeout_before');
  const calls = answering(counter, { askPayment: async () => ({ status: 'absent' }) });
  await tickAfter(counter, { hours: 24 });

  expect(calls).toEqual(['askPayment']);
  expect(await counter.showPayment(payment)).toMatchObject({
    status: 'failed',
    failure_code: 'provider.never_charged',
  });

  const paid = await counter.ask('POST /v1/invoices/{invoice_id}/pay', {
    params: { invoice_id: invoice },
    body: {},
  });
  expect(paid).toMatchObject({ status: 201, body: { attempt: 2 } });
});

test('a provider that took the charge and then denies it is not charged again', async () => {
  const { counter, payment } = await charged('pm_lose');
  const calls = answering(counter, { askPayment: async () => ({ status: 'absent' }) });
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(calls).toEqual(['askPayment']);
  expect(await counter.showPayment(payment)).toMatchObject({ status: 'processing' });
});

test('a page that nobody has to pay on any more is ended', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  const body = { return_url: 'https://shop.example/' };
  const page = await counter.ask('POST /v1/invoices/{invoice_id}/checkout', {
    params: { invoice_id: invoice },
    body,
  });
  await counter.transfer('100.00', { invoice });
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(await counter.showPayment(String(page.body.payment))).toMatchObject({ status: 'cancelled' });
  expect(await counter.account()).toMatchObject({ unapplied_cash: { amount: '0.00' } });
});

test('a page that is still to be paid on stays open', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  const body = { return_url: 'https://shop.example/' };
  const page = await counter.ask('POST /v1/invoices/{invoice_id}/checkout', {
    params: { invoice_id: invoice },
    body,
  });
  await counter.line.rest();
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(await counter.showPayment(String(page.body.payment))).toMatchObject({ status: 'action_required' });
});

test('a charge that never happened is not made after somebody has paid otherwise', async () => {
  const { counter, invoice, payment } = await charged('pm_timeout_before');
  await counter.transfer('100.00', { invoice });
  const calls = answering(counter, {});
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(calls).toEqual(['askPayment']);
  expect(await counter.showPayment(payment)).toMatchObject({
    status: 'failed',
    failure_code: 'provider.never_charged',
  });
  expect(counter.balances()).toEqual({ bank: 10_000n, revenue: -10_000n });
});

test('a provider that throws is as good as one that does not answer', async () => {
  const { counter, payment } = await charged('pm_timeout_before');
  answering(counter, { askPayment: async () => Promise.reject(new Error('connection reset')) });
  counter.line.pass({ minutes: 5 });

  await counter.line.later();

  expect(await counter.showPayment(payment)).toMatchObject({ status: 'unknown' });
});

test('a refund whose answer got lost is asked about; what never arrived is sent again under the same key', async () => {
  const { counter, payment } = await charged('pm_approve');
  const calls = answering(counter, { refund: async () => ({ status: 'unknown', reason: 'timeout' }) });
  await counter.refund(payment, { effect: 'reopen' });
  expect(counter.facts('refund.outcome_unknown')).toHaveLength(1);
  const providers = counter.line.ports.providers as Record<string, PaymentProvider>; // the counter's own table
  const { sandbox } = (await openCounter(null)).line.ports.providers;
  if (!sandbox) throw new Error('the counter has a sandbox');
  const settled = {
    status: 'settled',
    reference: 'sbr_1',
    amountMinor: 10_000n,
    currency: 'EUR',
    at: '2026-11-23T10:00:00.000Z',
  } as const;
  providers.sandbox = {
    ...sandbox,
    askRefund: async () => ({ status: 'absent' }),
    refund: async () => settled,
  };
  counter.line.pass({ minutes: 6 });

  await counter.line.later();

  expect(calls).toEqual(['refund']);
  expect(await counter.showPayment(payment)).toMatchObject({ refunds: [{ status: 'settled' }] });
  expect(counter.balances()).toEqual({ receivables: 10_000n, revenue: -10_000n });
});
