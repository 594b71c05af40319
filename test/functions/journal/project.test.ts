import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { compareViews } from '../../../shared/flows/rebuilding.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { failuresOf, type House, openHouse, streamEventOf } from '../../kit/house.ts';

async function busyHouse(): Promise<House> {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const placed = await house.post('/v1/orders', orderOf(customer));
  await house.post('/v1/orders', orderOf(customer, { billing: 'on_fulfilment' }));
  await house.drain();
  await house.ask({
    method: 'POST',
    route: '/v1/orders/{order_id}/cancel',
    params: { order_id: placed.body.id },
  });
  await house.ask({
    method: 'PATCH',
    route: '/v1/customers/{customer_id}',
    params: { customer_id: customer },
    body: { language: 'de' },
  });
  await house.drain();

  return house;
}

it('whatever the order in which commits come, and however often, the rows are the same', async () => {
  const house = await busyHouse();
  const commits = house.journal.stream;
  const order = fc.shuffledSubarray([...commits.keys(), ...commits.keys()], {
    minLength: commits.length * 2,
  });

  await fc.assert(
    fc.asyncProperty(order, async (places) => {
      const views = memoryViews();
      const shuffled = places.flatMap((place) => commits[place] ?? []);
      const answer = await house.wake('journal.project', streamEventOf(shuffled), { views });

      expect(failuresOf(answer)).toEqual([]);
      expect(await compareViews(house.ports.views, views, 0)).toMatchObject({ count: 0 });
    }),
    { numRuns: 25, seed: 20261123 },
  );
});

it('the first commit whose rows could not be written comes again, with all that follow', async () => {
  const house = await busyHouse();
  const commits = house.journal.stream.filter(({ id }) => id.startsWith('ord_'));
  const views = memoryViews();
  const failing = {
    ...views,
    put: async (row: Parameters<typeof views.put>[0]) =>
      row.sk.includes(commits[1]?.id ?? '') ? Promise.reject(new Error('throttled')) : views.put(row),
  };

  const answer = await house.wake('journal.project', streamEventOf(commits), { views: failing });

  expect(failuresOf(answer)).toEqual(['000000000002']);
  expect(house.observer.lines).toContainEqual(
    expect.objectContaining({ outcome: 'fault', reason: 'throttled' }),
  );
});
