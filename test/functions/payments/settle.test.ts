import { describe, expect, test } from 'vitest';
import { handler as settle } from '../../../functions/payments/settle.ts';
import { inbox, inboxOf } from '../../../shared/domain/inbox.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { create } from '../../../shared/execute.ts';
import type { PaymentOutcome, ProviderEvent } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

/** Records an event as payments.receive would, and lets everything happen that follows. */
async function hear(counter: Counter, eventId: string, rest: Partial<ProviderEvent>): Promise<void> {
  const { tenant } = counter.line;
  const event = {
    eventId,
    type: 'charge.settled',
    tenant,
    payment: null,
    refund: null,
    outcome: null,
    refundOutcome: null,
    ...rest,
  };
  const acting = {
    actor: 'webhook.sandbox',
    cause: eventId,
    trace: eventId,
    at: counter.line.ports.clock.now(),
  };
  const command = { do: 'record', provider: 'sandbox', event, body: 'hash' } as const;
  await create(counter.line.ports.journal, inbox, {
    ref: { tenant, id: inboxOf('sandbox', eventId) },
    command,
    acting,
  });
  await counter.line.rest();
}

function settledAs(
  counter: Counter,
  rest: Partial<Extract<PaymentOutcome, { status: 'settled' }>> = {},
): PaymentOutcome {
  const [accepted] = counter.facts('payment.accepted') as unknown as readonly { reference: string }[]; // as recorded
  const reference = accepted?.reference ?? '';

  return {
    status: 'settled',
    reference,
    amountMinor: 10_000n,
    currency: 'EUR',
    at: '2026-11-23T09:10:00.000Z',
    ...rest,
  };
}

async function lostCharge() {
  const counter = await openCounter('pm_lose');
  const invoice = await counter.sell('100.00');

  return { counter, invoice, payment: paymentOfAttempt(counter.line.tenant, invoice, 1) };
}

describe('settled money that is not what was asked for parks with its reason and is never posted', () => {
  test.each([
    ['payment.amount_mismatch', { amountMinor: 1n }],
    ['payment.currency_mismatch', { currency: 'USD' }],
    ['payment.reference_mismatch', { reference: 'sbc_another' }],
  ])('%s', async (code, rest) => {
    const { counter, payment } = await lostCharge();

    await hear(counter, 'one', { payment, outcome: settledAs(counter, rest) });

    expect(counter.facts('message.parked')).toMatchObject([{ worker: 'payments.settle', code }]);
    expect(counter.facts('payment.settled')).toEqual([]);
  });
});

test('a late success outranks a failure, and the money is applied', async () => {
  const counter = await openCounter('pm_decline_soft');
  const invoice = await counter.sell('100.00');
  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
  const [failed] = counter.facts('payment.failed') as unknown as readonly { reference: string }[]; // as recorded

  await hear(counter, 'one', {
    payment,
    outcome: settledAs(counter, { reference: failed?.reference ?? '' }),
  });

  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
});

test('a failure that comes after the success changes nothing', async () => {
  const { counter, payment } = await lostCharge();
  const outcome = settledAs(counter);
  await hear(counter, 'one', { payment, outcome });

  await hear(counter, 'two', {
    payment,
    outcome: { status: 'failed', reference: null, code: 'late', kind: 'soft' },
  });

  expect(await counter.showPayment(payment)).toMatchObject({ status: 'settled' });
});

test('two events that both say settled post once', async () => {
  const { counter, payment } = await lostCharge();

  await hear(counter, 'one', { payment, outcome: settledAs(counter) });
  await hear(counter, 'two', { payment, outcome: settledAs(counter) });

  expect(counter.facts('payment.settled')).toHaveLength(1);
  expect(counter.balances()).toEqual({ provider_clearing: 10_000n, revenue: -10_000n });
});

test('an event about a payment that is not there yet comes again, and parks if it never appears', async () => {
  const { counter } = await lostCharge();
  const { tenant, ports } = counter.line;
  const acting = { actor: 'webhook.sandbox', cause: 'x', trace: 'x', at: ports.clock.now() };
  const event = {
    eventId: 'x',
    type: 'charge.settled',
    tenant,
    payment: paymentOfAttempt(tenant, 'inv_0', 1),
    refund: null,
    outcome: settledAs(counter),
    refundOutcome: null,
  };
  const id = inboxOf('sandbox', 'x');
  await create(ports.journal, inbox, {
    ref: { tenant, id },
    command: { do: 'record', provider: 'sandbox', event, body: 'hash' },
    acting,
  });
  const body = JSON.stringify({ kind: 'fact', tenant, id, version: 1, fact: 'inbox.recorded', trace: 'x' });
  const deliver = (receives: number) =>
    settle.with(ports)({
      Records: [{ messageId: 'm', body, attributes: { ApproximateReceiveCount: String(receives) } }],
    } as never); // the parts that the edge reads

  expect(await deliver(1)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  expect(await deliver(7)).toEqual({ batchItemFailures: [] });
  expect(counter.facts('message.parked')).toMatchObject([
    { code: 'message.waited_in_vain', reason: 'payment.not_found' },
  ]);
});
