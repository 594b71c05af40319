/** What a line of a plan is called. */
import { expect, it } from 'vitest';
import { ADDRESS, made, orderOf, SELLER } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

const PLAN = {
  name: 'Reading room',
  interval: 'month',
  charge: 'in_advance',
  tax: 'standard',
  prices: [{ currency: 'EUR', price: { model: 'flat', amount: '60' } }],
};

it.each([
  [undefined, 'Reading room'],
  ['Reading room, two seats', 'Reading room, two seats'],
])(
  'a line with a plan that says %s is called "%s", on its order and for its subscription',
  async (description, name) => {
    const house = await openHouse();
    await made(house.post('/v1/legal_entities', SELLER));
    const plan = await made(house.post('/v1/plans', PLAN));
    const buyer = { name: 'Muster GmbH', kind: 'business', address: ADDRESS };

    const told = await house.post(
      '/v1/orders',
      orderOf(buyer, { lines: [{ quantity: '1', plan, description }] }),
    );
    await house.drain();

    expect(told).toMatchObject({ status: 201, body: { lines: [{ description: name }] } });
    const [subscription] = told.body.subscriptions;
    const params = { subscription_id: subscription };
    expect((await house.get('/v1/subscriptions/{subscription_id}', { params })).body).toMatchObject({
      description: name,
    });
  },
);
