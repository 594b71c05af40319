import { expect, it } from 'vitest';
import { explainedNet } from '../checker/evaluator.ts';
import { orderOf } from '../kit/goods.ts';
import { billedLines, foundIn, METERED, openMetered, runAt, use } from '../kit/metered.ts';

const QUARTER = {
  interval: 'quarter',
  covers: 'all',
  amounts: [{ currency: 'EUR', amount: '100.00' }],
};

it('what a quarter is short of its minimum is billed when it is over, and less of it once late usage comes', async () => {
  const open = await openMetered({ minimum_spend: QUARTER });
  const { house, subscription } = open;
  const of = { params: { subscription_id: subscription } };
  house.clock.set('2026-01-21T10:00:00.000Z');
  await use(open, ['2026-01-20T10:00:00.000Z', '200']);
  await runAt(house, '2026-02-01T02:00:00.000Z');
  const before = (await house.get('/v1/subscriptions/{subscription_id}', of)).body.minimum_spend;
  await runAt(house, '2026-03-01T02:00:00.000Z');
  const next = (await house.get('/v1/subscriptions/{subscription_id}/next_invoice', of)).body;
  await runAt(house, '2026-04-01T02:00:00.000Z');
  // Three fixed charges of 10.00 and 200 calls at 0.05 are 40.00.
  expect(before).toMatchObject({
    starts_on: '2026-01-01',
    ends_on: '2026-04-01',
    amount: '100.00',
    committed: { amount: '100.00' },
    used: { amount: '20.00' },
    left: { amount: '80.00' },
  });
  expect(next.lines.map(({ net }: { net: { amount: string } }) => net.amount)).toEqual([
    '10.00',
    '0.00',
    '60.00',
  ]);
  expect(billedLines(open)[2]?.at(-1)).toEqual(['true_up', '2026-01-01', '2026-04-01', '1', '6000']);

  house.clock.set('2026-04-03T10:00:00.000Z');
  await use(open, ['2026-03-20T10:00:00.000Z', '400']);
  await runAt(house, '2026-05-01T02:00:00.000Z');

  expect(billedLines(open)[3]).toEqual([
    ['whole', '2026-04-01', '2026-05-01', '1', '1000'],
    ['usage', '2026-04-01', '2026-05-01', '0', '0'],
    ['correction', '2026-03-01', '2026-04-01', '400', '2000'],
    ['true_up', '2026-01-01', '2026-04-01', '1', '-2000'],
  ]);
  const [invoice] = (await house.get('/v1/invoices')).body.data;
  const explained = (
    await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', {
      params: { invoice_id: invoice.id, line: '4' },
    })
  ).body;
  expect(explained).toMatchObject({
    rule: 'minimum_spend',
    true_up: { days: { counted: 90, of: 90 }, spent: '60.00', trued_up_before: '60.00' },
    net: '-20.00',
  });
  expect(explainedNet(explained)).toBe(-2_000n);
  const told = (await house.get('/v1/subscriptions/{subscription_id}/reconciliation', of)).body;
  expect(told.difference.amount).toBe('0.00');
  expect(await foundIn(house)).toEqual([]);
});

it('a promise of one customer stands in place of the plan’s, and is refused where no whole periods make it', async () => {
  const { house, customer, plan } = await openMetered({ minimum_spend: QUARTER });
  const minimum = { interval: 'month', interval_count: 2, amount: '80.00', early_end: 'full' };
  const line = { description: 'Lookups', quantity: '1', plan, subscription: { minimum_spend: minimum } };
  const told = await house.post('/v1/orders', orderOf(customer, { lines: [line] }));
  await house.drain();
  const params = { subscription_id: told.body.subscriptions[0] };
  const shown = (await house.get('/v1/subscriptions/{subscription_id}', { params })).body;

  const weekly = { ...line, subscription: { minimum_spend: { interval: 'week', amount: '80.00' } } };
  const refused = await house.post('/v1/orders', orderOf(customer, { lines: [weekly] }));
  const published = await house.post('/v1/plans', {
    ...METERED,
    minimum_spend: { ...QUARTER, interval: 'week' },
  });

  expect(shown.minimum_spend).toMatchObject({ ends_on: '2026-03-01', amount: '80.00', early_end: 'full' });
  expect([refused.body.code, refused.body.errors[0].pointer]).toEqual([
    'plan.minimum_not_whole_periods',
    '#/lines/0/subscription/minimum_spend',
  ]);
  expect([published.body.code, published.body.errors[0].pointer]).toEqual([
    'plan.minimum_not_whole_periods',
    '#/minimum_spend',
  ]);
});

