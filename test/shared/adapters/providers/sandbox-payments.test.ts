import { describe, expect, test } from 'vitest';
import { sandboxProvider } from '../../../../shared/adapters/providers/sandbox.ts';
import { chargeOf } from '../../../contract/provider-contract.ts';

const CHARGE = {
  object: 'charge',
  id: 'sbc_1',
  tenant: 'ten_a',
  payment: 'pay_a',
  invoice: 'inv_a',
  checkout: null,
  status: 'settled',
  amount_minor: '12345',
  currency: 'EUR',
  decline_code: null,
  url: null,
  settled_at: '2026-03-01T12:00:00.000Z',
};

function answering(status: number, text: string) {
  return sandboxProvider({
    http: async () => ({ status, headers: {}, text }),
    baseUrl: 'http://sandbox.test',
  });
}

describe('answers of the sandbox that are none', () => {
  test.each([
    ['a server fault', 500, '{}'],
    ['a server fault that names a refusal', 500, '{"error":{"code":"method.unknown","message":""}}'],
    ['a refusal nobody mapped', 422, '{"error":{"code":"brand.new","message":""}}'],
    ['half an answer', 200, '{"object":"char'],
    ['another object', 200, '{"object":"moon"}'],
    ['another amount', 200, JSON.stringify({ ...CHARGE, amount_minor: '1' })],
    ['another currency', 200, JSON.stringify({ ...CHARGE, currency: 'USD' })],
    ['another tenant', 200, JSON.stringify({ ...CHARGE, tenant: 'ten_b' })],
    ['another payment', 200, JSON.stringify({ ...CHARGE, payment: 'pay_b' })],
    ['settled at no time', 200, JSON.stringify({ ...CHARGE, settled_at: null })],
    ['a customer to be sent nowhere', 200, JSON.stringify({ ...CHARGE, status: 'action_required' })],
    ['a decline without a code', 200, JSON.stringify({ ...CHARGE, status: 'declined' })],
  ])('%s leaves a charge unknown', async (_, status, text) => {
    expect((await answering(status, text).charge(chargeOf('pm_approve'))).status).toBe('unknown');
  });

  test('a reference that the sandbox does not know leaves the payment unknown', async () => {
    const provider = answering(404, '{"error":{"code":"object.unknown","message":""}}');

    expect(await provider.askPayment('ten_a', 'pay_a', 'sbc_1')).toEqual({
      status: 'unknown',
      reason: 'provider.reference_unknown',
    });
    await expect(provider.detach('sbm_1')).rejects.toMatchObject({ name: 'ProviderFault' });
  });
});
