import { describe, expect, test } from 'vitest';
import type { StripeIntent, StripeSession } from '../../../../shared/contracts/providers/stripe.ts';
import {
  chargeError,
  intentOutcome,
  needsCustomer,
  refundError,
  sessionOutcome,
  stripeRefundOutcome,
} from '../../../../shared/adapters/providers/stripe-outcomes.ts';

const INTENT: StripeIntent = {
  object: 'payment_intent',
  id: 'pi_1',
  status: 'succeeded',
  amount: 1_000,
  amount_received: 1_000,
  currency: 'eur',
  created: 1_772_366_400,
  metadata: { tenant: 'ten_a', payment: 'pay_a' },
};

const SESSION: StripeSession = {
  object: 'checkout.session',
  id: 'cs_1',
  status: 'open',
  payment_status: 'unpaid',
  url: 'https://checkout.stripe.test/1',
  amount_total: 1_000,
  currency: 'eur',
  metadata: { tenant: 'ten_a', payment: 'pay_a' },
};

// The tables of docs.stripe.com/declines/codes, judged one by one: which of them may pass another day.
const SOFT = [
  'approve_with_id',
  'call_issuer',
  'card_velocity_exceeded',
  'do_not_honor',
  'duplicate_transaction',
  'generic_decline',
  'insufficient_funds',
  'issuer_not_available',
  'no_action_taken',
  'processing_error',
  'reenter_transaction',
  'try_again_later',
  'withdrawal_count_limit_exceeded',
];
const HARD = [
  'card_not_supported',
  'currency_not_supported',
  'do_not_try_again',
  'expired_card',
  'fraudulent',
  'incorrect_address',
  'incorrect_cvc',
  'incorrect_number',
  'incorrect_pin',
  'incorrect_zip',
  'invalid_account',
  'invalid_amount',
  'invalid_cvc',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'invalid_number',
  'invalid_pin',
  'lost_card',
  'merchant_blacklist',
  'mobile_device_authentication_required',
  'new_account_information_available',
  'not_permitted',
  'offline_pin_required',
  'online_or_offline_pin_required',
  'pickup_card',
  'pin_try_exceeded',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'security_violation',
  'service_not_allowed',
  'stolen_card',
  'stop_payment_order',
  'testmode_decline',
  'transaction_not_allowed',
];

describe('an intent of Stripe in our words', () => {
  test.each([...SOFT.map((code) => [code, 'soft'] as const), ...HARD.map((code) => [code, 'hard'] as const)])(
    'the decline %s is %s',
    (code, kind) => {
      const error = { type: 'card_error', code: 'card_declined', decline_code: code };
      const declined = { ...INTENT, status: 'requires_payment_method', last_payment_error: error };

      expect(intentOutcome(declined)).toEqual({ status: 'failed', reference: 'pi_1', code, kind });
      expect(chargeError(402, { error })).toEqual({ status: 'failed', reference: null, code, kind });
    },
  );

  test('a decline without a decline code is told by its code', () => {
    const declined = {
      ...INTENT,
      status: 'requires_payment_method',
      last_payment_error: { code: 'expired_card' },
    };

    expect(intentOutcome(declined)).toMatchObject({ status: 'failed', code: 'expired_card', kind: 'hard' });
  });

  test.each([
    ['processing', { status: 'accepted', reference: 'pi_1' }],
    ['canceled', { status: 'cancelled', reference: 'pi_1' }],
    ['requires_capture', { status: 'unknown', reason: 'provider.status_unexpected' }],
    ['requires_confirmation', { status: 'unknown', reason: 'provider.status_unexpected' }],
    ['requires_payment_method', { status: 'unknown', reason: 'provider.status_unexpected' }],
    ['requires_action', { status: 'unknown', reason: 'provider.url_missing' }],
    ['a_status_of_next_year', { status: 'unknown', reason: 'provider.status_unexpected' }],
  ])('the status %s alone means what it means', (status, outcome) => {
    expect(intentOutcome({ ...INTENT, status })).toEqual(outcome);
  });

  test('a settled intent tells the amount that was received, and when its charge was made', () => {
    const settled = {
      ...INTENT,
      amount_received: 400,
      latest_charge: { id: 'ch_1', created: 1_772_366_460 },
    };

    expect(intentOutcome(settled, 1_772_370_000)).toEqual({
      status: 'settled',
      reference: 'pi_1',
      amountMinor: 400n,
      currency: 'EUR',
      at: '2026-03-01T12:01:00.000Z',
    });
  });

  test('an intent that waits for the customer sends them where Stripe says', () => {
    const url = 'https://hooks.stripe.test/3ds';
    const waiting = { ...INTENT, status: 'requires_action', next_action: { redirect_to_url: { url } } };

    expect(intentOutcome(waiting)).toEqual({ status: 'action_required', reference: 'pi_1', url });
  });

  test('a bank that asks for the customer has not declined', () => {
    const error = { code: 'authentication_required', decline_code: 'authentication_required' };
    const asked = { ...INTENT, status: 'requires_payment_method', last_payment_error: error };

    expect(needsCustomer(asked)).toBe(true);
    expect(intentOutcome(asked)).toMatchObject({ status: 'unknown' });
  });

  test('a decline on a page that is still open has not failed the payment', () => {
    const metadata = { ...INTENT.metadata, flow: 'checkout' };
    const last_payment_error = { code: 'card_declined', decline_code: 'stolen_card' };
    const declined = { ...INTENT, metadata, status: 'requires_payment_method', last_payment_error };

    expect(intentOutcome(declined)).toEqual({ status: 'unknown', reason: 'provider.page_open' });
    expect(sessionOutcome({ ...SESSION, status: 'complete', payment_intent: declined })).toMatchObject({
      status: 'failed',
      code: 'stolen_card',
    });
  });
});

