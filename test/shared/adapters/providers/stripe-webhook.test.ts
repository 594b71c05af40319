import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signStripe, verifyStripe } from '../../../../shared/adapters/providers/stripe-webhook.ts';
import { epochMilliseconds } from '../../../../shared/kernel/time.ts';

const SECRET = 'whsec_of_the_endpoint';
const NOW = '2026-03-01T12:00:00.000Z';
const SECONDS = epochMilliseconds(NOW) / 1_000;
const METADATA = { tenant: 'ten_a', payment: 'pay_a' };

const INTENT = {
  object: 'payment_intent',
  id: 'pi_1',
  status: 'succeeded',
  amount: 1_000,
  amount_received: 1_000,
  currency: 'eur',
  created: SECONDS - 60,
  metadata: METADATA,
  latest_charge: 'ch_1',
};
const SESSION = {
  object: 'checkout.session',
  id: 'cs_1',
  status: 'complete',
  payment_status: 'paid',
  url: null,
  amount_total: 1_000,
  currency: 'eur',
  metadata: METADATA,
  payment_intent: 'pi_1',
};
const REFUND = {
  object: 'refund',
  id: 're_1',
  status: 'succeeded',
  amount: 300,
  currency: 'eur',
  created: SECONDS,
  metadata: { ...METADATA, refund: 'ref_a' },
};
const SETTLED = { status: 'settled', reference: 'pi_1', amountMinor: 1_000n, currency: 'EUR', at: NOW };
const DECLINED = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' };

function told(type: string, object: unknown) {
  const body = JSON.stringify({ object: 'event', id: 'evt_1', type, created: SECONDS, data: { object } });
  return verified(body);
}

function verified(body: string) {
  const headers = signStripe(SECRET, SECONDS, body);
  return verifyStripe({ body: Buffer.from(body), headers, receivedAt: NOW }, [SECRET]);
}

describe('an event of Stripe', () => {
  test.each([
    ['payment_intent.succeeded', INTENT, SETTLED],
    [
      'payment_intent.processing',
      { ...INTENT, status: 'processing' },
      { status: 'accepted', reference: 'pi_1' },
    ],
    [
      'payment_intent.canceled',
      { ...INTENT, status: 'canceled' },
      { status: 'cancelled', reference: 'pi_1' },
    ],
    [
      'payment_intent.payment_failed',
      { ...INTENT, status: 'requires_payment_method', last_payment_error: DECLINED },
      { status: 'failed', reference: 'pi_1', code: 'insufficient_funds', kind: 'soft' },
    ],
    ['checkout.session.completed', SESSION, SETTLED],
    ['checkout.session.async_payment_succeeded', SESSION, SETTLED],
    [
      'checkout.session.async_payment_failed',
      { ...SESSION, payment_status: 'unpaid' },
      { status: 'unknown', reason: 'provider.declined_later' },
    ],
    [
      'checkout.session.expired',
      { ...SESSION, status: 'expired' },
      { status: 'cancelled', reference: 'cs_1' },
    ],
  ])('%s tells what became of the payment', (type, object, outcome) => {
    expect(told(type, object)).toMatchObject({
      ok: true,
      value: [{ eventId: 'evt_1', type, tenant: 'ten_a', payment: 'pay_a', refund: null, outcome }],
    });
  });

  test.each(['refund.created', 'refund.updated', 'charge.refund.updated'])(
    '%s tells what became of the refund',
    (type) => {
      expect(told(type, REFUND)).toMatchObject({
        ok: true,
        value: [
          {
            payment: 'pay_a',
            refund: 'ref_a',
            outcome: null,
            refundOutcome: { status: 'settled', amountMinor: 300n },
          },
        ],
      });
    },
  );

  test('a decline on a hosted page has no outcome yet', () => {
    const declined = {
      ...INTENT,
      status: 'requires_payment_method',
      last_payment_error: DECLINED,
      metadata: { ...METADATA, flow: 'checkout' },
    };

    expect(told('payment_intent.payment_failed', declined)).toMatchObject({ value: [{ outcome: null }] });
  });

  test.each([
    ['a type nobody handles', 'customer.updated', { object: 'customer' }],
    ['an intent made by somebody else', 'payment_intent.succeeded', { ...INTENT, metadata: {} }],
    ['a refund made by hand', 'refund.created', { ...REFUND, metadata: {} }],
  ])('%s is genuine and has no outcome', (_, type, object) => {
    expect(told(type, object)).toMatchObject({
      ok: true,
      value: [{ tenant: null, payment: null, outcome: null, refundOutcome: null }],
    });
  });

  test.each([
    ['no event', { hello: 'world' }],
    ['null', null],
    ['a list', []],
    [
      'an intent without a status',
      { object: 'event', id: 'e', type: 'payment_intent.succeeded', created: 1, data: { object: {} } },
    ],
  ])('genuine JSON that is %s is malformed', (_, body) => {
    expect(verified(JSON.stringify(body))).toMatchObject({
      ok: false,
      refusal: { code: 'webhook.malformed' },
    });
  });

  test('no signed JSON whatever makes it throw', () => {
    const types = fc.constantFrom('payment_intent.succeeded', 'refund.created', 'checkout.session.completed');
    fc.assert(
      fc.property(types, fc.jsonValue(), fc.object(), (type, object, more) => {
        expect(told(type, object).ok).toBeTypeOf('boolean');
        expect(told(type, { ...INTENT, ...more }).ok).toBeTypeOf('boolean');
      }),
      { seed: 20_260_301, numRuns: 1_000 },
    );
  });
});
