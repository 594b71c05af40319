/** Plans whose prices contain the VAT, from the front door to the ledger, proved by the checker. */
import { describe, expect, it } from 'vitest';
import { LineExplanation } from '../../shared/contracts/explanations.ts';
import { NextInvoice } from '../../shared/contracts/next-invoices.ts';
import { SubscriptionPreview } from '../../shared/contracts/subscription-changes.ts';
import { CancellationPreview } from '../../shared/contracts/subscription-ends.ts';
import { explainedNet } from '../checker/evaluator.ts';
import { found } from '../kit/found.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const planOf = (amount: string, more: object = {}) => ({
  ...{ name: 'Reading room', interval: 'month', price_basis: 'gross' },
  ...{ prices: [{ currency: 'EUR', amount }], ...more },
});

async function subscribed(plan: object, start = '2026-04-01T10:00:00.000Z') {
  const house = await openHouse({ start });
  const { customer } = await openBusiness(house);
  const id = await made(house.post('/v1/plans', plan));
  const lines = [{ description: 'Reading room', quantity: '1', plan: id }];
  const told = await house.post('/v1/orders', orderOf(customer, { price_basis: 'gross', lines }));
  await house.drain();
  const [subscription] = told.body.subscriptions as [string];

  return { house, customer, plan: id, subscription, at: { params: { subscription_id: subscription } } };
}

/** The invoices, oldest first. */
async function invoicesOf(house: House) {
  const { data } = (await house.get('/v1/invoices')).body as { data: { id: string }[] };
  const shown = data.map(({ id }) => house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } }));

  return (await Promise.all(shown)).map(({ body }) => body).toReversed();
}

async function explained(house: House, invoice: string, line: string) {
  const params = { invoice_id: invoice, line };
  const told = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
  const explanation = LineExplanation.parse(told.body);
  expect(String(explainedNet(explanation))).toBe(
    explanation.net.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1'),
  );

  return explanation;
}

describe('a plan at 11.90 a month with 19 % VAT in it', () => {
  it('is billed, upgraded within its month, cancelled and paid to the cent, and the books agree', async () => {
    const { house, at } = await subscribed(planOf('11.90'));
    const [first] = await invoicesOf(house);
    expect((await house.get(SUBSCRIPTION, at)).body).toMatchObject({
      price_basis: 'gross',
      unit_price: '11.90',
    });
    expect(first).toMatchObject({
      price_basis: 'gross',
      lines: [{ net: eur('10.00'), gross: { unit_price: '11.90', amount: eur('11.90') } }],
      taxes: [{ rate: '19', base: eur('10.00'), tax: eur('1.90') }],
      total: eur('11.90'),
    });

    house.clock.set('2026-04-16T10:00:00.000Z');
    const grand = await made(house.post('/v1/plans', planOf('23.80', { name: 'Grand reading room' })));
    const preview = await house.post(`${SUBSCRIPTION}/preview`, { plan: grand }, at);
    expect(SubscriptionPreview.parse(preview.body).bill).toMatchObject({
      lines: [
        { rule: 'credit_for_unused', net: null, gross: eur('-5.95') },
        { rule: 'part_of_period', net: null, gross: eur('11.90') },
      ],
      net: null,
      gross: eur('5.95'),
    });
    await house.post(`${SUBSCRIPTION}/change`, { plan: grand, preview: preview.body.preview }, at);
    await house.drain();
    const [, second] = await invoicesOf(house);
    expect(second).toMatchObject({
      lines: [{ net: eur('-5.00') }, { net: eur('10.00') }],
      taxes: [{ base: eur('5.00'), tax: eur('0.95') }],
      total: eur('5.95'),
    });
    expect(await explained(house, second.id, '1')).toMatchObject({
      net: '-5.00',
      tax_included: { gross: '-5.95', tax: '-0.95', rate: '19' },
    });

    house.clock.set('2026-04-21T10:00:00.000Z');
    const ending = await house.post(`${SUBSCRIPTION}/preview_cancellation`, { at: 'now' }, at);
    expect(CancellationPreview.parse(ending.body)).toMatchObject({
      net: null,
      gross: eur('7.93'),
      lines: [{ net: null, gross: eur('-7.93') }],
    });
    await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now', preview: ending.body.preview }, at);
    await house.drain();
    for (const { id } of await invoicesOf(house)) {
      const { open } = (await house.get('/v1/invoices/{invoice_id}', { params: { invoice_id: id } })).body;
      if (open.amount === '0.00') continue;
      const body = { invoice: id, amount: open, received_on: '2026-04-21', reference: 'transfer' };
      await house.post('/v1/payments', body);
      await house.drain();
    }

    const all = await invoicesOf(house);
    expect(all.map(({ open }) => open)).toEqual([eur('0.00'), eur('0.00')]);
    const notes = (await house.get('/v1/credit_notes')).body.data as { total: { amount: string } }[];
    expect(notes.map(({ total }) => total.amount)).toEqual(['1.98', '5.95']);
    expect(house.dead).toEqual([]);
    expect(await found(house)).toEqual([]);
  });

  it('foresees its next invoice, and tells a run and its dry run what they bill with the VAT', async () => {
    const { house, at } = await subscribed(planOf('9.99', { setup: [{ currency: 'EUR', amount: '5.00' }] }));
    const [first] = await invoicesOf(house);
    const next = await house.get(`${SUBSCRIPTION}/next_invoice`, at);

    expect(first).toMatchObject({
      lines: [{ gross: { amount: eur('9.99') } }, { gross: { amount: eur('5.00') } }],
      taxes: [{ base: eur('12.60'), tax: eur('2.39') }],
      total: eur('14.99'),
    });
    expect(NextInvoice.parse(next.body)).toMatchObject({
      lines: [{ net: null, gross: eur('9.99') }],
      ...{ net: eur('8.39'), tax: eur('1.60'), total: eur('9.99') },
    });

    house.clock.set('2026-05-01T10:00:00.000Z');
    const dry = await runOf(house, { dry_run: true });
    const wet = await runOf(house, {});

    expect(dry.differences).toEqual({
      subscriptions: 1,
      first_bills: 0,
      delta: [],
      gross_delta: [eur('-5.00')],
    });
    expect(wet.totals).toEqual({ periods: 1, net: [], gross: [eur('9.99')] });
    expect((await house.get(`${SUBSCRIPTION}/reconciliation`, at)).body).toMatchObject({
      ...{ expected: eur('24.98'), billed: eur('24.98'), difference: eur('0.00') },
    });
    expect(await found(house)).toEqual([]);
  });
});

