import { describe, expect, test } from 'vitest';
import { BEHAVIOUR_LABELS, behaviourNamed } from '../../../../infra/local/sandbox/behaviours.ts';
import { chargeWith, sandboxOfTest } from './kit.ts';

describe('a method that behaves', () => {
  test('every behaviour shown to people exists', () => {
    expect(Object.keys(BEHAVIOUR_LABELS).filter((name) => behaviourNamed(name) === undefined)).toEqual([]);
  });

  test.each([
    ['pm_approve', ['charge.settled']],
    ['pm_approve_at_once', ['charge.settled']],
    ['pm_decline_soft', ['charge.declined']],
    ['pm_decline_hard', ['charge.declined']],
    ['pm_unknown_code', ['charge.declined']],
    ['pm_action_required', ['charge.action_required']],
    ['pm_delay_60', ['charge.accepted']],
    ['pm_duplicate', ['charge.settled']],
    ['pm_reorder', ['charge.settled']],
    ['pm_lose', []],
    ['pm_timeout_after', ['charge.settled']],
    ['pm_timeout_before', []],
  ])('%s is told at once by %j', async (method, types) => {
    const { provider, delivered } = sandboxOfTest();

    await provider.charge(chargeWith(method));

    expect(delivered().map(({ type }) => type)).toEqual(types);
  });

  test('pm_delay_60 settles after a minute and not before', async () => {
    const { provider, delivered, pass } = sandboxOfTest();
    await provider.charge(chargeWith('pm_delay_60'));
    delivered();

    pass(59);
    const early = delivered();
    pass(1);
    const onTime = delivered();

    expect(early).toEqual([]);
    expect(onTime.map(({ type }) => type)).toEqual(['charge.settled']);
  });

  test('pm_duplicate tells the same event three times', async () => {
    const { provider, delivered } = sandboxOfTest();
    await provider.charge(chargeWith('pm_duplicate'));

    const told = [delivered(), delivered(), delivered(), delivered()].flat();

    expect(told).toHaveLength(3);
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test('pm_reorder tells settled first and accepted after it', async () => {
    const { provider, delivered, pass } = sandboxOfTest();
    await provider.charge(chargeWith('pm_reorder'));

    const first = delivered();
    pass(2);
    const second = delivered();

    expect([...first, ...second].map(({ type }) => type)).toEqual(['charge.settled', 'charge.accepted']);
  });

  test('pm_lose settles though nobody is told', async () => {
    const { provider, delivered } = sandboxOfTest();
    await provider.charge(chargeWith('pm_lose'));

    expect(delivered()).toEqual([]);
    expect(await provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'settled' });
  });

  test('pm_timeout_after replays its first answer to whoever repeats the call', async () => {
    const { provider, sandbox } = sandboxOfTest();
    const silent = await provider.charge(chargeWith('pm_timeout_after'));
    const repeated = await provider.charge(chargeWith('pm_timeout_after'));

    expect(silent.status).toBe('unknown');
    expect(repeated.status).toBe('accepted');
    expect(sandbox.record().charges).toHaveLength(1);
  });

  test('pm_action_required settles when the customer confirms, and fails softly when they refuse', async () => {
    const { provider, browse, delivered } = sandboxOfTest();
    const first = await provider.charge(chargeWith('pm_action_required', 'pay_a'));
    const second = await provider.charge(chargeWith('pm_action_required', 'pay_b'));
    delivered();

    await browse(pathOf(first), 'approved=yes');
    await browse(pathOf(second), 'approved=no');

    expect(delivered().map(({ payment, outcome }) => [payment, outcome?.status])).toEqual([
      ['pay_a', 'settled'],
      ['pay_b', 'failed'],
    ]);
  });

  test('pm_refund_fails approves the charge and declines its refund', async () => {
    const { provider, delivered } = sandboxOfTest();
    const charged = await provider.charge(chargeWith('pm_refund_fails'));
    delivered();
    await provider.refund({
      tenant: 'ten_a',
      refund: 'ref_a',
      payment: 'pay_a',
      paymentReference: 'reference' in charged ? (charged.reference ?? '') : '',
      key: 'ref_a',
      amountMinor: 1n,
      currency: 'EUR',
    });

    expect(delivered()).toMatchObject([{ type: 'refund.declined', refundOutcome: { status: 'failed' } }]);
  });

  test.each(['pm_delay_0', 'pm_delay_2592001', 'pm_delay_x', 'pm_visa', '', '__proto__'])(
    'the method %j is unknown and certainly not charged',
    async (method) => {
      const { provider, sandbox } = sandboxOfTest();

      const outcome = await provider.charge(chargeWith(method));

      expect(outcome.status).toBe(method === '' ? 'unknown' : 'failed');
      expect(sandbox.record().charges).toEqual([]);
    },
  );
});

function pathOf(outcome: object): string {
  return 'url' in outcome ? new URL(String(outcome.url)).pathname : '';
}
