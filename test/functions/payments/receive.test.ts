import { beforeEach, describe, expect, test } from 'vitest';
import { signSandbox } from '../../../shared/adapters/providers/sandbox-webhook.ts';
import { paymentOfAttempt } from '../../../shared/domain/payments.ts';
import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { epochMilliseconds } from '../../../shared/kernel/time.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

let counter: Counter;
let invoice: string;

beforeEach(async () => {
  counter = await openCounter('pm_lose');
  invoice = await counter.sell('100.00');
});

/** The event that the sandbox would have sent of the lost charge. */
function eventOf(rest: Record<string, unknown> = {}, charge: Record<string, unknown> = {}): string {
  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);
  const [reference] = counter
    .facts('payment.accepted')
    .map((fact) => (fact as unknown as { reference: string }).reference);
  const data = {
    object: 'charge',
    id: reference,
    tenant: counter.line.tenant,
    payment,
    invoice,
    checkout: null,
    status: 'settled',
    amount_minor: '10000',
    currency: 'EUR',
    decline_code: null,
    url: null,
    settled_at: '2026-11-23T09:10:00.000Z',
    ...charge,
  };

  return JSON.stringify({
    id: 'sbe_1',
    type: 'charge.settled',
    created: '2026-11-23T09:10:00.000Z',
    data,
    ...rest,
  });
}

async function send(body: string, of: { provider?: string; ageSeconds?: number; signature?: string } = {}) {
  const { provider = 'sandbox', ageSeconds = 0 } = of;
  const [secret = ''] = await counter.line.ports.secrets.read('sandbox-webhook');
  const seconds = Math.floor(epochMilliseconds(counter.line.ports.clock.now()) / 1_000) - ageSeconds;
  const headers =
    of.signature === undefined ? signSandbox(secret, seconds, body) : { 'sandbox-signature': of.signature };
  const told = await counter.line.ask({
    method: 'POST',
    route: '/v1/webhooks/{provider}',
    params: { provider },
    body,
    headers,
  });

  return { status: told.status, body: told.body as Record<string, unknown> }; // every answer of ours is an object
}

test('a signed event is stored, recorded, answered, and settles the payment', async () => {
  const body = eventOf();

  const answer = await send(body);
  await counter.line.rest();

  expect(answer).toEqual({ status: 200, body: { received: 1 } });
  expect(counter.documents.keys()).toContain(`webhooks/sandbox/${sha256Hex(body)}`);
  expect(counter.facts('inbox.recorded')).toMatchObject([
    { provider: 'sandbox', event: 'sbe_1', body: sha256Hex(body) },
  ]);
  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'paid' });
});

test('an event that comes three times is answered three times and recorded once', async () => {
  const answers = [await send(eventOf()), await send(eventOf()), await send(eventOf())];
  await counter.line.rest();

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(counter.facts('inbox.recorded')).toHaveLength(1);
  expect(counter.facts('payment.settled')).toHaveLength(1);
});

describe('a webhook is turned away and changes nothing', () => {
  test.each([
    ['webhook.signature_invalid', 401, { signature: `t=1,v1=${'0'.repeat(64)}` }],
    ['webhook.signature_invalid', 401, { signature: '' }],
    ['webhook.timestamp_outside_tolerance', 401, { ageSeconds: 301 }],
    ['webhook.timestamp_outside_tolerance', 401, { ageSeconds: -302 }],
    ['provider.not_found', 404, { provider: 'nobody' }],
    ['provider.not_found', 404, { provider: 'constructor' }],
  ])('with %s (%i) for %o', async (code, status, of) => {
    const before = counter.journal.stream.length;

    const answer = await send(eventOf(), of);

    expect(answer).toMatchObject({ status, body: { code } });
    expect(counter.journal.stream).toHaveLength(before);
  });

  test('when its body is genuine and yet no event', async () => {
    expect(await send('[]')).toMatchObject({ status: 400, body: { code: 'webhook.malformed' } });
  });

  test('when it is too large to be one', async () => {
    expect(await send(eventOf({ filling: 'x'.repeat(300_000) }))).toMatchObject({
      status: 413,
      body: { code: 'request.too_large' },
    });
  });
});

test('an event of a type that nobody knows is kept as ignored, under no tenant', async () => {
  await send(eventOf({ type: 'weather.changed' }));
  await counter.line.rest();

  expect(counter.facts('inbox.ignored')).toMatchObject([{ type: 'weather.changed', reason: 'type_unknown' }]);
  expect(counter.journal.stream.at(-1)?.tenant).toBe('ten_system');
});

test('an event that names no tenant of ours is kept apart and settles nothing', async () => {
  await send(eventOf({}, { tenant: 'somebody' }));

  expect(counter.journal.stream.at(-1)).toMatchObject({
    tenant: 'ten_system',
    facts: [{ type: 'inbox.recorded' }],
  });
});

test('a webhook that could not be stored is not answered with success, and the next one is', async () => {
  const { journal } = counter.line.ports;
  const append = journal.append;
  journal.append = async () => Promise.reject(new Error('the table is away'));

  const lost = await send(eventOf());
  journal.append = append;
  const found = await send(eventOf());

  expect([lost.status, found.status]).toEqual([500, 200]);
});
