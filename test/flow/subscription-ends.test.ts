import { describe, expect, it } from 'vitest';
import { CancellationPreview } from '../../shared/contracts/subscription-ends.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const RATES = { standard: '25', reduced: '7' };
const ROUTE = '/v1/subscriptions/{subscription_id}';

/** A customer with a subscription that was charged for April, in a house where the tax is 25 percent. */
async function subscribed(amount = '200.00', rules: object = { proration_edge: 'both' }) {
  const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  const { customer, entity } = await openBusiness(house, { tax_rates: RATES });
  const prices = [{ currency: 'EUR', amount }];
  const plan = await made(
    house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices, rules }),
  );
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [subscription] = told.body.subscriptions as [string];
  const [first] = (await house.get('/v1/invoices')).body.data as [{ id: string }];

  return { house, customer, entity, subscription, invoice: first.id, order: told.body.id as string };
}

const at = (subscription: string) => ({ params: { subscription_id: subscription } });
const notes = async (house: House) => (await house.get('/v1/credit_notes')).body.data;
const shown = async (house: House, invoice: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: invoice } })).body;

async function cancel(house: House, subscription: string, body: object) {
  const told = await house.post(`${ROUTE}/cancel`, body, at(subscription));
  await house.drain();

  return told;
}

async function pay(house: House, invoice: string, amount: string) {
  await house.post('/v1/payments', {
    invoice,
    amount: { amount, currency: 'EUR' },
    received_on: '2026-04-01',
    reference: 'transfer',
  });
  await house.drain();
}

const factsIn = (house: House, type: string) =>
  house.journal.stream.flatMap(({ facts }) => facts).filter((fact) => fact.type === type);

describe('a subscription that is cancelled at once', () => {
  it.each([
    ['200.00', '193.33', '48.33', '241.66'],
    ['160.00', '154.67', '38.67', '193.34'],
  ])('on day 1 of 30 at %s credits %s + %s = %s', async (price, net, tax, total) => {
    const { house, subscription, invoice } = await subscribed(price);

    await cancel(house, subscription, { at: 'now' });
    await house.drain();

    const [note] = await notes(house);
    const body = (
      await house.get('/v1/credit_notes/{credit_note_id}', { params: { credit_note_id: note.id } })
    ).body;
    expect(body).toMatchObject({
      invoice,
      reason: 'subscription_cancelled',
      remainder: 'offset',
      lines: [{ net: { amount: net } }],
      taxes: [{ rate: '25', base: { amount: net }, tax: { amount: tax } }],
      total: { amount: total },
    });
    expect(house.dead).toEqual([]);
  });

  it('shows before what it will give back, and holds to it', async () => {
    const { house, subscription, invoice } = await subscribed('30.00', {});
    house.clock.set('2026-04-11T10:00:00.000Z');

    const preview = await house.post(`${ROUTE}/preview_cancellation`, { at: 'now' }, at(subscription));
    const stale = await cancel(house, subscription, {
      at: 'now',
      credit: 'refund',
      preview: preview.body.preview,
    });
    const done = await cancel(house, subscription, { at: 'now', preview: preview.body.preview });
    const again = await cancel(house, subscription, { at: 'now', preview: preview.body.preview });
    const over = await house.post(`${ROUTE}/preview_cancellation`, { at: 'now' }, at(subscription));

    expect(CancellationPreview.parse(preview.body)).toMatchObject({
      ends_on: '2026-04-11',
      credit: 'offset',
      lines: [{ rule: 'credit_for_unused', net: { amount: '-20.00' }, period: { start: '2026-04-11' } }],
      credit_notes: [{ invoice, lines: [{ line: 1, net: { amount: '20.00' } }] }],
      bills: [],
      net: { amount: '20.00' },
    });
    expect(stale.body.code).toBe('subscription.preview_stale');
    expect([done.status, done.body.status, again.status]).toEqual([200, 'ended', 200]);
    expect(over.body.code).toBe('subscription.ended');
    expect((await notes(house)).map((note: { total: unknown }) => note.total)).toMatchObject([
      { amount: '25.00' },
    ]);
  });

  it('lowers its own open invoice first, and then the oldest that is due', async () => {
    const { house, customer, subscription, invoice } = await subscribed('30.00', {});
    const other = (await house.post('/v1/orders', orderOf(customer))).body.invoices[0];
    await pay(house, invoice, '37.50');
    house.clock.set('2026-04-11T10:00:00.000Z');

    await cancel(house, subscription, { at: 'now' });

    expect(await shown(house, invoice)).toMatchObject({
      open: { amount: '0.00' },
      paid: { amount: '37.50' },
    });
    expect(await shown(house, other)).toMatchObject({
      total: { amount: '49.75' },
      open: { amount: '24.75' },
      credited: { amount: '25.00' },
    });
  });

  it('leaves it as credit on the account where that is asked', async () => {
    const { house, customer, subscription, invoice } = await subscribed('30.00', {});
    const other = (await house.post('/v1/orders', orderOf(customer))).body.invoices[0];
    await pay(house, invoice, '37.50');
    house.clock.set('2026-04-11T10:00:00.000Z');

    await cancel(house, subscription, { at: 'now', credit: 'credit' });

    expect(await shown(house, other)).toMatchObject({ open: { amount: '49.75' } });
    expect(factsIn(house, 'credit.added')).toHaveLength(1);
    expect(factsIn(house, 'credit.offset')).toEqual([]);
  });

  it.each([
    ['37.50', [2_500n]],
    ['20.00', [750n]],
  ])('pays back what was paid and no more: of %s', async (paid, refunded) => {
    const { house, subscription, invoice } = await subscribed('30.00', {});
    await pay(house, invoice, paid);
    house.clock.set('2026-04-11T10:00:00.000Z');

    await cancel(house, subscription, { at: 'now', credit: 'refund' });

    const amounts = factsIn(house, 'refund.approved').map(
      ({ data }) => (data as { amountMinor: bigint }).amountMinor, // the fact's own shape
    );
    expect(amounts).toEqual(refunded);
    expect(await shown(house, invoice)).toMatchObject({ open: { amount: '0.00' } });
  });

  it('gives back without asking twice what was taken back by hand before', async () => {
    const { house, subscription, invoice } = await subscribed('30.00', {});
    const params = { invoice_id: invoice };
    const lines = [{ line: 1, amount: '25.00' }];
    await house.post('/v1/invoices/{invoice_id}/credit_notes', { reason: 'goodwill', lines }, { params });
    await house.drain();
    house.clock.set('2026-04-11T10:00:00.000Z');

    await cancel(house, subscription, { at: 'now' });

    expect(await shown(house, invoice)).toMatchObject({ open: { amount: '0.00' }, creditable: [] });
    expect(house.dead).toEqual([]);
  });

  it('without credit gives back nothing', async () => {
    const { house, subscription } = await subscribed('30.00', {});

    await cancel(house, subscription, { at: 'now', credit: 'none' });

    expect(await notes(house)).toEqual([]);
  });
});