it('the preview of an end tells what the minimum is short of by then, and the end bills it', async () => {
  const { house, subscription } = await openMetered({
    ...{ charge: 'in_advance', meters: [] },
    minimum_spend: QUARTER,
  });
  const params = { subscription_id: subscription };
  house.clock.set('2026-01-16T10:00:00.000Z');

  const preview = await house.post(
    '/v1/subscriptions/{subscription_id}/preview_cancellation',
    { at: 'period_end' },
    { params },
  );
  await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'period_end' }, { params });
  await house.drain();
  await runAt(house, '2026-02-02T10:00:00.000Z');

  // 31 of 90 days of 100.00 are 34.44, less the 10.00 of January.
  expect(preview.body.true_ups).toMatchObject([{ rule: 'minimum_spend', net: { amount: '24.44' } }]);
  expect(billedLines({ house, subscription }).at(-1)).toEqual([
    ['true_up', '2026-01-01', '2026-02-01', '1', '2444'],
  ]);
  expect(await foundIn(house)).toEqual([]);
});

it('a minimum of prices that contain the VAT contains it, too', async () => {
  const { house, customer } = await openMetered();
  const gross = { ...METERED, price_basis: 'gross', meters: [], minimum_spend: QUARTER };
  const plan = (await house.post('/v1/plans', gross)).body.id;
  const lines = [{ description: 'Lookups', quantity: '1', plan }];
  const told = await house.post('/v1/orders', { ...orderOf(customer, { lines }), price_basis: 'gross' });
  await house.drain();
  const [subscription] = told.body.subscriptions as [string];
  for (const month of ['02', '03', '04']) await runAt(house, `2026-${month}-02T10:00:00.000Z`);

  const bills = billedLines({ house, subscription });
  expect(bills.at(-1)).toEqual([
    ['whole', '2026-03-01', '2026-04-01', '1', '1000'],
    ['true_up', '2026-01-01', '2026-04-01', '1', '7000'],
  ]);
  const { data } = (await house.get('/v1/invoices')).body;
  expect(data.map(({ total }: { total: { amount: string } }) => total.amount)).toContain('80.00');
  expect(await foundIn(house)).toEqual([]);
});

it('what late news takes off the usage of one that has ended, a pause before that, is owed to the minimum', async () => {
  const open = await openMetered({ minimum_spend: QUARTER });
  const { house, subscription } = open;
  const of = { params: { subscription_id: subscription } };
  house.clock.set('2026-01-21T10:00:00.000Z');
  await use(open, ['2026-01-20T10:00:00.000Z', '200', { id: 'many' }]);
  await house.post('/v1/subscriptions/{subscription_id}/pause', undefined, of);
  await runAt(house, '2026-02-02T02:00:00.000Z');
  house.clock.set('2026-03-10T10:00:00.000Z');
  await house.post('/v1/subscriptions/{subscription_id}/cancel', { at: 'now' }, of);
  await runAt(house, '2026-03-12T02:00:00.000Z');
  // 31 of 90 days of 100.00 are 34.44, of which 20.00 were billed.
  expect(billedLines(open).at(-1)).toEqual([['true_up', '2026-01-01', '2026-03-10', '1', '1444']]);

  await use(open, ['2026-01-20T10:00:00.000Z', '0', { id: 'none', corrects: 'many' }]);
  await runAt(house, '2026-03-15T02:00:00.000Z');

  expect(billedLines(open).at(-1)).toEqual([
    ['correction', '2026-01-01', '2026-02-01', '0', '-1000'],
    ['true_up', '2026-01-01', '2026-03-10', '1', '1000'],
  ]);
  expect(await foundIn(house)).toEqual([]);
});
