import { describe, expect, it } from 'vitest';
import { BUYER, made, orderOf, SELLER } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';

async function opened(customer: object = { invoice_grouping: 'by_billing_day' }) {
  const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
  await made(house.post('/v1/legal_entities', SELLER));
  const buyer = await made(house.post('/v1/customers', { ...BUYER, ...customer }));
  const plan = await made(
    house.post('/v1/plans', {
      name: 'Reading room',
      interval: 'month',
      prices: [{ currency: 'EUR', amount: '30.00' }],
    }),
  );

  return { house, buyer, plan };
}

async function order(
  house: House,
  of: { buyer: string; plan: string; count?: number; begin?: object; held?: 'invoices.issue' },
) {
  const line = { description: 'Reading room', quantity: '1', plan: of.plan, subscription: of.begin ?? {} };
  const lines = Array.from({ length: of.count ?? 1 }, () => line);
  const told = await house.post('/v1/orders', orderOf(of.buyer, { lines }));
  await house.drain(of.held ? [of.held] : []);

  return told.body as { id: string; subscriptions: string[] };
}

async function month(house: House, instant: string) {
  house.clock.set(instant);
  await house.wake('billing.run', {});
  await house.drain();
}

const issued = (house: House) =>
  house.journal.stream
    .flatMap(({ id, facts }) => facts.map((fact) => ({ ...fact, id })))
    .filter(({ type }) => type === 'invoice.issued');

const shown = async (house: House, id: string) =>
  (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;

describe('a customer whose bills are gathered', () => {
  it('has one invoice for all that falls due together, each line with its period and its explanation', async () => {
    const { house, buyer, plan } = await opened();
    const { subscriptions } = await order(house, { buyer, plan, count: 3 });

    await month(house, '2026-05-01T10:00:00.000Z');

    expect(issued(house)).toHaveLength(2);
    const invoice = await shown(house, issued(house)[1]?.id ?? '');
    expect(invoice).toMatchObject({
      subscriptions,
      subscription: null,
      net: { amount: '90.00' },
      lines: subscriptions.map(() => ({ period: { start: '2026-05-01', end: '2026-06-01' } })),
    });
    const second = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
      params: { invoice_id: invoice.id, line: '2' },
    });
    expect(second.body).toMatchObject({
      rule: 'period',
      cause: { subscription: subscriptions[1], period: 1 },
    });
    expect(house.dead).toEqual([]);
  });

  it('keeps invoices of its own for each subscription unless asked otherwise', async () => {
    const { house, buyer, plan } = await opened({});
    await order(house, { buyer, plan, count: 2 });
    expect(issued(house)).toHaveLength(2);

    await order(house, { buyer, plan, count: 2, begin: { invoice_grouping: 'by_billing_day' } });
    expect(issued(house)).toHaveLength(3);
  });

  it('gets its money back from the lines of its own subscription, when one of them ends', async () => {
    const { house, buyer, plan } = await opened();
    const { subscriptions } = await order(house, { buyer, plan, count: 2 });
    house.clock.set('2026-04-11T10:00:00.000Z');

    const at = { params: { subscription_id: subscriptions[1] ?? '' } };
    const preview = await house.post(`${SUBSCRIPTION}/preview_cancellation`, { at: 'now' }, at);
    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now' }, at);
    await house.drain();

    const invoice = issued(house)[0]?.id;
    const given = [{ invoice, lines: [{ line: 2, net: { amount: '20.00', currency: 'EUR' }, gross: null }] }];
    expect(preview.body.credit_notes).toEqual(given);
    const [note] = (await house.get('/v1/credit_notes')).body.data;
    expect(note).toMatchObject({ invoice, total: { amount: '23.80' } });
    expect((await shown(house, invoice ?? '')).creditable).toEqual([
      { line: 1, net: { amount: '30.00', currency: 'EUR' } },
      { line: 2, net: { amount: '10.00', currency: 'EUR' } },
    ]);
  });

  it('has the whole taken back line by line when the order is cancelled', async () => {
    const { house, buyer, plan } = await opened();
    const { id } = await order(house, { buyer, plan, count: 3 });

    await house.post('/v1/orders/{order_id}/cancel', undefined, { params: { order_id: id } });
    await house.drain();

    const notes = (await house.get('/v1/credit_notes')).body.data as { invoice: string }[];
    expect(notes.map(({ invoice }) => invoice)).toEqual([1, 2, 3].map(() => issued(house)[0]?.id));
    expect(await shown(house, issued(house)[0]?.id ?? '')).toMatchObject({ creditable: [] });
  });

  it('has it corrected as any other, and what ends later is taken back of the corrected one', async () => {
    const { house, buyer, plan } = await opened();
    const { subscriptions } = await order(house, { buyer, plan, count: 2 });
    const [first] = issued(house);
    const params = { params: { invoice_id: first?.id ?? '' } };

    await house.post('/v1/invoices/{invoice_id}/correct', { reference: 'PO-7' }, params);
    await house.drain();
    await house.post(
      `${SUBSCRIPTION}/cancel`,
      { at: 'now' },
      { params: { subscription_id: subscriptions[1] ?? '' } },
    );
    await house.drain();

    const corrected = issued(house)[1]?.id ?? '';
    expect(await shown(house, corrected)).toMatchObject({
      subscriptions,
      net: { amount: '60.00' },
      creditable: [{ line: 1, net: { amount: '30.00' } }],
    });
    expect(house.dead).toEqual([]);
  });
});