describe('a hosted page of Stripe in our words', () => {
  test.each([
    ['open', SESSION, { status: 'action_required', reference: 'cs_1', url: SESSION.url }],
    ['expired', { ...SESSION, status: 'expired' as const }, { status: 'cancelled', reference: 'cs_1' }],
    [
      'open without an address',
      { ...SESSION, url: null },
      { status: 'unknown', reason: 'provider.url_missing' },
    ],
    [
      'complete without an intent',
      { ...SESSION, status: 'complete' as const },
      { status: 'unknown', reason: 'provider.charge_missing' },
    ],
    [
      'complete but not paid yet',
      { ...SESSION, status: 'complete' as const, payment_intent: 'pi_1' },
      { status: 'accepted', reference: 'pi_1' },
    ],
    [
      'complete and paid',
      { ...SESSION, status: 'complete' as const, payment_status: 'paid', payment_intent: 'pi_1' },
      {
        status: 'settled',
        reference: 'pi_1',
        amountMinor: 1_000n,
        currency: 'EUR',
        at: '2026-03-01T12:00:00.000Z',
      },
    ],
  ])('a page that is %s', (_, session, outcome) => {
    expect(sessionOutcome(session, 1_772_366_400)).toEqual(outcome);
  });
});

describe('a refund of Stripe in our words', () => {
  const refund = {
    object: 'refund',
    id: 're_1',
    amount: 500,
    currency: 'jpy',
    created: 1_772_366_400,
  } as const;

  test.each([
    ['pending', { status: 'accepted', reference: 're_1' }],
    ['requires_action', { status: 'accepted', reference: 're_1' }],
    [
      'succeeded',
      {
        status: 'settled',
        reference: 're_1',
        amountMinor: 500n,
        currency: 'JPY',
        at: '2026-03-01T12:00:00.000Z',
      },
    ],
    ['failed', { status: 'failed', reference: 're_1', code: 'failed' }],
    ['canceled', { status: 'failed', reference: 're_1', code: 'canceled' }],
    ['a_status_of_next_year', { status: 'unknown', reason: 'provider.status_unexpected' }],
  ])('the status %s', (status, outcome) => {
    expect(stripeRefundOutcome({ ...refund, status })).toEqual(outcome);
  });

  test.each([
    [400, 'charge_not_refundable', 'failed'],
    [400, 'balance_insufficient', 'failed'],
    [404, 'resource_missing', 'failed'],
    [400, 'charge_already_refunded', 'unknown'],
    [400, 'brand_new', 'unknown'],
    [500, 'resource_missing', 'unknown'],
  ])('the answer %i %s is %s', (status, code, outcome) => {
    expect(refundError(status, { error: { code } }).status).toBe(outcome);
  });
});
