/** What every payment provider promises behind the port, whatever it is called and however it is reached. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChargeRequest, PaymentProvider, RawWebhook, RefundRequest } from '../../shared/ports.ts';

/** A provider under contract, with the methods by which it can be brought to each outcome. */
export type ProviderUnderContract = {
  readonly provider: PaymentProvider;
  readonly methods: {
    readonly approve: string;
    readonly declineSoft: string;
    readonly declineHard: string;
    readonly actionRequired: string;
    readonly unknownCode: string;
    readonly answersNothingAfter: string;
    readonly answersNothingBefore: string;
    readonly slow: string;
  };
  /** Waits, or lets time pass, until the provider has nothing left to do by itself. */
  readonly settle: () => Promise<void>;
  /** The webhooks received so far. */
  readonly webhooks: () => readonly RawWebhook[];
  readonly secret: string;
};

/** Runs the contract against a fresh provider for each promise. */
export function providerContract(name: string, start: () => Promise<ProviderUnderContract>): void {
  describe(`${name} as a payment provider`, () => {
    let under: ProviderUnderContract;
    beforeEach(async () => {
      under = await start();
    });

    test('a charge of a good method settles with its exact amount', async () => {
      const first = await under.provider.charge(chargeOf(under.methods.approve));
      await under.settle();

      const asked = await under.provider.askPayment('ten_a', 'pay_a', null);

      expect(['accepted', 'settled']).toContain(first.status);
      expect(asked).toMatchObject({ status: 'settled', amountMinor: 12_345n, currency: 'EUR' });
    });

    test('the same charge under the same key is made once', async () => {
      const first = await under.provider.charge(chargeOf(under.methods.approve));
      const second = await under.provider.charge(chargeOf(under.methods.approve));

      expect(referenceOf(second)).toBe(referenceOf(first));
    });

    test('another charge under the same key is not made and leaves the outcome unknown', async () => {
      await under.provider.charge(chargeOf(under.methods.approve));
      const other = await under.provider.charge({ ...chargeOf(under.methods.approve), amountMinor: 1n });

      expect(other.status).toBe('unknown');
    });

    test.each([
      ['soft', 'declineSoft'],
      ['hard', 'declineHard'],
    ] as const)('a %s decline is a failure of that kind', async (kind, method) => {
      const outcome = await under.provider.charge(chargeOf(under.methods[method]));

      expect(outcome).toMatchObject({ status: 'failed', kind });
    });

    test('a decline with a code nobody documented is unknown, not failed', async () => {
      const outcome = await under.provider.charge(chargeOf(under.methods.unknownCode));

      expect(outcome.status).toBe('unknown');
    });

    test('a charge that needs the customer comes with a page to send them to', async () => {
      const outcome = await under.provider.charge(chargeOf(under.methods.actionRequired));

      expect(outcome).toMatchObject({ status: 'action_required', url: expect.stringMatching(/^https?:/) });
    });

    test('a charge made without an answer is unknown until asked about, and found without a reference', async () => {
      const outcome = await under.provider.charge(chargeOf(under.methods.answersNothingAfter));
      await under.settle();

      expect(outcome.status).toBe('unknown');
      expect(await under.provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'settled' });
    });

    test('a charge that never arrived is certainly absent, and may come again under its key', async () => {
      const outcome = await under.provider.charge(chargeOf(under.methods.answersNothingBefore));
      const asked = await under.provider.askPayment('ten_a', 'pay_a', null);
      const again = await under.provider.charge(chargeOf(under.methods.answersNothingBefore));

      expect(outcome.status).toBe('unknown');
      expect(asked).toEqual({ status: 'absent' });
      expect(['accepted', 'settled']).toContain(again.status);
    });

    test('a payment of another tenant is not shown', async () => {
      await under.provider.charge(chargeOf(under.methods.approve));

      expect(await under.provider.askPayment('ten_b', 'pay_a', null)).toEqual({ status: 'absent' });
    });

    test('a reference of another payment does not pass for this one', async () => {
      const made = await under.provider.charge(chargeOf(under.methods.approve));

      expect(await under.provider.askPayment('ten_a', 'pay_b', referenceOf(made))).toMatchObject({
        status: 'unknown',
      });
    });

    test('a slow charge can be cancelled, and a settled one answers that it has settled', async () => {
      const slow = await under.provider.charge(chargeOf(under.methods.slow));
      const quick = await under.provider.charge({
        ...chargeOf(under.methods.approve),
        payment: 'pay_b',
        key: 'pay_b',
      });
      await under.settle();

      expect(await under.provider.cancel('ten_a', 'pay_a', referenceOf(slow))).toMatchObject({
        status: 'cancelled',
      });
      expect(await under.provider.cancel('ten_a', 'pay_b', referenceOf(quick))).toMatchObject({
        status: 'settled',
      });
    });

    test('a refund settles once under its key, with its exact amount', async () => {
      const refund = await refundable(under);
      const first = await under.provider.refund(refund);
      const second = await under.provider.refund(refund);
      await under.settle();

      const asked = await under.provider.askRefund('ten_a', 'ref_a', null);

      expect(referenceOf(second)).toBe(referenceOf(first));
      expect(asked).toMatchObject({ status: 'settled', amountMinor: 345n, currency: 'EUR' });
    });

    test('a refund of more than was charged certainly fails', async () => {
      const refund = await refundable(under);

      expect(await under.provider.refund({ ...refund, amountMinor: 12_346n })).toMatchObject({
        status: 'failed',
      });
    });

    test('a refund nobody made is absent', async () => {
      expect(await under.provider.askRefund('ten_a', 'ref_z', null)).toEqual({ status: 'absent' });
    });

    test('a hosted page waits for the customer and is withdrawn by cancelling', async () => {
      const hosted = await under.provider.checkout({
        ...chargeOf(under.methods.approve),
        customer: null,
        returnUrl: 'https://example.org/thanks',
      });
      const waiting = await under.provider.askPayment('ten_a', 'pay_a', hosted.reference);
      const withdrawn = await under.provider.cancel('ten_a', 'pay_a', hosted.reference);

      expect(waiting).toMatchObject({ status: 'action_required', url: hosted.url });
      expect(withdrawn).toMatchObject({ status: 'cancelled' });
    });

    test('its webhooks verify, and tell what asking tells', async () => {
      const made = await under.provider.charge(chargeOf(under.methods.approve));
      await under.settle();
      const asked = await under.provider.askPayment('ten_a', 'pay_a', referenceOf(made));

      const told = under.webhooks().map((webhook) => under.provider.verify(webhook, [under.secret]));

      expect(told.length).toBeGreaterThan(0);
      const events = told.flatMap((result) => (result.ok ? result.value : []));
      expect(events.at(-1)).toMatchObject({ tenant: 'ten_a', payment: 'pay_a' });
      expect(events.at(-1)?.outcome).toMatchObject({ status: 'settled', reference: referenceOf(asked) });
    });

    test('its webhooks do not verify under another secret or under none', async () => {
      await under.provider.charge(chargeOf(under.methods.approve));
      await under.settle();

      const [webhook] = under.webhooks();

      expect(webhook).toBeDefined();
      for (const secrets of [['another'], ['', ''], []]) {
        const verdict = webhook === undefined ? undefined : under.provider.verify(webhook, secrets);
        expect(verdict).toMatchObject({ ok: false, refusal: { code: 'webhook.signature_invalid' } });
      }
    });
  });
}

/** A plain charge of 123.45 EUR with the given method. */
export function chargeOf(method: string): ChargeRequest {
  return {
    tenant: 'ten_a',
    payment: 'pay_a',
    invoice: 'inv_a',
    key: 'pay_a',
    amountMinor: 12_345n,
    currency: 'EUR',
    method: { id: method, customer: null },
    description: 'Invoice 2026-1',
  };
}

function referenceOf(outcome: object): string {
  return 'reference' in outcome ? String(outcome.reference) : 'none';
}

async function refundable(under: ProviderUnderContract): Promise<RefundRequest> {
  const made = await under.provider.charge(chargeOf(under.methods.approve));
  await under.settle();
  return {
    tenant: 'ten_a',
    refund: 'ref_a',
    payment: 'pay_a',
    paymentReference: referenceOf(made),
    key: 'ref_a',
    amountMinor: 345n,
    currency: 'EUR',
  };
}
