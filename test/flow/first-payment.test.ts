/** Subscriptions that are active once their first invoice is paid, and end where it is not; the independent checker looks at each story. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payments, paymentOfAttempt } from '../../shared/domain/payments.ts';
import { execute } from '../../shared/execute.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const ROUTE = '/v1/subscriptions/{subscription_id}';
const START = '2026-04-01T10:00:00.000Z';

let house: House;
let customer: string;

beforeEach(async () => {
  house = await openHouse({ start: START });
  ({ customer } = await openBusiness(house));
});

afterEach(async () => {
  expect(house.dead).toEqual([]);
  expect(await found(house)).toEqual([]);
});

async function order(plan: object = {}, subscription: object = {}) {
  const prices = [{ currency: 'EUR', amount: '30.00' }];
  const setup = [{ currency: 'EUR', amount: '12.00' }];
  const id = await made(
    house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices, setup, ...plan }),
  );
  const begin = { activation: 'on_first_payment', ...subscription };
  const lines = [{ description: 'Reading room', quantity: '1', plan: id, subscription: begin }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();

  return told;
}

async function subscribed(subscription: object = {}): Promise<string> {
  return (await order({}, subscription)).body.subscriptions[0];
}

async function payBy(method: string): Promise<void> {
  const body = { provider: 'sandbox', payment_method: method };
  const told = await house.post('/v1/customers/{customer_id}/payment_methods', body, {
    params: { customer_id: customer },
  });
  expect(told.status).toBe(201);
  await house.drain();
}

const at = (subscription: string) => ({ params: { subscription_id: subscription } });
const shown = async (subscription: string) => (await house.get(ROUTE, at(subscription))).body;
const invoices = async () => (await house.get('/v1/invoices')).body.data;
const notes = async () => (await house.get('/v1/credit_notes')).body.data;

/** Lets the hourly looks come by at an instant. */
async function looked(instant: string): Promise<void> {
  house.clock.set(instant);
  await house.wake('subscriptions.activate', {});
  await house.wake('billing.run', {});
  await house.wake('ledger.recognise', {});
  await house.drain();
}

const factsOf = (subscription: string) =>
  house.journal.stream
    .filter(({ id }) => id === subscription)
    .flatMap(({ facts }) => facts.map(({ type }) => type));

async function transfer(invoice: string, amount: string): Promise<void> {
  await made(
    house.post('/v1/payments', {
      invoice,
      amount: { amount, currency: 'EUR' },
      received_on: '2026-04-01',
      reference: 'transfer',
    }),
  );
  await house.drain();
}

