import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import {
  openSignedWebhook,
  signWebhook,
  WEBHOOK_BYTES_MAX,
} from '../../../../shared/adapters/providers/signed-webhook.ts';
import { instantFromEpochMilliseconds } from '../../../../shared/kernel/time.ts';

const SECRET = 'whsec_of_the_endpoint';
const SECONDS = 1_772_366_400;
const BODY = '{"id":"evt_1","object":"event","amount":"12,50 \u20ac"}';
const HEADER = 'stripe-signature';
const oracle = new Stripe('sk_test_unused').webhooks;

type Attempt = {
  readonly body?: string | Uint8Array;
  readonly header?: string | undefined;
  readonly seconds?: number;
  readonly secrets?: readonly string[];
};

function open(attempt: Attempt = {}) {
  const { body = BODY, seconds = SECONDS, secrets = [SECRET] } = attempt;
  const header = 'header' in attempt ? attempt.header : signWebhook(SECRET, SECONDS, BODY);
  const receivedAt = instantFromEpochMilliseconds(seconds * 1_000);
  return openSignedWebhook(
    { body: Buffer.from(body), headers: { [HEADER]: header }, receivedAt },
    secrets,
    HEADER,
  );
}

function codeOf(result: ReturnType<typeof open>): string {
  return result.ok ? 'ok' : result.refusal.code;
}

describe('a signed webhook', () => {
  test('a genuine body is parsed', () => {
    expect(open()).toEqual({ ok: true, value: JSON.parse(BODY) });
  });

  test('our signature and the one of the Stripe package are the same', () => {
    const theirs = oracle.generateTestHeaderString({ payload: BODY, secret: SECRET, timestamp: SECONDS });

    expect(signWebhook(SECRET, SECONDS, BODY)).toBe(theirs);
    expect(codeOf(open({ header: theirs }))).toBe('ok');
  });

  test('the Stripe package accepts what we sign, whatever the body and the secret', () => {
    fc.assert(
      fc.property(fc.json(), fc.stringMatching(/^whsec_[A-Za-z0-9]{8,40}$/), (payload, secret) => {
        const header = signWebhook(secret, SECONDS, payload);
        const verdict = oracle.constructEvent(payload, header, secret, 300, undefined, SECONDS * 1_000);
        expect(verdict).toEqual(JSON.parse(payload));
      }),
      { seed: 20_260_301 },
    );
  });

  test('any changed byte of the body is refused', () => {
    const bytes = Buffer.from(BODY);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(codeOf(open({ body: changed }))).toBe('webhook.signature_invalid');
      }),
      { seed: 20_260_301, numRuns: 1_000 },
    );
  });

  test('any changed character of the header is refused', () => {
    const header = signWebhook(SECRET, SECONDS, BODY);
    fc.assert(
      fc.property(fc.nat(header.length - 1), fc.integer({ min: 33, max: 126 }), (index, sign) => {
        const changed = header.slice(0, index) + String.fromCharCode(sign) + header.slice(index + 1);
        expect(open({ header: changed }).ok).toBe(changed === header);
      }),
      { seed: 20_260_301, numRuns: 2_000 },
    );
  });

  test.each([
    ['300 seconds old', 300, 'ok'],
    ['301 seconds old', 301, 'webhook.timestamp_outside_tolerance'],
    ['300 seconds ahead', -300, 'ok'],
    ['301 seconds ahead', -301, 'webhook.timestamp_outside_tolerance'],
    ['ten years ahead', -315_360_000, 'webhook.timestamp_outside_tolerance'],
  ])('a signature %s', (_, age, code) => {
    expect(codeOf(open({ seconds: SECONDS + age }))).toBe(code);
  });

  test('any of several signatures, and any of several secrets, is enough', () => {
    const old = signWebhook('old', SECONDS, BODY);
    const both = `${old},${signWebhook(SECRET, SECONDS, BODY).split(',')[1]}`;

    expect(codeOf(open({ header: both }))).toBe('ok');
    expect(codeOf(open({ header: old, secrets: [SECRET, 'old'] }))).toBe('ok');
    expect(codeOf(open({ header: `${both},v0=${'a'.repeat(64)}` }))).toBe('ok');
  });

  test.each([
    ['no header', { header: undefined }],
    ['an empty header', { header: '' }],
    ['no signature', { header: `t=${SECONDS}` }],
    ['only another scheme', { header: signWebhook(SECRET, SECONDS, BODY).replace('v1', 'v0') }],
    ['two timestamps', { header: `t=1,${signWebhook(SECRET, SECONDS, BODY)}` }],
    [
      'a signature before the timestamp',
      { header: signWebhook(SECRET, SECONDS, BODY).split(',').reverse().join(',') },
    ],
    ['no secret', { secrets: [] }],
    ['an empty secret', { secrets: [''], header: signWebhook('', SECONDS, BODY) }],
    ['more signatures than anybody needs', { header: `t=${SECONDS}${`,v1=${'a'.repeat(64)}`.repeat(9)}` }],
    ['an endless header', { header: `t=${SECONDS},v1=${'a'.repeat(64)}${',v0='.repeat(5_000)}` }],
    ['the signature in capitals', { header: signWebhook(SECRET, SECONDS, BODY).toUpperCase() }],
  ])('%s is refused as an invalid signature', (_, attempt: Attempt) => {
    expect(codeOf(open(attempt))).toBe('webhook.signature_invalid');
  });

  test.each([
    ['no JSON', 'hello'],
    ['half a JSON', '{"id":'],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing', ''],
  ])('a genuine signature over %s is malformed', (_, body) => {
    const header = signWebhook(SECRET, SECONDS, body);

    expect(codeOf(open({ body, header }))).toBe('webhook.malformed');
  });

  test('a body larger than any event is not even looked at', () => {
    const body = Buffer.alloc(WEBHOOK_BYTES_MAX + 1, '0');

    expect(codeOf(open({ body, header: signWebhook(SECRET, SECONDS, body) }))).toBe('webhook.malformed');
  });
});
