import { describe, expect, it } from 'vitest';
import { billed, desk, openRun, order, publishPlan, tick } from './desk.ts';

const JANUARY = '2026-01-31T10:00:00.000Z';
const meter = (code: string) => ({
  ...{ code, aggregation: 'sum' },
  prices: [{ currency: 'EUR', amount: '0.10' }],
});

describe('a dry run', () => {
  it.each([
    ['a week', { interval: 'week' }, 55],
    ['a day', { interval: 'day' }, 385],
    ['a month with three meters', { meters: ['a', 'b', 'c'].map(meter) }, 12],
  ])('that looks ahead adds up each period of %s until its target date', async (_, plan, periods) => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at, plan)]);
    const before = billed(at).length;

    const dry = await openRun(at, 'dry', { target_date: '2027-02-20', dry_run: true });
    at.clock.set('2027-02-20T23:30:00.000Z');
    for (let wakes = 0; wakes < 20; wakes += 1) {
      at.clock.advance({ minutes: 61 });
      await tick(at);
    }

    const due = billed(at).filter(({ start }) => String(start) <= '2027-02-20');
    expect(dry.totals).toMatchObject({ periods: due.length - before });
    expect(due.length - before).toBe(periods);
  });

  it.each([
    ['usage is in its grace', '2026-02-28T08:00:00.000Z', { meters: [meter('a')], grace_hours: 12 }, 0],
    ['it has begun in Kiritimati alone', '2026-02-27T10:30:00.000Z', {}, 0],
    ['all is owed', '2026-02-28T08:00:00.000Z', {}, 1],
  ])('of a day that has begun tells what a run of it bills where %s', async (_, now, plan, periods) => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at, plan)]);
    at.clock.set(now);

    const dry = await openRun(at, 'dry', { target_date: '2026-02-28', dry_run: true });
    const real = await openRun(at, 'real', { target_date: '2026-02-28' });

    expect(real.totals).toMatchObject({ periods });
    expect([dry.counts, dry.totals]).toEqual([real.counts, real.totals]);
  });

  it('reads usage of the days that have begun alone', async () => {
    const at = await desk(JANUARY);
    await order(at, [await publishPlan(at, { meters: ['a', 'b', 'c'].map(meter) })]);
    at.clock.set('2026-02-20T10:00:00.000Z');
    const { usage } = at.ports;
    const days: string[] = [];
    const events: typeof usage.events = (ref, query) => {
      days.push(query.day);
      return usage.events(ref, query);
    };
    Object.assign(at.ports, { usage: { ...usage, events } });

    await openRun(at, 'dry', { target_date: '2027-02-20', dry_run: true });

    expect([...new Set(days)].sort().at(-1)).toBe('2026-02-20');
    expect(days).toHaveLength(3 * 22);
  });
});
