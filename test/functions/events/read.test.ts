import { describe, expect, it } from 'vitest';
import { Event } from '../../../shared/contracts/events.ts';
import { openBusiness, orderOf } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';

async function all(house: House, query: Record<string, string> = {}) {
  const seen: { id: string; type: string; time: string }[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const told = await house.get('/v1/events', { query: { ...query, ...(cursor ? { cursor } : {}) } });
    if (told.status !== 200) throw new Error(told.body.code);
    seen.push(...told.body.data);
    cursor = told.body.next_cursor ?? undefined;
    pages += 1;
  } while (cursor && pages < 200);

  return { seen, pages };
}

async function busyHouse(start = '2026-11-23T09:00:00.000Z') {
  const house = await openHouse({ start });
  const { customer } = await openBusiness(house);
  for (let day = 0; day < 4; day += 1) {
    await house.post('/v1/orders', orderOf(customer));
    await house.drain();
    house.clock.advance({ hours: 20 });
  }

  return house;
}

describe('the log', () => {
  it('tells what happened, oldest first, each thing once, as its contract says', async () => {
    const house = await busyHouse();

    const { seen } = await all(house);

    for (const event of seen) expect(Event.safeParse(event).error).toBeUndefined();
    expect(seen.filter(({ type }) => type === 'order.placed')).toHaveLength(4);
    expect(seen.filter(({ type }) => type === 'invoice.issued')).toHaveLength(4);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map(({ time }) => time)).toEqual(seen.map(({ time }) => time).sort());
    expect(JSON.stringify(seen)).not.toMatch(/secretHash|Example Reader/);
  });

  it.each(['1', '2', '3', '7', '100'])('is the same in pages of %s', async (limit) => {
    const house = await busyHouse();

    const whole = await all(house);
    const paged = await all(house, { limit });

    expect(paged.seen).toEqual(whole.seen);
  });

  it('holds no more events in a page than were asked for, unless one commit alone does', async () => {
    const house = await busyHouse();

    const { data } = (await house.get('/v1/events', { query: { limit: '3' } })).body;

    expect(data.length).toBeLessThanOrEqual(3);
  });

  it('is of one type where one is named', async () => {
    const house = await busyHouse();

    const { seen } = await all(house, { type: 'invoice.issued', limit: '2' });

    expect(seen.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'invoice.issued'));
  });

  it('is of the days that are named, both included', async () => {
    const house = await busyHouse();

    const { seen } = await all(house, { from: '2026-11-24', to: '2026-11-25', type: 'order.placed' });

    expect(seen.map(({ time }) => time.slice(0, 10))).toEqual(['2026-11-24', '2026-11-25', '2026-11-25']);
    expect((await all(house, { from: '2026-11-25', to: '2026-11-24' })).seen).toEqual([]);
  });

  it('begun before midnight goes on after it', async () => {
    const house = await busyHouse();
    const first = await house.get('/v1/events', { query: { limit: '1' } });
    house.clock.advance({ hours: 24 });

    const second = await house.get('/v1/events', { query: { limit: '1', cursor: first.body.next_cursor } });

    expect(second.status).toBe(200);
  });

  it('of a thousand years is told in bounded pages, and days to come cost nothing', async () => {
    const house = await busyHouse();

    const long = await all(house, { from: '2020-01-01', to: '9999-12-31', type: 'order.placed' });
    const never = await all(house, { from: '9999-12-31', to: '9999-12-31' });
    const ancient = await house.get('/v1/events', { query: { from: '0000-01-01', to: '0001-01-01' } });

    expect(long.seen).toHaveLength(4);
    expect(long.pages).toBeLessThan(10);
    expect(never).toEqual({ seen: [], pages: 1 });
    expect(ancient).toMatchObject({ status: 200, body: { data: [] } });
  });

  it('refuses a cursor of another question', async () => {
    const house = await busyHouse();
    const { next_cursor: cursor } = (await house.get('/v1/events', { query: { limit: '1' } })).body;

    for (const query of [{ type: 'order.placed' }, { from: '2026-11-01' }] as Record<string, string>[]) {
      expect((await house.get('/v1/events', { query: { limit: '1', cursor, ...query } })).body.code).toBe(
        'cursor.invalid',
      );
    }
  });
});
