/** What every store of usage promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import { LimitExceeded, USAGE_PAGE_MAX } from '../../shared/adapters/limits.ts';
import type { Usage, UsageEvent, UsageQuery } from '../../shared/ports.ts';

const CALLS = { tenant: 'ten_a', subscription: 'sub_1', meter: 'calls' };
const DAY = {
  day: '2026-11-25',
  from: '2026-11-25T00:00:00.000Z',
  to: '2026-11-26T00:00:00.000Z',
  limit: 10,
};
const MARK = { version: 3, at: '2026-11-25T13:00:00.000Z' };
const KEPT = { mark: MARK, expiresAt: 2_000_000_000 };

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

    expect(await usage.record(CALLS, eventOf('a'), KEPT)).toBe('recorded');
    expect(await usage.record(CALLS, eventOf('a'), KEPT)).toBe('repeated');

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [eventOf('a')] });
  });

  test('what an event corrects is kept with it', async () => {
    const usage = await make();
    const correction = { ...eventOf('b'), quantity: '0', corrects: 'a' };

    await usage.record(CALLS, correction, KEPT);

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [correction] });
  });

  test.each([
    ['quantity', { quantity: '2' }],
    ['dimension', { dimension: 'host-1' }],
    ['target', { corrects: 'b' }],
    ['day', { at: '2026-11-24T12:00:00.000Z' }],
  ])('the id of an event does not name another one, whose %s differs', async (_, other) => {
    const usage = await make();
    await usage.record(CALLS, eventOf('a'), KEPT);

    expect(await usage.record(CALLS, { ...eventOf('a'), ...other }, KEPT)).toBe('differs');

    expect(await usage.events(CALLS, DAY)).toEqual({ items: [eventOf('a')] });
    expect(
      await usage.events(CALLS, { ...DAY, day: '2026-11-24', from: '2026-11-24T00:00:00.000Z' }),
    ).toEqual({ items: [] });
  });

  test('of many at one moment with one id, one is recorded', async () => {
    const usage = await make();
    const rivals = ['1', '2', '3', '4', '5'].map((quantity) => ({ ...eventOf('a'), quantity }));

    const outcomes = await Promise.all(rivals.map((event) => usage.record(CALLS, event, KEPT)));

    expect(outcomes.toSorted()).toEqual(['differs', 'differs', 'differs', 'differs', 'recorded']);
    expect((await usage.events(CALLS, DAY)).items).toEqual([rivals[outcomes.indexOf('recorded')]]);
  });

  test.each([
    ['tenant', { tenant: 'ten_b' }],
    ['subscription', { subscription: 'sub_11' }],
    ['meter', { meter: 'calls_too' }],
  ])('an id belongs to one meter; that of another %s is another event', async (_, other) => {
    const usage = await make();
    await usage.record(CALLS, eventOf('a'), KEPT);

    expect(await usage.events({ ...CALLS, ...other }, DAY)).toEqual({ items: [] });
    expect(await usage.record({ ...CALLS, ...other }, { ...eventOf('a'), quantity: '9' }, KEPT)).toBe(
      'recorded',
    );
  });

  test('no text forges the key of something else', async () => {
    const usage = await make();

    await expect(usage.record(CALLS, eventOf('a#b'), KEPT)).rejects.toThrow(TypeError);
    await expect(usage.record({ ...CALLS, meter: 'calls#id' }, eventOf('a'), KEPT)).rejects.toThrow(
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
    for (const event of given) await usage.record(CALLS, event, KEPT);

    const { items } = await usage.events(CALLS, { ...DAY, from: at('08:00'), to: at('12:00') });

    expect(items.map(({ id }) => id)).toEqual(['z', 'B', 'b', 'c']);
    expect(await usage.events(CALLS, { ...DAY, from: at('12:00'), to: at('08:00') })).toEqual({ items: [] });
  });

  test('page after page tells each event once, and the last page says so', async () => {
    const usage = await make();
    for (const id of ['a', 'b', 'c', 'd']) await usage.record(CALLS, eventOf(id), KEPT);

    const first = await usage.events(CALLS, { ...DAY, limit: 2 });
    const second = await usage.events(CALLS, { ...DAY, limit: 2, after: first.next ?? '' });

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(second.next).toBeUndefined();
  });

  test('what was recorded later is left out, by the version of the subscription and by the instant', async () => {
    const usage = await make();
    const later = '2026-11-25T14:00:00.000Z';
    await usage.record(CALLS, eventOf('a'), KEPT);
    await usage.record(CALLS, eventOf('b'), { ...KEPT, mark: { version: 4, at: MARK.at } });
    await usage.record(CALLS, eventOf('c'), { ...KEPT, mark: { version: 3, at: later } });
    const known = async (knownBy: UsageQuery['knownBy']) =>
      (await usage.events(CALLS, { ...DAY, ...(knownBy && { knownBy }) })).items.map(({ id }) => id);

    expect(await known({ version: 2 })).toEqual([]);
    expect(await known({ version: 3 })).toEqual(['a', 'c']);
    expect(await known({ version: 3, at: MARK.at })).toEqual(['a']);
    expect(await known({ version: 4, at: later })).toEqual(['a', 'b', 'c']);
    expect(await known(undefined)).toEqual(['a', 'b', 'c']);
  });

  test('an event that is sent again was known since it was first recorded', async () => {
    const usage = await make();
    await usage.record(CALLS, eventOf('a'), KEPT);
    await usage.record(CALLS, eventOf('a'), {
      ...KEPT,
      mark: { version: 9, at: '2026-12-25T13:00:00.000Z' },
    });

    expect((await usage.events(CALLS, { ...DAY, knownBy: MARK })).items).toEqual([eventOf('a')]);
  });

  test('page after page goes on behind events that are left out', async () => {
    const usage = await make();
    for (const id of ['a', 'b', 'c']) await usage.record(CALLS, eventOf(id), KEPT);
    await usage.record(CALLS, eventOf('d'), { ...KEPT, mark: { version: 1, at: MARK.at } });

    const first = await usage.events(CALLS, { ...DAY, limit: 3, knownBy: { version: 1 } });
    const second = await usage.events(CALLS, {
      ...DAY,
      ...{ limit: 3, knownBy: { version: 1 }, after: first.next ?? '' },
    });

    expect([first.items, second.items]).toEqual([[], [eventOf('d')]]);
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
