import { expect, test } from 'vitest';
import { handler as collect } from '../../../functions/payments/collect.ts';
import { claim } from '../../../shared/flows/collecting.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import type { Commit, PaymentProvider } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

/** Delivers once more what a commit tells payments.collect. */
async function again(counter: Counter, type: string): Promise<void> {
  for (const commit of commitsWith(counter, type)) {
    for (const { to, body } of messagesOf(commit).filter((message) => message.to === 'payments.collect')) {
      const record = { messageId: to, body, attributes: { ApproximateReceiveCount: '2' } };
      const answer = await collect.with(counter.line.ports)({ Records: [record] } as never); // the parts that the edge reads
      expect(answer).toEqual({ batchItemFailures: [] });
    }
  }
}

function commitsWith({ journal }: Counter, type: string): readonly Commit[] {
  return journal.stream.filter(({ facts }) => facts.some((fact) => fact.type === type));
}

test('an opened item is charged to the saved method, and the webhook settles it', async () => {
  const counter = await openCounter();

  const invoice = await counter.sell('100.00');

  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
  expect(await counter.showPayment(payment)).toMatchObject({
    status: 'settled',
    channel: 'automatic',
    attempt: 1,
    invoice,
    amount: { amount: '100.00', currency: 'EUR' },
  });
  expect(await counter.showInvoice(invoice)).toMatchObject({
    payment_status: 'paid',
    open: { amount: '0.00' },
  });
  expect(counter.balances()).toEqual({ provider_clearing: 10_000n, revenue: -10_000n });
});

test('a customer without a saved method is not charged', async () => {
  const counter = await openCounter(null);

  const invoice = await counter.sell('100.00');

  expect(counter.facts('payment.intended')).toEqual([]);
  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'open' });
});

test('a declined charge leaves the item open and is not tried again by itself', async () => {
  const counter = await openCounter('pm_decline_soft');

  const invoice = await counter.sell('100.00');

  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
  expect(await counter.showPayment(payment)).toMatchObject({
    status: 'failed',
    failure_code: 'insufficient_funds',
    failure_kind: 'soft',
  });
  expect(counter.facts('payment.intended')).toHaveLength(1);
  expect(await counter.account()).toMatchObject({ open: { amount: '100.00' } });
});

test('a charge that nobody answered is unknown, and is neither failed nor repeated', async () => {
  const counter = await openCounter('pm_timeout_before');

  const invoice = await counter.sell('100.00');

  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
  expect(await counter.showPayment(payment)).toMatchObject({ status: 'unknown' });
});

test('the same news a second time charges nothing', async () => {
  const counter = await openCounter();
  await counter.sell('100.00');
  const before = counter.journal.stream.length;

  await again(counter, 'item.opened');

  expect(counter.journal.stream).toHaveLength(before);
});

test('an attempt found half made is asked about before it is charged under the same key', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  await counter.payBy('pm_approve');
  const { ports, tenant } = counter.line;
  const at = ports.clock.now();
  const [opened] = commitsWith(counter, 'item.opened');
  const whose = {
    entity: counter.seller,
    customer: counter.customer,
    account: opened?.id ?? '',
    invoice,
    number: 'INV-1',
  };
  const how = {
    attempt: 1,
    channel: 'automatic',
    provider: 'sandbox',
    method: { id: 'pm_approve', customer: null },
    request: '',
  } as const;
  const attempt = { ...whose, ...how, amountMinor: 10_000n, currency: 'EUR', at };
  await claim(ports, {
    tenant,
    attempt,
    acting: { actor: 'a process that died', cause: 'x', trace: 'x', at },
  });
  const calls = watched(counter);

  await again(counter, 'item.opened');
  await counter.line.rest();

  const payment = paymentOfAttempt(tenant, invoice, 1);
  expect(calls).toEqual([`ask ${payment}`, `charge ${payment}`]);
  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
});

test('an attempt that was asked about in vain is left to the resolver', async () => {
  const counter = await openCounter('pm_timeout_before');
  await counter.sell('100.00');
  const calls = watched(counter);

  await again(counter, 'item.opened');

  expect(calls).toEqual([]);
});

/** Notes what the provider is asked for, under which key. */
function watched(counter: Counter): readonly string[] {
  const calls: string[] = [];
  const providers = counter.line.ports.providers as Record<string, PaymentProvider>; // the counter's own table
  const provider = providers.sandbox;
  if (!provider) throw new Error('the counter has a sandbox');
  providers.sandbox = {
    ...provider,
    charge: (request) => {
      calls.push(`charge ${request.key}`);
      return provider.charge(request);
    },
    askPayment: (tenant, payment, reference) => {
      calls.push(`ask ${payment}`);
      return provider.askPayment(tenant, payment, reference);
    },
  };

  return calls;
}

test('an item that is no longer open when the message comes is not charged', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  await counter.transfer('100.00', { invoice });
  await counter.payBy('pm_approve');

  await again(counter, 'item.opened');

  expect(counter.facts('payment.intended').filter(({ channel }) => channel === 'automatic')).toEqual([]);
});

test('a provider that this deployment does not have parks the message', async () => {
  const counter = await openCounter();
  delete (counter.line.ports.providers as Record<string, unknown>).sandbox; // the counter's own table

  await counter.sell('100.00');

  expect(counter.facts('message.parked')).toMatchObject([
    { worker: 'payments.collect', code: 'provider.not_configured' },
  ]);
});
