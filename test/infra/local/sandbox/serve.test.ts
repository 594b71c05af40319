import { describe, expect, test } from 'vitest';
import { chargeWith, sandboxOfTest } from './kit.ts';

const CHECKOUT = { ...chargeWith(''), customer: null, returnUrl: 'https://shop.example/back' };

describe('the idempotency of the sandbox', () => {
  test('a key belongs to one request for a day, and is forgotten after it', async () => {
    const { provider, sandbox, pass } = sandboxOfTest();
    await provider.charge(chargeWith('pm_approve'));

    pass(86_399);
    await provider.charge(chargeWith('pm_approve'));
    const withinTheWindow = sandbox.record().charges.length;
    pass(1);
    await provider.charge(chargeWith('pm_approve'));

    expect(withinTheWindow).toBe(1);
    expect(sandbox.record().charges).toHaveLength(2);
  });

  test('the same key with another body is a conflict', async () => {
    const { sandbox } = sandboxOfTest();
    const send = (body: string) =>
      sandbox.http({
        method: 'POST',
        url: 'http://sandbox.test/setups',
        headers: { 'idempotency-key': 'one' },
        body,
      });
    const setup = { tenant: 'ten_a', customer: 'cus_a', return_url: 'https://shop.example/' };

    const first = await send(JSON.stringify(setup));
    const again = await send(JSON.stringify(setup));
    const other = await send(JSON.stringify({ ...setup, customer: 'cus_b' }));

    expect(again).toMatchObject({
      status: 200,
      text: first.text,
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(other.status).toBe(409);
  });

  test.each(['/charges', '/refunds', '/checkouts', '/setups'])('%s wants a key', async (path) => {
    const { sandbox } = sandboxOfTest();

    const answer = await sandbox.http({ method: 'POST', url: `http://sandbox.test${path}`, body: '{}' });

    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('key.missing') });
  });

  test.each(['no json', '{}', '[]', 'null', '{"tenant":1}'])('the body %s changes nothing', async (body) => {
    const { sandbox } = sandboxOfTest();
    const headers = { 'idempotency-key': 'one' };

    const answer = await sandbox.http({ method: 'POST', url: 'http://sandbox.test/charges', headers, body });

    expect(answer.status).toBe(400);
    expect(sandbox.record().charges).toEqual([]);
  });
});

describe('a hosted page of the sandbox', () => {
  test('approving completes it, sends the customer back and tells us', async () => {
    const { provider, browse, delivered } = sandboxOfTest();
    const { url, reference } = await provider.checkout(CHECKOUT);

    const page = await browse(new URL(url).pathname);
    const paid = await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');

    expect(page.text).toContain('Invoice &lt;2026-1&gt;');
    expect(page.text).not.toContain('<script');
    expect(paid).toMatchObject({ status: 303, headers: { location: CHECKOUT.returnUrl } });
    expect(delivered()).toMatchObject([
      { type: 'charge.settled', payment: 'pay_a', outcome: { status: 'settled' } },
    ]);
    expect(await provider.askPayment('ten_a', 'pay_a', reference)).toMatchObject({ status: 'settled' });
    expect(await provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'settled' });
  });

  test('after a decline it is open for another try, and the payment has not failed', async () => {
    const { provider, browse, delivered } = sandboxOfTest();
    const { url, reference } = await provider.checkout(CHECKOUT);

    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_decline_soft');
    const page = await browse(new URL(url).pathname);

    expect(delivered()).toMatchObject([{ type: 'charge.declined', outcome: null }]);
    expect(page.text).toContain('The last try was declined.');
    expect(await provider.askPayment('ten_a', 'pay_a', reference)).toMatchObject({
      status: 'action_required',
    });
    expect(await provider.askPayment('ten_a', 'pay_a', null)).toMatchObject({ status: 'action_required' });
  });

  test('it is paid once, however often it is sent', async () => {
    const { provider, browse, sandbox } = sandboxOfTest();
    const { url } = await provider.checkout(CHECKOUT);

    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');
    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');

    expect(sandbox.record().charges).toHaveLength(1);
  });

  test('it expires after a day, and says so', async () => {
    const { provider, pass, delivered, browse, sandbox } = sandboxOfTest();
    const { url } = await provider.checkout(CHECKOUT);

    pass(86_400);

    expect(delivered()).toMatchObject([{ type: 'checkout.expired', outcome: { status: 'cancelled' } }]);
    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');
    expect(sandbox.record().charges).toEqual([]);
  });

  test('a withdrawn page cannot be paid', async () => {
    const { provider, browse, sandbox } = sandboxOfTest();
    const { url, reference } = await provider.checkout(CHECKOUT);
    await provider.cancel('ten_a', 'pay_a', reference);

    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');

    expect(sandbox.record().charges).toEqual([]);
  });

  test('an automatic charge and an open page can both take money, which only we can prevent', async () => {
    const { provider, browse, sandbox } = sandboxOfTest();
    const { url } = await provider.checkout(CHECKOUT);
    await provider.charge({ ...chargeWith('pm_approve'), key: 'another' });

    await browse(`${new URL(url).pathname}/pay`, 'behaviour=pm_approve');

    expect(sandbox.record().charges).toHaveLength(2);
  });
});

