import { describe, expect, it } from 'vitest';
import { project, rowsOf } from '../../../shared/flows/projecting.ts';
import type { Commit } from '../../../shared/ports.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';

async function storyOfAnOrder() {
  const house = await openHouse();
  const { customer } = await openBusiness(house);
  const order = (await house.post('/v1/orders', orderOf(customer))).body.id;
  await house.ask({ method: 'POST', route: '/v1/orders/{order_id}/cancel', params: { order_id: order } });
  const commits = house.journal.stream.filter(({ id }) => id === order) as [Commit, Commit];

  return { house, commits };
}

describe('the rows of a commit', () => {
  it('follow from the commit alone', async () => {
    const { house, commits } = await storyOfAnOrder();
    const untouchable = {
      stage: 'local',
      journal: {
        ...house.journal,
        latest: async () => Promise.reject(new Error('read')),
        history: async () => Promise.reject(new Error('read')),
      },
    };

    const rows = await rowsOf(commits[1], untouchable);

    expect(rows.map(({ pk }) => pk.split('#')[1])).toEqual(['orders', 'events']);
    expect(rows[0]).toMatchObject({ version: 2, data: { status: 'cancelled', netMinor: 3980n } });
  });

  it('are folded from the facts again where its head is of an older shape', async () => {
    const { house, commits } = await storyOfAnOrder();
    const older: Commit = { ...commits[1], head: { v: 0, state: { status: 'of another time' } } };
    const journal = {
      ...house.journal,
      latest: async (ref: { tenant: string; id: string }, consistency: 'eventual' | 'strong') =>
        ref.id === older.id ? older : house.journal.latest(ref, consistency),
    };

    expect((await rowsOf(older, { journal, stage: 'local' }))[0]).toMatchObject({
      version: 2,
      data: { status: 'cancelled', netMinor: 3980n },
    });
  });

  it('are never put back by an older commit', async () => {
    const { house, commits } = await storyOfAnOrder();
    const [placed, cancelled] = commits;

    await project(cancelled, house.ports);
    await project(placed, house.ports);

    const [row] = await rowsOf(cancelled, house.ports);
    expect(await house.ports.views.get(row?.pk ?? '', row?.sk ?? '')).toMatchObject({
      data: { status: 'cancelled' },
    });
  });

  it('are none for an aggregate that no list shows', async () => {
    const { house } = await storyOfAnOrder();
    const series = house.journal.stream.find(({ id }) => id.startsWith('le_')) as Commit;

    expect(await rowsOf(series, house.ports)).toEqual([]);
  });
});
