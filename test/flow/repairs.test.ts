/** What rules that were wrong billed too little or too much is billed once they are mended: through the front door. */
import { afterEach, describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { SubscriptionReconciliation } from '../../shared/contracts/reconciliations.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { formerRules } from '../kit/former-rules.ts';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { billedLines, foundIn, runAt } from '../kit/metered.ts';

const RECONCILIATION = '/v1/subscriptions/{subscription_id}/reconciliation';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

let house: House;

afterEach(async () => {
  expect(house.dead).toEqual([]);
  expect(await foundIn(house)).toEqual([]);
});

/** A month from 1 April at 20.00, of which the first was billed so much too much; the rules are mended behind it. */
async function billedWrong(minor: bigint, line: object = {}) {
  const { rules, around } = formerRules(minor);
  house = await openHouse({ start: '2026-04-01T10:00:00.000Z', around });
  await made(house.post('/v1/legal_entities', SELLER));
  const customer = await made(house.post('/v1/customers', BUYER));
  const prices = [{ currency: 'EUR', amount: '20.00' }];
  const id = await made(house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices }));
  const lines = [{ description: 'Reading room', quantity: '1', plan: id, ...line }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  rules.areMended = true;
  const subscription = String(told.body.subscriptions[0]);
  const at = { params: { subscription_id: subscription } };

  return {
    house,
    customer,
    subscription,
    shown: async () => SubscriptionReconciliation.parse((await house.get(RECONCILIATION, at)).body),
    repair: async () => {
      const answer = await house.post(RECONCILIATION, undefined, at);
      await house.drain();
      return answer;
    },
    cancel: (body: object) => house.post('/v1/subscriptions/{subscription_id}/cancel', body, at),
  };
}

const totals = async (kind: 'invoices' | 'credit_notes') =>
  (await house.get(`/v1/${kind}`)).body.data
    .map(({ total, number }: { total: { amount: string }; number: string }) => `${number} ${total.amount}`)
    .sort()
    .map((line: string) => line.split(' ')[1]);