describe('saved methods of the sandbox', () => {
  test('a method is saved on a page, listed, charged by its behaviour, and gone once detached', async () => {
    const { provider, browse } = sandboxOfTest();
    const setup = {
      tenant: 'ten_a',
      customer: 'cus_a',
      key: 'setup',
      returnUrl: 'https://shop.example/back',
    };
    const { url, providerCustomer } = await provider.setup(setup);
    const path = new URL(url ?? '').pathname;

    const page = await browse(path);
    await browse(`${path}/save`, 'behaviour=pm_decline_hard');
    const [saved] = await provider.methods(providerCustomer);
    const charged = await provider.charge(chargeWith(saved?.id ?? ''));
    await provider.detach(saved?.id ?? '');

    expect(page.text).toContain('<option value="pm_decline_hard">');
    expect(saved).toMatchObject({ kind: 'card', label: 'pm_decline_hard', customer: providerCustomer });
    expect(charged).toMatchObject({ status: 'failed', code: 'stolen_card' });
    expect(await provider.methods(providerCustomer)).toEqual([]);
    expect(await provider.charge(chargeWith(saved?.id ?? '', 'pay_b'))).toMatchObject({
      code: 'method.unknown',
    });
  });
});

describe('refunds of the sandbox', () => {
  test('all refunds together never exceed the charge', async () => {
    const { provider, delivered } = sandboxOfTest();
    const charged = await provider.charge(chargeWith('pm_approve'));
    delivered();
    const refund = (id: string, amountMinor: bigint) =>
      provider.refund({
        tenant: 'ten_a',
        refund: id,
        payment: 'pay_a',
        paymentReference: 'reference' in charged ? (charged.reference ?? '') : '',
        key: id,
        amountMinor,
        currency: 'EUR',
      });

    const outcomes = [
      await refund('ref_a', 12_000n),
      await refund('ref_b', 346n),
      await refund('ref_c', 345n),
    ];

    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'failed', 'accepted']);
    expect(delivered().map(({ refundOutcome }) => refundOutcome?.status)).toEqual(['settled', 'settled']);
  });
});

describe('the index of the sandbox', () => {
  test('it shows its record to people, escaped, and to programs', async () => {
    const { provider, browse, sandbox } = sandboxOfTest();
    await provider.charge(chargeWith('pm_approve', 'pay_<b>'));

    const page = await browse('/');
    const record = await sandbox.http({ method: 'GET', url: 'http://sandbox.test/record' });

    expect(page.text).toContain('pay_&lt;b&gt;');
    expect(page.text).toContain('123.45 EUR');
    expect(JSON.parse(record.text)).toMatchObject({ charges: [{ amount_minor: '12345' }], refunds: [] });
  });

  test.each(['/nothing', '/charges/sbc_none', '/checkouts/none', '/refunds/none'])(
    '%s is not found',
    async (path) => {
      const { sandbox, browse } = sandboxOfTest();

      expect((await sandbox.http({ method: 'GET', url: `http://sandbox.test${path}` })).status).toBe(404);
      expect((await browse(path)).status).toBe(404);
    },
  );
});
