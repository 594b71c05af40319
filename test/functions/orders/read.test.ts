import { expect, it } from 'vitest';
import { made, openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

it('orders are listed newest first, each once, page by page and over the turn of a month', async () => {
  const house = await openHouse({ start: '2026-10-30T09:00:00.000Z' });
  const { customer } = await openBusiness(house);
  const placed: string[] = [];
  for (let index = 0; index < 11; index += 1) {
    house.clock.advance({ hours: 9 });
    placed.unshift(await made(house.post('/v1/orders', orderOf(customer))));
  }
  await house.drain();

  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await house.get('/v1/orders', { query: { limit: '4', ...(cursor ? { cursor } : {}) } });
    seen.push(...page.body.data.map(({ id }: { id: string }) => id));
    cursor = page.body.next_cursor ?? undefined;
  } while (cursor);

  expect(seen).toEqual(placed);
});

it('a row says what the order says', async () => {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const id = await made(house.post('/v1/orders', orderOf(customer, { reference: 'PO 1' })));
  await house.drain();

  const { data } = (await house.get('/v1/orders')).body;

  expect(data).toEqual([
    {
      id,
      object: 'order',
      status: 'placed',
      fulfilment: 'none',
      customer,
      net: { amount: '39.80', currency: 'EUR' },
      gross: null,
      reference: 'PO 1',
      placed_at: '2026-11-23T09:00:00.000Z',
    },
  ]);
});

it('an order that nobody placed is not found, and a cursor that nobody gave is refused', async () => {
  const house = await openHouse();

  expect(
    (await house.get('/v1/orders/{order_id}', { params: { order_id: `ord_${'0'.repeat(26)}` } })).status,
  ).toBe(404);
  expect((await house.get('/v1/orders', { query: { cursor: 'made.up' } })).body).toMatchObject({
    code: 'cursor.invalid',
    status: 400,
  });
});
