import { expect, it } from 'vitest';
import { made, openBusiness, orderOf } from '../kit/goods.ts';
import { openHouse } from '../kit/house.ts';

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
});