describe('a subscription that is cancelled on a day', () => {
  it('runs until then, and what was charged for the days behind it is given back when it comes', async () => {
    const { house, subscription } = await subscribed('30.00', {});

    const told = await cancel(house, subscription, { at: '2026-04-21' });
    const before = await notes(house);
    house.clock.set('2026-04-20T22:00:00.000Z');
    await house.post('/v1/billing_runs', {});
    await house.drain();

    expect(told.body).toMatchObject({
      status: 'active',
      cancellation: { at: 'date', ends_on: '2026-04-21', credit: 'offset' },
    });
    expect(before).toEqual([]);
    expect((await house.get(ROUTE, at(subscription))).body.status).toBe('ended');
    expect(await notes(house)).toMatchObject([{ total: { amount: '12.50' } }]);
  });

  it('that is over is refused', async () => {
    const { house, subscription } = await subscribed('30.00', {});

    const told = await cancel(house, subscription, { at: '2026-03-31' });

    expect(told).toMatchObject({ status: 422, body: { code: 'subscription.end_out_of_range' } });
  });
});

describe('an invoice of an upgrade, with a line that gives back', () => {
  it('is taken back as far as it came to, and the rest by the invoice before it; later the rest of it by hand', async () => {
    const { house, subscription, invoice } = await subscribed('100.00', {});
    const prices = [{ currency: 'EUR', amount: '200.00' }];
    const plan = await made(house.post('/v1/plans', { name: 'Hall', interval: 'month', prices }));
    house.clock.set('2026-04-16T10:00:00.000Z');
    await house.post(`${ROUTE}/change`, { plan }, at(subscription));
    await house.drain();
    const all = (await house.get('/v1/invoices')).body.data as { id: string }[];
    const upgrade = all.find(({ id }) => id !== invoice)?.id ?? '';
    house.clock.set('2026-04-26T10:00:00.000Z');

    await cancel(house, subscription, { at: 'now' });
    const partly = await shown(house, upgrade);
    await house.post(
      '/v1/invoices/{invoice_id}/credit_notes',
      { reason: 'goodwill' },
      { params: { invoice_id: upgrade } },
    );
    await house.drain();

    // 5 of 30 days at 200 are 33.33; with tax 41.66.
    expect(partly).toMatchObject({ total: { amount: '62.50' }, credited: { amount: '41.66' } });
    expect(await shown(house, upgrade)).toMatchObject({
      open: { amount: '0.00' },
      credited: { amount: '62.50' },
    });
    expect(await shown(house, invoice)).toMatchObject({ credited: { amount: '0.00' } });
    expect(house.dead).toEqual([]);
  });
});

