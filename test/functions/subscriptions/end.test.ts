import { expect, it } from 'vitest';
import { made, openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse, queueEventOf } from '../../kit/house.ts';

const PLAN = { name: 'Reading room', interval: 'month', prices: [{ currency: 'EUR', amount: '19.90' }] };

it('an order that is cancelled before its subscription was started ends it once it is, and only once', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const plan = await made(house.post('/v1/plans', PLAN));
  const lines = [{ description: 'Reading room', quantity: '1', plan }];
  const { body } = await house.post('/v1/orders', orderOf(customer, { lines }));
  const show = () =>
    house.get('/v1/subscriptions/{subscription_id}', { params: { subscription_id: body.subscriptions[0] } });

  await house.drain(['subscriptions.start']);
  await house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: body.id } });
  await house.drain(['subscriptions.start', 'subscriptions.end']);
  const news = house.letters.find(({ to }) => to === 'subscriptions.end')?.body ?? '';
  await house.wake('subscriptions.end', queueEventOf([news]));
  const early = await show();
  await house.drain();
  const ended = await show();
  await house.wake('subscriptions.end', queueEventOf([news]));
  await house.drain();

  expect(early.status).toBe(404);
  expect(ended.body).toMatchObject({ status: 'ended', cancellation: { at: 'now' } });
  expect((await show()).headers.etag).toBe(ended.headers.etag);
  expect(house.dead).toEqual([]);
});
