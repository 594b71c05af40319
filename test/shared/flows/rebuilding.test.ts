import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { compareViews, DIFFERENCES_MAX, rebuildInto, repairViews } from '../../../shared/flows/rebuilding.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

const row = (sk: string, version: number, data: unknown = {}, expiresAt?: number) => ({
  pk: 'p',
  sk,
  version,
  data,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

it('rebuilt views equal the live ones', async () => {
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
  await house.post('/v1/payments', {
    customer,
    amount: { amount: '5.00', currency: 'EUR' },
    received_on: '2026-11-23',
    reference: 'x',
  });
  await house.drain();

  const rebuilt = memoryViews();
  const commits = await rebuildInto(rebuilt, house.ports);

  expect(commits).toBe(house.journal.stream.length);
  const compared = await compareViews(house.ports.views, rebuilt, 0);
  expect(compared).toMatchObject({ count: 0, differences: [] });
  expect(compared.rows).toBeGreaterThan(10);
});

describe('a comparison', () => {
  it('tells what is missing, different or too much, and leaves out what has expired', async () => {
    const [live, rebuilt] = [memoryViews(), memoryViews()];
    for (const one of [
      row('same', 1),
      row('different', 1, 'a'),
      row('older', 1),
      row('extra', 1),
      row('gone', 1, {}, 50),
    ])
      await live.put(one);
    for (const one of [
      row('same', 1),
      row('different', 1, 'b'),
      row('older', 2),
      row('missing', 1),
      row('stale', 1, {}, 99),
    ])
      await rebuilt.put(one);

    const { rows, count, differences } = await compareViews(live, rebuilt, 100);

    expect([rows, count]).toEqual([4, 4]);
    expect(differences.map(({ sk, kind }) => `${sk} ${kind}`).sort()).toEqual([
      'different different',
      'extra extra',
      'missing missing',
      'older different',
    ]);
  });

  it('tells a bounded number of differences one by one and counts them all', async () => {
    const rebuilt = memoryViews();
    for (let index = 0; index < DIFFERENCES_MAX + 5; index += 1) await rebuilt.put(row(`r${index}`, 1));

    const { count, differences } = await compareViews(memoryViews(), rebuilt, 0);

    expect([count, differences.length]).toEqual([DIFFERENCES_MAX + 5, DIFFERENCES_MAX]);
  });
});

describe('a repair', () => {
  it('makes the live views equal, however much differs', async () => {
    const [live, rebuilt] = [memoryViews(), memoryViews()];
    for (let index = 0; index < 250; index += 1) await rebuilt.put(row(`r${index}`, 2));
    for (let index = 100; index < 300; index += 1) await live.put(row(`r${index}`, index % 2 === 0 ? 1 : 2));

    const repaired = await repairViews(live, rebuilt, 0);

    expect(repaired).toBeGreaterThan(200);
    expect(await compareViews(live, rebuilt, 0)).toMatchObject({ count: 0 });
    expect(await repairViews(live, rebuilt, 0)).toBe(0);
  });

  it('mends a row that an expired one lies in the way of', async () => {
    const [live, rebuilt] = [memoryViews(), memoryViews()];
    await live.put(row('one', 5, 'old', 50));
    await rebuilt.put(row('one', 5, 'new'));

    await repairViews(live, rebuilt, 100);

    expect(await live.get('p', 'one')).toMatchObject({ data: 'new' });
  });

  it('never puts an older row over one that was written since the journal was read', async () => {
    const [live, rebuilt] = [memoryViews(), memoryViews()];
    await live.put(row('one', 3, 'newer'));
    await rebuilt.put(row('one', 2, 'older'));

    await repairViews(live, rebuilt, 0);

    expect(await live.get('p', 'one')).toMatchObject({ version: 3, data: 'newer' });
  });
});
