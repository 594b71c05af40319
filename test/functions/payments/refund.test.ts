import { expect, test } from 'vitest';
import { handler as refund } from '../../../functions/payments/refund.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import { openCounter } from '../../kit/counter.ts';

async function overpaid(method = 'pm_approve') {
  const counter = await openCounter(method);
  const invoice = await counter.sell('100.00');

  return { counter, invoice, payment: paymentOfAttempt(counter.line.tenant, invoice, 1) };
}

test('an approved refund is sent to the provider and settles by its word', async () => {
  const { counter, invoice, payment } = await overpaid();

  await counter.refund(payment, { effect: 'reopen', amount: { amount: '40.00', currency: 'EUR' } });

  expect(await counter.showPayment(payment)).toMatchObject({
    refunded: { amount: '40.00' },
    refunds: [{ status: 'settled', amount: { amount: '40.00' } }],
  });
  expect(await counter.account()).toMatchObject({
    open: { amount: '40.00' },
    items: [{ invoice, paid: { amount: '60.00' } }],
  });
  expect(counter.balances()).toEqual({ provider_clearing: 6_000n, receivables: 4_000n, revenue: -10_000n });
});

test('a refund that the provider declines makes the money unapplied again', async () => {
  const { counter, payment } = await overpaid('pm_refund_fails');

  await counter.refund(payment, { effect: 'reopen' });

  expect(await counter.showPayment(payment)).toMatchObject({ refunds: [{ status: 'failed' }] });
  expect(await counter.account()).toMatchObject({
    open: { amount: '100.00' },
    unapplied_cash: { amount: '100.00' },
  });
  expect(counter.balances()).toEqual({
    provider_clearing: 10_000n,
    receivables: 10_000n,
    unapplied_cash: -10_000n,
    revenue: -10_000n,
  });
});

test('the same approval told again refunds once', async () => {
  const { counter, payment } = await overpaid();
  await counter.refund(payment, { effect: 'reopen' });
  const before = counter.journal.stream.length;

  for (const commit of counter.journal.stream.filter(({ facts }) =>
    facts.some(({ type }) => type === 'refund.approved'),
  )) {
    for (const { to, body } of messagesOf(commit).filter((message) => message.to === 'payments.refund')) {
      await refund.with(counter.line.ports)({ Records: [{ messageId: to, body, attributes: {} }] } as never); // the parts that the edge reads
    }
  }

  expect(counter.journal.stream).toHaveLength(before);
});

test('a bank transfer is given back by the word of whoever asks', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  const booked = await counter.transfer('130.00', { invoice });

  await counter.refund(String(booked.body.id), { effect: 'unapplied' });

  expect(await counter.showPayment(String(booked.body.id))).toMatchObject({
    refunded: { amount: '30.00' },
    refunds: [{ status: 'settled' }],
  });
  expect(counter.balances()).toEqual({ bank: 10_000n, revenue: -10_000n });
});