/** An invoice, by its place among all. */
async function invoice(place: number) {
  const { data } = (await house.get('/v1/invoices')).body as { data: { id: string; number: string }[] };
  const id = data.toSorted((one, other) => (one.number < other.number ? -1 : 1)).at(place)?.id ?? '';

  return (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
}

describe('20.00 a month, of which April was billed at 15.00', () => {
  it('May charges the 5.00 with its own 20.00, and names what they are for', async () => {
    const life = await billedWrong(-500n);
    expect((await life.shown()).difference).toEqual(eur('5.00'));

    await runAt(house, '2026-05-01T10:00:00.000Z');
    await runAt(house, '2026-06-01T10:00:00.000Z');

    expect(billedLines(life)).toEqual([
      [['whole', '2026-04-01', '2026-05-01', '1', '1500']],
      [
        ['whole', '2026-05-01', '2026-06-01', '1', '2000'],
        ['repair', '2026-04-01', '2026-05-01', '1', '500'],
      ],
      [['whole', '2026-06-01', '2026-07-01', '1', '2000']],
    ]);
    expect(await totals('invoices')).toEqual(['17.85', '29.75', '23.80']);
    const { lines } = await invoice(1);
    expect(lines[1]).toMatchObject({
      description: 'Correction of an earlier bill: Reading room',
      net: eur('5.00'),
      period: { start: '2026-04-01', end: '2026-05-01' },
    });
  });

  it('is no difference any more once it is billed, and each bill says what was put right of it', async () => {
    const life = await billedWrong(-500n);
    await runAt(house, '2026-05-01T10:00:00.000Z');

    const { difference, expected, billed, bills } = await life.shown();
    expect([difference, expected, billed]).toEqual([eur('0.00'), eur('40.00'), eur('40.00')]);
    expect(bills.at(-1)).toMatchObject({
      ...{ kind: 'period', number: 0, expected: eur('20.00'), billed: eur('15.00') },
      ...{ repaired: eur('5.00'), credited: eur('0.00'), difference: eur('0.00') },
    });
  });

  it('the line says which bill it puts right, and can be reckoned again from that', async () => {
    await billedWrong(-500n);
    await runAt(house, '2026-05-01T10:00:00.000Z');
    const first = await invoice(0);
    const { id } = await invoice(1);

    const params = { invoice_id: id, line: '2' };
    const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
    const explanation = LineExplanation.parse(told.body);

    expect(explanation).toMatchObject({
      rule: 'repair',
      net: '5.00',
      repair: { bill: 'period', number: 0, invoice: first.id, expected: '20.00', billed_before: '15.00' },
    });
    expect(explainedNet(explanation)).toBe(500n);
  });

  it('is billed at once where somebody asks, on an invoice of its own, and once however often they ask', async () => {
    const life = await billedWrong(-500n);
    house.clock.set('2026-04-10T10:00:00.000Z');

    const answer = await life.repair();
    expect(answer.status).toBe(200);
    const { difference, bills } = SubscriptionReconciliation.parse(answer.body);
    expect(difference).toEqual(eur('0.00'));
    expect(bills[0]).toMatchObject({ kind: 'period', number: 0, repaired: eur('5.00') });
    await life.repair();
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect(await totals('invoices')).toEqual(['17.85', '5.95', '23.80']);
  });

  it('is shown by a dry run before anything is billed', async () => {
    await billedWrong(-500n);
    house.clock.set('2026-05-01T10:00:00.000Z');
    const body = { target_date: '2026-05-01', dry_run: true };
    const id = (await house.post('/v1/billing_runs', body)).body.id;
    await house.drain();

    const params = { billing_run_id: id };
    const { data } = (await house.get('/v1/billing_runs/{billing_run_id}/differences', { params })).body;
    expect(data).toMatchObject([{ net: eur('25.00'), last_bill: eur('15.00') }]);
    expect(await totals('invoices')).toEqual(['17.85']);

    await runAt(house, '2026-05-01T11:00:00.000Z');
    expect(await totals('invoices')).toEqual(['17.85', '29.75']);
  });
});

describe('20.00 a month, of which April was billed at 27.00', () => {
  it('May is lowered by the 7.00', async () => {
    await billedWrong(700n);
    await runAt(house, '2026-05-01T10:00:00.000Z');

    expect(await totals('invoices')).toEqual(['32.13', '15.47']);
  });

  it.each([
    ['all', '7.00', ['32.13', '23.80']],
    ['a part', '3.00', ['32.13', '19.04']],
    ['more', '9.00', ['32.13', '23.80']],
  ])(
    'nothing of it is given back twice where a credit note by hand took %s of it back',
    async (_, amount, all) => {
      const life = await billedWrong(700n);
      const body = { reason: 'goodwill', remainder: 'credit', lines: [{ line: 1, amount }] };
      const params = { invoice_id: (await invoice(0)).id };
      expect((await house.post('/v1/invoices/{invoice_id}/credit_notes', body, { params })).status).toBe(202);
      await house.drain();
      await runAt(house, '2026-05-01T10:00:00.000Z');

      expect(await totals('invoices')).toEqual(all);
      expect((await life.shown()).difference).toEqual(eur('0.00'));
    },
  );

  it('is given back by a credit note on the invoice that charged it, where the subscription has ended', async () => {
    const life = await billedWrong(700n);
    await life.cancel({ at: 'period_end' });
    await runAt(house, '2026-05-01T10:00:00.000Z');
    expect((await life.shown()).difference).toEqual(eur('-7.00'));

    expect((await life.repair()).body.difference).toEqual(eur('0.00'));
    await life.repair();

    expect(await totals('credit_notes')).toEqual(['8.33']);
    const [note] = (await house.get('/v1/credit_notes')).body.data;
    expect(note.invoice).toBe((await invoice(0)).id);
    const deferred = (await house.get('/v1/ledger/deferred_revenue')).body.data;
    expect(deferred).toMatchObject([{ balance: eur('0.00') }]);
  });
});

describe('a repair that nobody can be billed for', () => {
  it('is refused once the customer is forgotten', async () => {
    const life = await billedWrong(-500n);
    await life.cancel({ at: 'period_end' });
    await runAt(house, '2026-05-01T10:00:00.000Z');
    const params = { customer_id: life.customer };
    await house.post('/v1/customers/{customer_id}/erase', undefined, { params });

    expect(await life.repair()).toMatchObject({ status: 422, body: { code: 'customer.erased' } });
  });

  it('is refused where the subscription is at another version by now', async () => {
    const life = await billedWrong(-500n);
    const params = { subscription_id: life.subscription };
    const asked = await house.post(RECONCILIATION, undefined, { params, headers: { 'if-match': '"1"' } });

    expect(asked).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
    expect((await life.shown()).difference).toEqual(eur('5.00'));
  });

  it('is refused of a subscription that does not exist', async () => {
    await billedWrong(-500n);
    const params = { subscription_id: 'sub_00000000000000000000000001' };

    expect(await house.post(RECONCILIATION, undefined, { params })).toMatchObject({
      ...{ status: 404, body: { code: 'subscription.not_found' } },
    });
  });

  it('is refused while the first payment is waited for', async () => {
    const life = await billedWrong(-500n, { subscription: { activation: 'on_first_payment' } });

    expect(await life.repair()).toMatchObject({ status: 422, body: { code: 'subscription.incomplete' } });
  });
});