async function runOf(house: House, more: object) {
  const told = await house.post('/v1/billing_runs', more);
  await house.drain();

  return (await house.get('/v1/billing_runs/{billing_run_id}', { params: { billing_run_id: told.body.id } }))
    .body;
}

describe('what contains the VAT and what does not', () => {
  it('are not mixed: an order, an add-on, a change and a migration are refused or left out by name', async () => {
    const { house, customer, plan, at } = await subscribed(planOf('11.90'));
    const net = await made(house.post('/v1/plans', planOf('10.00', { price_basis: 'net' })));
    const extra = await made(house.post('/v1/plans', planOf('1.00', { kind: 'add_on', price_basis: 'net' })));
    const lines = [{ description: 'Reading room', quantity: '1', plan }];

    expect((await house.post('/v1/orders', orderOf(customer, { lines }))).body).toMatchObject({
      ...{ status: 422, code: 'order.price_basis_differs', errors: [{ pointer: '#/lines/0/plan' }] },
    });
    expect((await house.post(`${SUBSCRIPTION}/preview`, { plan: net }, at)).body.code).toBe(
      'subscription.price_basis_differs',
    );
    expect((await house.post(`${SUBSCRIPTION}/change`, { plan: net }, at)).body.code).toBe(
      'subscription.price_basis_differs',
    );
    expect((await house.post(`${SUBSCRIPTION}/add_ons`, { plan: extra }, at)).body.code).toBe(
      'add_on.price_basis_differs',
    );

    const params = { params: { plan_id: plan } };
    await house.post('/v1/plans/{plan_id}/versions', planOf('10.00', { price_basis: 'net' }), params);
    const migration = (await house.post('/v1/plans/{plan_id}/migrations', { to_version: 2 }, params)).body.id;
    await house.drain();
    const rows = { params: { plan_id: plan, migration_id: migration } };
    expect(
      (await house.get('/v1/plans/{plan_id}/migrations/{migration_id}/rows', rows)).body.data,
    ).toMatchObject([{ status: 'left_out', code: 'subscription.price_basis_differs' }]);
    expect(await found(house)).toEqual([]);
  });

  it('of a customer who gathers bills are two invoices of one day', async () => {
    const house = await openHouse({ start: '2026-04-01T10:00:00.000Z' });
    const { customer } = await openBusiness(house);
    for (const [price_basis, amount, times] of [
      ['gross', '0.33', 3],
      ['net', '0.33', 2],
    ] as const) {
      const plan = await made(house.post('/v1/plans', planOf(amount, { price_basis })));
      const line = {
        description: 'Shelf',
        quantity: '1',
        plan,
        subscription: { invoice_grouping: 'by_billing_day' },
      };
      await house.post('/v1/orders', orderOf(customer, { price_basis, lines: Array(times).fill(line) }));
    }
    await house.drain();

    const all = await invoicesOf(house);
    expect(all.map(({ price_basis, total }) => [price_basis, total.amount]).sort()).toEqual([
      ['gross', '0.99'],
      ['net', '0.79'],
    ]);
    const gross = all.find(({ price_basis }) => price_basis === 'gross');
    expect(gross).toMatchObject({
      lines: [{ net: eur('0.28') }, { net: eur('0.28') }, { net: eur('0.27') }],
      taxes: [{ base: eur('0.83'), tax: eur('0.16') }],
    });
    expect(await found(house)).toEqual([]);
  });
});
