import { describe, expect, it } from 'vitest';
import {
  type Alignment,
  type Interval,
  periodAt,
  rhythmFrom,
  segmentsAt,
} from '../../../../shared/domain/billing/rhythm.ts';
import { addDays, daysBetween } from '../../../../shared/kernel/time.ts';
import { calendarWrong, INTERVALS, zoneWrong } from '../../../kit/calendar.ts';

type Layout = { interval?: Interval; count?: number; alignment?: Alignment; anchorDay?: number | null };

const from = (
  start: string,
  { interval = 'month', count = 1, alignment = 'anniversary', anchorDay = null }: Layout = {},
) => rhythmFrom(start, { interval, count, alignment, anchorDay, firstIndex: 0 });

const starts = (start: string, layout: Layout, count: number) =>
  Array.from({ length: count }, (_, index) => periodAt(from(start, layout), index).start);

describe('the first day on the grid', () => {
  it.each([
    ['2012-01-31', { anchorDay: 30 }, '2012-02-29'],
    ['2012-01-31', { anchorDay: 30, interval: 'year' }, '2013-01-30'],
    ['2012-02-16', { anchorDay: 14 }, '2012-03-14'],
    ['2012-04-30', { anchorDay: 31 }, '2012-04-30'],
    ['2026-02-10', { alignment: 'calendar' }, '2026-03-01'],
    ['2026-02-10', { alignment: 'calendar', anchorDay: 15 }, '2026-02-15'],
    ['2026-02-10', { alignment: 'calendar', interval: 'quarter' }, '2026-04-01'],
    ['2026-02-10', { alignment: 'calendar', interval: 'half_year' }, '2026-07-01'],
    ['2026-02-10', { alignment: 'calendar', interval: 'year' }, '2027-01-01'],
    ['2026-02-10', { alignment: 'calendar', interval: 'week' }, '2026-02-16'],
    ['2026-02-16', { alignment: 'calendar', interval: 'week' }, '2026-02-16'],
    ['2026-02-10', { alignment: 'calendar', interval: 'day' }, '2026-02-10'],
    ['2026-04-01', { alignment: 'calendar', interval: 'quarter' }, '2026-04-01'],
  ] as const)('from %s on with %j is %s', (start, layout, anchor) => {
    expect(from(start, layout).anchor).toBe(anchor);
  });
});

describe('the periods', () => {
  it.each([
    ['2012-04-30', { anchorDay: 31 }, ['2012-04-30', '2012-05-31', '2012-06-30', '2012-07-31']],
    ['2017-01-31', { anchorDay: 31 }, ['2017-01-31', '2017-02-28', '2017-03-31', '2017-04-30']],
    ['2024-01-31', {}, ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']],
    ['2026-01-31', { interval: 'quarter' }, ['2026-01-31', '2026-04-30', '2026-07-31', '2026-10-31']],
    ['2026-08-31', { interval: 'half_year' }, ['2026-08-31', '2027-02-28', '2027-08-31', '2028-02-29']],
    ['2026-02-10', { alignment: 'calendar' }, ['2026-02-10', '2026-03-01', '2026-04-01', '2026-05-01']],
    ['2026-03-28', { interval: 'week', count: 2 }, ['2026-03-28', '2026-04-11', '2026-04-25', '2026-05-09']],
    ['2026-11-30', { count: 3 }, ['2026-11-30', '2027-02-28', '2027-05-30', '2027-08-30']],
    ['2026-12-30', { interval: 'day', count: 10 }, ['2026-12-30', '2027-01-09', '2027-01-19', '2027-01-29']],
  ] as const)('from %s on with %j begin on %j', (start, layout, expected) => {
    expect(starts(start, layout, 4)).toEqual(expected);
  });

  it('measure the days before the anchor against the period that ends there', () => {
    const [segment] = segmentsAt(from('2012-01-31', { anchorDay: 30, interval: 'year' }), 0);

    expect(segment).toEqual({
      start: '2012-01-31',
      end: '2013-01-30',
      whole: { start: '2012-01-30', end: '2013-01-30' },
    });
  });

  it('that take in the days before the anchor measure both parts by their own whole', () => {
    const merged = { ...from('2026-02-20', { alignment: 'calendar' }), merged: true };

    expect(periodAt(merged, 0)).toEqual({ start: '2026-02-20', end: '2026-04-01' });
    expect(
      segmentsAt(merged, 0).map(({ start, end, whole }) => [daysBetween(start, end), whole.start, whole.end]),
    ).toEqual([
      [9, '2026-02-01', '2026-03-01'],
      [31, '2026-03-01', '2026-04-01'],
    ]);
  });

  it.each(INTERVALS)(
    'of each %s tile, and hold the days that they are found for, from a sample of anchor days',
    (interval) => {
      const sample = Array.from({ length: 60 }, (_, index) => addDays('2024-01-01', index * 54));
      const ends = ['2024-01-29', '2024-01-30', '2024-01-31', '2024-02-29', '2027-12-31', '2028-02-29'];

      expect([...sample, ...ends].flatMap((anchor) => calendarWrong(anchor, interval))).toEqual([]);
    },
  );
});

it.each([
  'Europe/Berlin',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Kiritimati',
])('days in %s begin with their first instant, around every change of its clocks until 2037', (zone) => {
  expect(zoneWrong(zone)).toMatchObject({ wrong: [] });
});