describe('a subscription that begins with its first payment', () => {
  it('has a first invoice of its own, also where it came to share its invoices while it was pending', async () => {
    await payBy('pm_approve');
    const subscription = await subscribed({ start_on: '2026-04-10' });
    await house.post(`${ROUTE}/invoice_grouping`, { invoice_grouping: 'by_billing_day' }, at(subscription));
    await house.drain();

    await looked('2026-04-10T10:00:00.000Z');
    await looked('2026-05-10T10:00:00.000Z');

    const bills = house.journal.stream
      .filter(({ id }) => id === subscription)
      .flatMap(({ facts }) => facts.filter(({ type }) => type === 'subscription.billed'));
    expect(bills).toHaveLength(2);
    expect(bills[0]?.data).not.toHaveProperty('gathering');
    expect(bills[1]?.data).toHaveProperty('gathering');
  });

  it('is incomplete with its first invoice open, and active from its stored start once that is paid', async () => {
    const subscription = await subscribed();

    expect(await shown(subscription)).toMatchObject({
      status: 'incomplete',
      billed_periods: 1,
      next_billing_at: null,
      activation: { on: 'first_payment', limit_hours: 23, pay_by: '2026-04-02T09:00:00.000Z' },
    });
    const [row] = (await house.get('/v1/subscriptions')).body.data;
    expect(row).toMatchObject({ status: 'incomplete', waits_for: 'first_payment' });
    const [invoice] = await invoices();
    house.clock.set('2026-04-01T20:00:00.000Z');
    await transfer(invoice.id, invoice.total.amount);
    await looked('2026-04-02T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({
      status: 'active',
      current_period: { start: '2026-04-01', end: '2026-05-01' },
      next_billing_at: '2026-04-30T22:00:00.000Z',
      end_reason: null,
    });
    await looked('2026-05-01T10:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({ billed_periods: 2 });
  });

  it('is active at once where the saved method pays', async () => {
    await payBy('pm_approve');
    const subscription = await subscribed();

    expect(await shown(subscription)).toMatchObject({ status: 'active' });
  });

  it('ends unpaid once the limit has passed, with its invoice taken back whole', async () => {
    await payBy('pm_decline_hard');
    const subscription = await subscribed({ activation_limit_hours: 48 });
    await looked('2026-04-03T09:59:00.000Z');
    expect(await shown(subscription)).toMatchObject({ status: 'incomplete' });

    await looked('2026-04-03T10:00:00.000Z');
    await looked('2026-06-03T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({
      status: 'ended',
      end_reason: 'unpaid',
      billed_periods: 1,
    });
    const [invoice] = await invoices();
    const whole = await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice.id } });
    expect(whole.body).toMatchObject({ total: { amount: '49.98' }, open: { amount: '0.00' } });
    const [note] = await notes();
    const back = await house.get('/v1/credit_notes/{credit_note_id}', {
      params: { credit_note_id: note.id },
    });
    expect(back.body).toMatchObject({ total: { amount: '49.98' }, reason: 'subscription_unpaid' });
    expect(factsOf(subscription).filter((type) => type === 'subscription.ended')).toHaveLength(1);
    const told = await house.get(`${ROUTE}/reconciliation`, at(subscription));
    expect(told.body).toMatchObject({ difference: { amount: '0.00' } });
  });

  it('keeps what was paid of it in part as credit', async () => {
    const subscription = await subscribed();
    const [invoice] = await invoices();
    await transfer(invoice.id, '20.00');

    await looked('2026-04-02T09:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({ status: 'ended', end_reason: 'unpaid' });
  });

  it('waits while a payment is in process, and is active when that settles', async () => {
    await payBy('pm_delay_172800');
    const subscription = await subscribed();

    await looked('2026-04-02T09:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({ status: 'incomplete' });
    await looked('2026-04-03T11:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({ status: 'active' });
  });

  it('waits while a payment is in process, and ends when that has failed', async () => {
    await payBy('pm_delay_172800');
    const subscription = await subscribed();
    const [invoice] = await invoices();
    await looked('2026-04-02T09:00:00.000Z');
    expect(await shown(subscription)).toMatchObject({ status: 'incomplete' });

    const { tenant, ports } = house;
    const failed = { status: 'failed', code: 'insufficient_funds', kind: 'soft', reference: null } as never;
    await execute(ports.journal, payments, {
      ref: { tenant, id: paymentOfAttempt(tenant, invoice.id, 1) },
      command: { do: 'record', outcome: failed, at: ports.clock.now() },
      acting: { actor: 'test', cause: 'test', trace: 'test', at: ports.clock.now() },
    });
    await house.drain();

    expect(await shown(subscription)).toMatchObject({ status: 'ended', end_reason: 'unpaid' });
  });

  it('is active, not ended, where the payment and the limit meet', async () => {
    const subscription = await subscribed();
    const [invoice] = await invoices();
    house.clock.set('2026-04-02T09:00:00.000Z');
    await made(
      house.post('/v1/payments', {
        invoice: invoice.id,
        amount: invoice.total,
        received_on: '2026-04-02',
        reference: 'transfer',
      }),
    );
    await house.drain(['invoices.settle']);
    await house.wake('subscriptions.activate', {});
    await house.drain(['invoices.settle']);
    await house.drain();

    expect(await shown(subscription)).toMatchObject({ status: 'active' });
    expect(factsOf(subscription).filter((type) => /ended|activated/.test(type))).toEqual([
      'subscription.activated',
    ]);
  });

  it('stays ended where the payment comes too late, which is kept as credit', async () => {
    const subscription = await subscribed();
    const [invoice] = await invoices();
    await looked('2026-04-02T09:00:00.000Z');
    await transfer(invoice.id, invoice.total.amount);

    expect(await shown(subscription)).toMatchObject({ status: 'ended' });
    expect(factsOf(subscription)).not.toContain('subscription.activated');
  });

  it('is billed no further and refuses all but its end while it waits, and is billed what it missed then', async () => {
    await payBy('pm_delay_2500000');
    const subscription = (await order({ interval: 'week' })).body.subscriptions[0];
    await looked('2026-04-20T10:00:00.000Z');
    const plan = { quantity: '2', at: 'now' };
    const asked = [
      await house.post(`${ROUTE}/change`, plan, at(subscription)),
      await house.post(`${ROUTE}/preview`, plan, at(subscription)),
      await house.post(`${ROUTE}/pause`, undefined, at(subscription)),
      await house.post(`${ROUTE}/reactivate`, undefined, at(subscription)),
    ];
    expect(asked.map(({ body }) => body.code)).toEqual(Array(4).fill('subscription.incomplete'));
    expect(await shown(subscription)).toMatchObject({ status: 'incomplete', billed_periods: 1 });

    await payBy('pm_approve');
    await looked('2026-05-01T10:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({ status: 'active', billed_periods: 5 });
  });

  it('ends at once when it is cancelled, as its preview says', async () => {
    const subscription = await subscribed();
    const body = { at: 'period_end' };
    const preview = await house.post(`${ROUTE}/preview_cancellation`, body, at(subscription));
    expect(preview.body).toMatchObject({ credit_notes: [{ lines: [{}, {}] }], bills: [] });

    const told = await house.post(
      `${ROUTE}/cancel`,
      { ...body, preview: preview.body.preview },
      at(subscription),
    );
    await house.drain();

    expect(told.body).toMatchObject({ status: 'ended', end_reason: 'cancelled' });
    expect(await notes()).toMatchObject([{ total: { amount: '49.98' } }]);
  });

  it('waits from its start on where that is to come', async () => {
    const subscription = await subscribed({ start_on: '2026-04-10' });
    expect(await shown(subscription)).toMatchObject({ status: 'pending', activation: { pay_by: null } });

    await looked('2026-04-10T06:00:00.000Z');

    expect(await shown(subscription)).toMatchObject({
      status: 'incomplete',
      activation: { pay_by: '2026-04-11T05:00:00.000Z' },
    });
  });

  it.each([
    [{ charge: 'in_arrears' }, {}],
    [{ trial_days: 14 }, {}],
    [{}, { invoice_grouping: 'by_billing_day' }],
  ])('is refused where no bill of its own would be made at its start: %j %j', async (plan, begin) => {
    expect((await order(plan, begin)).body.code).toBe('subscription.activation_unfit');
  });

  it('is refused with an add-on beside it in its order, which nobody would have paid for', async () => {
    const price = [{ currency: 'EUR', amount: '5.00' }];
    const terms = { interval: 'month', prices: price };
    const host = await made(house.post('/v1/plans', { name: 'Reading room', ...terms }));
    const locker = await made(house.post('/v1/plans', { name: 'Locker', kind: 'add_on', ...terms }));
    const lines = [
      { quantity: '1', plan: host, subscription: { activation: 'on_first_payment' } },
      { quantity: '1', plan: locker, subscription: { add_on_to: 1 } },
    ];

    const told = await house.post('/v1/orders', orderOf(customer, { lines }));

    expect(told.body).toMatchObject({
      code: 'subscription.activation_unfit',
      errors: [{ pointer: '#/lines/1/plan' }],
    });
  });

  it('is active without a payment where its first bill comes to nothing', async () => {
    const told = await order({ prices: [{ currency: 'EUR', amount: '0.00' }], setup: [] });

    expect(await shown(told.body.subscriptions[0])).toMatchObject({ status: 'active' });
  });

  it('is due next when one that never waited would be, with the grace of its usage behind a term that ends', async () => {
    await payBy('pm_approve');
    const meters = [{ code: 'calls', aggregation: 'sum', prices: [{ currency: 'EUR', amount: '0.25' }] }];
    const term = { interval: 'month', interval_count: 1, renewal: 'end' };
    const plan = { meters, grace_hours: 48, term };

    const [waited, other] = [await order(plan), await order(plan, { activation: undefined })];

    const due = async (told: typeof waited) => {
      expect(told.body.code).toBeUndefined();
      const { status, next_billing_at } = await shown(told.body.subscriptions[0]);
      return { status, next_billing_at };
    };
    expect(await due(waited)).toEqual(await due(other));
  });

  it('shows all of what it takes back before it is cancelled, whomever the day of a change belongs to', async () => {
    const told = await order({ rules: { proration_edge: 'old' }, setup: [] });

    const body = { at: 'now' };
    const preview = await house.post(`${ROUTE}/preview_cancellation`, body, at(told.body.subscriptions[0]));

    expect(preview.body).toMatchObject({
      lines: [{ net: { amount: '-30.00' } }],
      net: { amount: '30.00' },
    });
  });
});
