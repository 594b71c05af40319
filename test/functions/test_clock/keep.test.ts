import { describe, expect, it } from 'vitest';
import { testClockOf } from '../../../shared/domain/test-clocks.ts';
import type { AggregateRef } from '../../../shared/ports.ts';
import { openBusiness, orderOf, placeAndInvoice } from '../../kit/goods.ts';
import { openHouse } from '../../kit/house.ts';
import { advance, daysOn, houseWith, MONTHLY, shown, START, travel } from './journeys.ts';

describe('the test clock', () => {
  it('that was never moved shows the real time', async () => {
    const house = await openHouse({ start: START });

    expect((await shown(house)).body).toEqual({
      object: 'test_clock',
      status: 'real',
      now: START,
      from: null,
      target: null,
      steps: 0,
      progress: { days: 0, of: 0 },
      under_way: [],
      failed: [],
    });
  });

  it('goes forward only, and ten years at most', async () => {
    const house = await openHouse({ start: START });

    expect(await advance(house, '2026-01-15T08:59:59.999Z')).toMatchObject({
      status: 422,
      body: { code: 'test_clock.backwards' },
    });
    expect(await advance(house, daysOn(3_661))).toMatchObject({
      status: 422,
      body: { code: 'test_clock.too_far' },
    });
    expect(house.journal.stream.filter(({ id }) => id === testClockOf(house.tenant))).toEqual([]);
  });

  it('asked for two journeys at once makes one, and tells the other', async () => {
    const house = await openHouse({ start: START });

    const told = await Promise.all([advance(house, daysOn(3)), advance(house, daysOn(5))]);

    expect(told.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(told.find(({ status }) => status === 409)?.body.code).toBe('test_clock.in_progress');
  });

  it('asked again for the journey that it made answers with its end', async () => {
    const house = await houseWith([{ plan: MONTHLY }]);
    await travel(house, daysOn(40));

    expect(await advance(house, daysOn(40))).toMatchObject({
      status: 200,
      body: { status: 'arrived', steps: 2 },
    });
    expect(await advance(house, daysOn(39))).toMatchObject({ status: 422 });
  });

  it('needs its own scope', async () => {
    const house = await openHouse({ start: START });
    const { body } = await house.post('/v1/api_keys', { label: 'Till', scopes: ['billing:write'] });

    expect(await advance(house, daysOn(1), { token: body.secret })).toMatchObject({
      status: 403,
      body: { code: 'auth.scope_missing' },
    });
  });

  it('lets a key expire in the time of the tenant', async () => {
    const house = await openHouse({ start: START });
    const old = (await house.post('/v1/api_keys', { label: 'Till', scopes: ['admin'] })).body;
    const params = { api_key_id: old.id };
    await house.post('/v1/api_keys/{api_key_id}/rotate', { overlap_hours: 24 }, { params });
    const status = async () => (await house.get('/v1/orders', { token: old.secret })).status;

    expect(await status()).toBe(200);
    await travel(house, daysOn(2));
    expect(await status()).toBe(401);
  });
});

describe('where business is done', () => {
  it('time is not moved', async () => {
    const house = await openHouse({ start: START, around: () => ({ stage: 'live' }) });

    expect(await advance(house, daysOn(1))).toMatchObject({
      status: 422,
      body: { code: 'test_clock.production' },
    });
    expect(await shown(house)).toMatchObject({ status: 422, body: { code: 'test_clock.production' } });
  });

  it('nobody asks for a clock: an order is taken, invoiced and shown without one read more', async () => {
    const reads = { live: 0, local: 0 };
    for (const stage of ['live', 'local'] as const) {
      const house = await openHouse({
        start: START,
        around: ({ journal, clock }) => ({
          stage,
          clock,
          journal: {
            ...journal,
            latest: async (ref: AggregateRef, ...rest: [never]) => {
              if (ref.id === testClockOf(ref.tenant)) reads[stage] += 1;
              return journal.latest(ref, ...rest);
            },
          },
        }),
      });
      const { customer } = await openBusiness(house);
      await placeAndInvoice(house, orderOf(customer));
      await house.wake('billing.run', {});
      await house.wake('payments.resolve', {});
    }

    expect(reads.live).toBe(0);
    expect(reads.local).toBeGreaterThan(0);
  });
});