describe('a cancelled order', () => {
  it('ends the subscriptions that it started at once, and gives back what is not used', async () => {
    const { house, subscription, order, invoice } = await subscribed('30.00', {});
    house.clock.set('2026-04-11T10:00:00.000Z');

    await house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: order } });
    await house.drain();

    expect((await house.get(ROUTE, at(subscription))).body).toMatchObject({
      status: 'ended',
      cancellation: { at: 'now', ends_on: '2026-04-11', credit: 'offset' },
    });
    expect(await notes(house)).toMatchObject([{ total: { amount: '25.00' } }]);
    expect(await shown(house, invoice)).toMatchObject({ open: { amount: '12.50' } });
    expect(house.dead).toEqual([]);
  });

  it('ends what has not begun without any charge', async () => {
    const { house, customer } = await subscribed('30.00', {});
    const [first] = (await house.get('/v1/plans')).body.data as [{ id: string }];
    const begin = { start_on: '2026-05-01' };
    const lines = [{ description: 'Reading room', quantity: '1', plan: first.id, subscription: begin }];
    const told = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();

    await house.ask({
      method: 'POST',
      route: '/v1/orders/{order_id}/cancel',
      params: { order_id: told.body.id },
    });
    await house.drain();

    const ended = (await house.get(ROUTE, at(told.body.subscriptions[0]))).body;
    expect(ended).toMatchObject({ status: 'ended', billed_periods: 0 });
    expect(await notes(house)).toEqual([]);
  });
});

describe('a cancellation that is taken back', () => {
  it('before the service stops leaves everything as it was', async () => {
    const { house, subscription } = await subscribed('30.00', {});
    const before = (await house.get(ROUTE, at(subscription))).body;
    await cancel(house, subscription, { at: '2026-04-21' });

    const told = await house.post(`${ROUTE}/reactivate`, undefined, at(subscription));
    const again = await house.post(`${ROUTE}/reactivate`, undefined, at(subscription));
    await house.drain();
    house.clock.set('2026-05-01T10:00:00.000Z');
    await house.post('/v1/billing_runs', {});
    await house.drain();

    expect([told.status, again.status]).toEqual([200, 200]);
    expect(told.body).toMatchObject({
      status: 'active',
      cancellation: null,
      next_billing_at: before.next_billing_at,
    });
    expect((await house.get(ROUTE, at(subscription))).body.billed_periods).toBe(2);
    expect(await notes(house)).toEqual([]);
  });

  it('after it has stopped is refused; the plan is ordered again from the day of the end', async () => {
    const { house, customer, subscription } = await subscribed('30.00', {});
    house.clock.set('2026-04-11T10:00:00.000Z');
    await cancel(house, subscription, { at: 'now' });

    const told = await house.post(`${ROUTE}/reactivate`, undefined, at(subscription));
    const { plan } = (await house.get(ROUTE, at(subscription))).body;
    const lines = [
      { description: 'Reading room', quantity: '1', plan, subscription: { start_on: '2026-04-11' } },
    ];
    const anew = await house.post('/v1/orders', orderOf(customer, { lines }));
    await house.drain();

    expect(told).toMatchObject({ status: 422, body: { code: 'subscription.ended' } });
    expect((await house.get(ROUTE, at(anew.body.subscriptions[0]))).body).toMatchObject({
      status: 'active',
      start_date: '2026-04-11',
    });
  });
});

describe('a plan with a term', () => {
  const prices = [{ currency: 'EUR', amount: '30.00' }];
  const plan = { name: 'Reading room', interval: 'month', prices };

  it('binds its subscribers, and says until when and by when notice must be given', async () => {
    const { house, customer } = await subscribed('30.00', {});
    const term = { interval: 'year', notice_days: 30 };
    const id = await made(house.post('/v1/plans', { ...plan, term }));
    const lines = [{ description: 'Reading room', quantity: '1', plan: id }];
    const [bound] = (await house.post('/v1/orders', orderOf(customer, { lines }))).body.subscriptions;
    await house.drain();

    const before = (await house.get(ROUTE, at(bound))).body;
    const early = await cancel(house, bound, { at: 'now' });
    const told = await cancel(house, bound, {});
    await house.post(`${ROUTE}/reactivate`, undefined, at(bound));
    const despite = await cancel(house, bound, { at: 'now', despite_term: true });

    expect(before).toMatchObject({
      term: { number: 1, ends_on: '2027-04-01', renewal: 'renew', notice_by: '2027-03-02' },
      cancellable_on: '2027-04-01',
    });
    expect(early).toMatchObject({ status: 422, body: { code: 'subscription.in_term' } });
    expect(told.body).toMatchObject({
      status: 'active',
      cancellation: { at: 'term_end', ends_on: '2027-04-01', credit: 'none' },
      cancellable_on: null,
    });
    expect(despite.body.status).toBe('ended');
    expect(house.dead).toEqual([]);
  });

  it('of no whole periods is refused', async () => {
    const { house } = await subscribed('30.00', {});

    const told = await house.post('/v1/plans', { ...plan, interval: 'quarter', term: { interval: 'month' } });

    expect(told).toMatchObject({ status: 422, body: { code: 'plan.term_not_whole_periods' } });
  });
});
