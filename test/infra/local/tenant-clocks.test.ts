import { describe, expect, test } from 'vitest';
import { clocksOf } from '../../../infra/local/tenant-clocks.ts';
import { nowIn } from '../../checker/snapshot.ts';

const item = (pk: string, body: unknown) => ({ pk, body: JSON.stringify(body) });
const ITEMS = [
  item('ten_usual#ord_1', { at: '2026-11-20T10:00:00.000Z' }),
  item('ten_other#ord_2', { at: '2026-11-26T10:00:00.000Z', facts: [{ data: { at: '2026-01-01' } }] }),
  item('ten_ahead#ord_3', { at: '2026-11-20T10:00:00.000Z' }),
  item('ten_ahead#clk_1', {
    ...{ at: '2026-11-26T11:00:00.000Z' },
    facts: [{ type: 'clock.arrived', data: { to: '2028-03-01T00:00:00.000Z' } }],
  }),
];

describe('the time by a journal', () => {
  const clocks = clocksOf(ITEMS);

  test('is the newest instant of all whose time is the usual one', () => {
    expect(nowIn(clocks, 'ten_other')).toBe('2026-11-26T10:00:00.000Z');
    expect(nowIn(clocks, 'ten_usual')).toBe('2026-11-26T10:00:00.000Z');
  });

  test('is where its own clock stands for a tenant that has one, and moves nobody else’s', () => {
    expect(nowIn(clocks, 'ten_ahead')).toBe('2028-03-01T00:00:00.000Z');
  });

  test('is nothing where there is no item', () => {
    expect(clocksOf([])).toEqual({ now: '', clocks: new Map() });
  });
});
