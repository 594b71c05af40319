import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signSandbox, verifySandbox } from '../../../../shared/adapters/providers/sandbox-webhook.ts';
import { verifyStripe } from '../../../../shared/adapters/providers/stripe-webhook.ts';
import { epochMilliseconds } from '../../../../shared/kernel/time.ts';

const SECRET = 'sandbox-test-secret';
const NOW = '2026-03-01T12:00:00.000Z';
const SECONDS = epochMilliseconds(NOW) / 1_000;

const CHARGE = {
  object: 'charge',
  id: 'sbc_1',
  tenant: 'ten_a',
  payment: 'pay_a',
  invoice: 'inv_a',
  checkout: null,
  status: 'settled',
  amount_minor: '1000',
  currency: 'EUR',
  decline_code: null,
  url: null,
  settled_at: NOW,
};

function told(type: string, data: unknown) {
  const body = JSON.stringify({ id: 'sbe_1', type, created: NOW, data });
  const headers = signSandbox(SECRET, SECONDS, body);
  return verifySandbox({ body: Buffer.from(body), headers, receivedAt: NOW }, [SECRET]);
}

describe('an event of the sandbox', () => {
  test('a settled charge tells its exact amount', () => {
    expect(told('charge.settled', CHARGE)).toMatchObject({
      ok: true,
      value: [
        {
          eventId: 'sbe_1',
          payment: 'pay_a',
          outcome: { status: 'settled', amountMinor: 1_000n, currency: 'EUR' },
        },
      ],
    });
  });

  test('a type it does not know is genuine and has no outcome', () => {
    expect(told('moon.full', { phase: 1 })).toMatchObject({
      ok: true,
      value: [{ type: 'moon.full', outcome: null }],
    });
  });

  test.each([
    ['an amount with a point', { ...CHARGE, amount_minor: '10.00' }],
    ['a negative amount', { ...CHARGE, amount_minor: '-1' }],
    ['an amount as a number', { ...CHARGE, amount_minor: 1_000 }],
    ['a currency that is none', { ...CHARGE, currency: 'EUX' }],
    ['a status that is none', { ...CHARGE, status: 'paid' }],
    ['a moment in another spelling', { ...CHARGE, settled_at: '2026-03-01T12:00:00Z' }],
    ['a link that runs script', { ...CHARGE, url: 'javascript:alert(1)' }],
    ['nothing', null],
  ])('a charge with %s is malformed', (_, data) => {
    expect(told('charge.settled', data)).toMatchObject({ ok: false, refusal: { code: 'webhook.malformed' } });
  });

  test('bytes and headers that nobody signed are refused by every provider, and never make it throw', () => {
    const header = fc.oneof(fc.string(), fc.constant(`t=${SECONDS},v1=${'0'.repeat(64)}`));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), header, (body, text) => {
        const headers = { 'sandbox-signature': text, 'stripe-signature': text };
        const webhook = { body, headers, receivedAt: NOW };
        const refusal = { ok: false, refusal: { code: 'webhook.signature_invalid' } };
        expect(verifySandbox(webhook, [SECRET])).toMatchObject(refusal);
        expect(verifyStripe(webhook, [SECRET])).toMatchObject(refusal);
      }),
      { seed: 20_260_301, numRuns: 1_000 },
    );
  });
});
