import { describe, expect, it } from 'vitest';
import { route } from '../../../shared/contracts/route.ts';
import { type Arrival, onWebhook, WEBHOOK_BODY_BYTES_MAX } from '../../../shared/edge/webhook.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { portsOf, twinsAt } from '../../kit/ports.ts';

const HOOKS = route({
  method: 'POST',
  path: '/v1/webhooks/{provider}',
  summary: '',
  tag: '',
  scope: 'public',
  idempotency: 'none',
  answer: null,
  status: 200,
  refusals: [],
});

async function told(event: object, answer: 'received' | 'refused' | 'broken' = 'received') {
  const seen: Arrival[] = [];
  const twins = twinsAt();
  const handler = onWebhook('payments.receive', HOOKS, async (arrival) => {
    seen.push(arrival);
    if (answer === 'broken') throw new Error('whsec_secret');
    return answer === 'received'
      ? ok({ received: 1 })
      : refuse('webhook.signature_invalid', 'The signature is not valid.');
  }).with(portsOf(twins));
  const { statusCode, body = '' } = await handler({
    requestContext: { requestId: 'r' },
    pathParameters: { provider: 'sandbox' },
    ...event,
  } as never);

  return { status: statusCode, body: JSON.parse(body), seen, twins };
}

describe('a webhook', () => {
  it('reaches its reader in its raw bytes, with its headers in lower case and the time', async () => {
    const raw = '{"a": 1, "ä":"\\u00e4"}  ';
    const plain = await told({ body: raw, headers: { 'Stripe-Signature': 's' } });
    const encoded = await told({
      body: Buffer.from(raw).toString('base64'),
      isBase64Encoded: true,
      headers: {},
    });

    for (const { seen, status, body } of [plain, encoded]) {
      expect(Buffer.from(seen[0]?.webhook.body ?? []).toString()).toBe(raw);
      expect([status, body]).toEqual([200, { received: 1 }]);
    }
    expect(plain.seen[0]).toMatchObject({
      provider: 'sandbox',
      webhook: { headers: { 'stripe-signature': 's' }, receivedAt: '2026-11-23T09:00:00.000Z' },
    });
  });

  it('without headers, body or path is read all the same', async () => {
    expect((await told({ pathParameters: undefined })).seen[0]).toMatchObject({
      provider: '',
      webhook: { headers: {} },
    });
  });

  it('that is too large is refused before anybody looks at it', async () => {
    const { status, seen } = await told({ body: 'x'.repeat(WEBHOOK_BODY_BYTES_MAX + 1) });

    expect([status, seen]).toEqual([413, []]);
  });

  it('that is refused, or breaks its reader, tells nothing of either', async () => {
    expect(await told({ body: '{}' }, 'refused')).toMatchObject({
      status: 401,
      body: { code: 'webhook.signature_invalid' },
    });
    const broken = await told({ body: '{}' }, 'broken');
    expect(broken).toMatchObject({ status: 500, body: { code: 'service.fault', request_id: 'r' } });
    expect(JSON.stringify(broken.body)).not.toContain('whsec');
    expect(broken.twins.observer.lines).toMatchObject([{ outcome: 'fault', trace: 'r' }]);
  });
});
