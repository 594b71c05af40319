/** What every store of usage promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import { LimitExceeded, USAGE_PAGE_MAX } from '../../shared/adapters/limits.ts';
import type { Usage, UsageEvent } from '../../shared/ports.ts';

const CALLS = { tenant: 'ten_a', subscription: 'sub_1', meter: 'calls' };
const DAY = {
  day: '2026-11-25',
  from: '2026-11-25T00:00:00.000Z',
  to: '2026-11-26T00:00:00.000Z',
  limit: 10,
};
const EXPIRY = 2_000_000_000;

/** Runs the contract against fresh usage that `make` gives. */
export function usageContract(name: string, make: () => Promise<Usage>): void {
  describe(`the usage in ${name}`, () => {
    recording(make);
    reading(make);
  });
}

function recording(make: () => Promise<Usage>): void {
  test('an event is kept once, however often it is recorded', async () => {
    const usage = await make();

    expect(await usage.record(CALLS, eventOf('a'), EXPIRY)).toBe('recorded');
    expect(await usage.record(CALLS, eventOf('a'), EXPIRY)).toBe('repeated');

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [eventOf('a')] });
  });

  test('what an event corrects is kept with it', async () => {
    const usage = await make();
    const correction = { ...eventOf('b'), quantity: '0', corrects: 'a' };

    await usage.record(CALLS, correction, EXPIRY);

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [correction] });
  });

  test.each([
    ['quantity', { quantity: '2' }],
    ['dimension', { dimension: 'host-1' }],
    ['target', { corrects: 'b' }],
    ['day', { at: '2026-11-24T12:00:00.000Z' }],
  ])('the id of an event does not name another one, whose %s differs', async (_, other) => {
    const usage = await make();
    await usage.record(CALLS, eventOf('a'), EXPIRY);

    expect(await usage.record(CALLS, { ...eventOf('a'), ...other }, EXPIRY)).toBe('differs');

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [eventOf('a')] });
    expect(
      await usage.events(CALLS, { ...DAY, day: '2026-11-24', from: '2026-11-24T00:00:00.000Z' }),
    ).toEqual({ items: [] });
  });

  test('of many at one moment with one id, one is recorded', async () => {
    const usage = await make();
    const rivals = ['1', '2', '3', '4', '5'].map((quantity) => ({ ...eventOf('a'), quantity }));

    const outcomes = await Promise.all(rivals.map((event) => usage.record(CALLS, event, EXPIRY)));

    expect(outcomes.toSorted()).toEqual(['differs', 'differs', 'differs', 'differs', 'recorded']);
    expect((await usage.events(CALLS, DAY)).items).toEqual([rivals[outcomes.indexOf('recorded')]]);
  });

  test.each([
    ['tenant', { tenant: 'ten_b' }],
    ['subscription', { subscription: 'sub_11' }],
    ['meter', { meter: 'calls_too' }],
  ])('an id belongs to one meter; that of another %s is another event', async (_, other) => {
    const usage = await make();
    await usage.record(CALLS, eventOf('a'), EXPIRY);

    expect(await usage.events({ ...CALLS, ...other }, DAY)).toEqual({ items: [] });
    expect(await usage.record({ ...CALLS, ...other }, { ...eventOf('a'), quantity: '9' }, EXPIRY)).toBe(
      'recorded',
    );
  });

  test('no text forges the key of something else', async () => {
    const usage = await make();

    await expect(usage.record(CALLS, eventOf('a#b'), EXPIRY)).rejects.toThrow(TypeError);
    await expect(usage.record({ ...CALLS, meter: 'calls#id' }, eventOf('a'), EXPIRY)).rejects.toThrow(
      TypeError,
    );
  });
}

function reading(make: () => Promise<Usage>): void {
  test('events come in the order of their instants and ids, from the first instant to before the last', async () => {
    const usage = await make();
    const at = (time: string) => `2026-11-25T${time}:00.000Z`;
    const given = [
      { ...eventOf('d'), at: at('12:00') },
      { ...eventOf('z'), at: at('08:00') },
      { ...eventOf('b'), at: at('09:00') },
      { ...eventOf('c'), at: at('09:00') },
      { ...eventOf('B'), at: at('09:00') },
    ];
    for (const event of given) await usage.record(CALLS, event, EXPIRY);

    const { items } = await usage.events(CALLS, { ...DAY, from: at('08:00'), to: at('12:00') });

    expect(items.map(({ id }) => id)).toEqual(['z', 'B', 'b', 'c']);
    expect(await usage.events(CALLS, { ...DAY, from: at('12:00'), to: at('08:00') })).toEqual({ items: [] });
  });

  test('page after page tells each event once, and the last page says so', async () => {
    const usage = await make();
    for (const id of ['a', 'b', 'c', 'd']) await usage.record(CALLS, eventOf(id), EXPIRY);

    const first = await usage.events(CALLS, { ...DAY, limit: 2 });
    const second = await usage.events(CALLS, { ...DAY, limit: 2, after: first.next ?? '' });

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(second.next).toBeUndefined();
  });

  test('a question for more than the bound, or for nothing, is a fault', async () => {
    const usage = await make();

    await expect(usage.events(CALLS, { ...DAY, limit: USAGE_PAGE_MAX + 1 })).rejects.toThrow(LimitExceeded);
    await expect(usage.events(CALLS, { ...DAY, limit: 0 })).rejects.toThrow(RangeError);
  });
}

function eventOf(id: string): UsageEvent {
  return { id, at: '2026-11-25T12:00:00.000Z', quantity: '1.5', dimension: null };
}
