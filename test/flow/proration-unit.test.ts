import { expect, it } from 'vitest';
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { type House, openHouse } from '../kit/house.ts';
import { runAt } from '../kit/metered.ts';

const SUBSCRIPTION = '/v1/subscriptions/{subscription_id}';

it.each([
  ['month30', '15 of 30 days', '-100.00'],
  ['day', '16 of 31 days', '-103.23'],
])('a plan that measures in %s gives back %s of 200 from the middle of May: %s', async (unit, _, net) => {
  const house = await openHouse({ start: '2026-05-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const prices = [{ currency: 'EUR', amount: '200.00' }];
  const rules = { proration_unit: unit };
  const plan = await made(
    house.post('/v1/plans', { name: 'Reading room', interval: 'month', prices, rules }),
  );
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  house.clock.advance({ hours: 15 * 24 });

  const shown = await house.get('/v1/plans/{plan_id}', { params: { plan_id: plan } });
  const [subscription] = told.body.subscriptions as [string];
  const preview = await house.post(
    '/v1/subscriptions/{subscription_id}/preview_cancellation',
    { at: 'now' },
    { params: { subscription_id: subscription } },
  );

  expect(shown.body.rules).toMatchObject(rules);
  expect(JSON.stringify(preview.body)).toContain(`"${net}"`);
  const change = { quantity: '2', at: 'now' };
  await house.post(`${SUBSCRIPTION}/change`, change, { params: { subscription_id: subscription } });
  await house.drain();
  expect(violations(house)).toEqual([]);
});

it('a price that is not divided gives nothing back, explains itself and keeps its periods', async () => {
  const house = await openHouse({ start: '2026-05-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const prices = [{ currency: 'EUR', amount: '200.00' }];
  const rules = { proration_unit: 'none' };
  const plan = await made(house.post('/v1/plans', { name: 'Room', interval: 'month', prices, rules }));
  const begin = { anchor_day: 15 };
  const lines = [{ description: 'Room', quantity: '1', plan, subscription: begin }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const [subscription] = told.body.subscriptions as [string];
  const at = { params: { subscription_id: subscription } };
  const [invoice] = (await house.get('/v1/invoices')).body.data;
  const params = { invoice_id: invoice.id, line: '1' };
  const explained = await house.get('/v1/invoices/{invoice_id}/lines/{line}/explanation', { params });
  house.clock.set('2026-05-05T10:00:00.000Z');

  const yearly = await made(
    house.post('/v1/plans', { name: 'Year', interval: 'year', prices, rules }, { key: 'year' }),
  );
  const change = await house.post(`${SUBSCRIPTION}/preview`, { plan: yearly, at: 'now' }, at);
  const preview = await house.post(`${SUBSCRIPTION}/preview_cancellation`, { at: 'now' }, at);
  await house.post(`${SUBSCRIPTION}/cancel`, { at: 'now' }, at);
  await house.drain();

  expect(explained.body).toMatchObject({
    ...{ rule: 'period', net: '200.00' },
    sentence:
      'A quantity of 1 costs 200 EUR for a period, however long it is; from 2026-05-01 until before 2026-05-15 that is 200.00 EUR.',
  });
  expect(change.body.code).toBe('subscription.change_at_period_end_only');
  expect(preview.body.credit_notes).toEqual([]);
  expect((await house.get('/v1/credit_notes')).body.data).toEqual([]);
  expect(violations(house)).toEqual([]);
});

it('a price that is not divided ends on its day, whomever the day of a change belongs to', async () => {
  const house = await openHouse({ start: '2026-05-01T10:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const prices = [{ currency: 'EUR', amount: '200.00' }];
  const rules = { proration_unit: 'none', proration_edge: 'both' };
  const plan = await made(house.post('/v1/plans', { name: 'Room', interval: 'month', prices, rules }));
  const lines = [{ description: 'Room', quantity: '1', plan }];
  const told = await house.post('/v1/orders', orderOf(customer, { lines }));
  await house.drain();
  const at = { params: { subscription_id: told.body.subscriptions[0] } };

  await house.post(`${SUBSCRIPTION}/cancel`, { at: '2026-06-11' }, at);
  for (const day of ['2026-06-01', '2026-06-12']) await runAt(house, `${day}T10:00:00.000Z`);

  const bills = house.journal.stream
    .flatMap(({ facts }) => facts)
    .flatMap(({ type, data }) =>
      type === 'subscription.billed' ? [(data as { readonly end: string }).end] : [],
    );
  expect(bills).toEqual(['2026-06-01', '2026-06-11']);
  expect(violations(house)).toEqual([]);
});

function violations(house: House) {
  return check({
    items: house.journal.stream.map((commit) => toItem(commit)),
    ...{ isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [], secrets: [] },
    ...{ now: house.clock.now(), isAtRest: true, isFaultless: true, left: 0 },
  });
}
