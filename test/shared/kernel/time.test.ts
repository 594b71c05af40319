import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarDayOf, daysInMonth, epochDayOf } from '../../../shared/kernel/calendar.ts';
import { InvariantViolation } from '../../../shared/kernel/invariant.ts';
import {
  addDays,
  addMonthsAnchored,
  addToInstant,
  compareInstants,
  daysBetween,
  epochMilliseconds,
  instantFromEpochMilliseconds,
  isCivilDate,
  isInstant,
  monthOf,
  periodOf,
  startOfDay,
  toEpochDay,
  yearOf,
} from '../../../shared/kernel/time.ts';

const SEED = 20_261_025;
const epochDays = fc.integer({ min: toEpochDay('1970-01-01'), max: toEpochDay('2099-12-31') });
const dates = epochDays.map((day) => addDays('1970-01-01', day));
const milliseconds = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });

describe('the calendar', () => {
  it('counts every day from 1899 to 2101 as Temporal does', () => {
    let expected = Temporal.PlainDate.from('1899-12-31');
    for (let day = toEpochDay('1899-12-31'); day <= toEpochDay('2101-01-01'); day += 1) {
      const { year, month, day: dayOfMonth } = calendarDayOf(day);

      if (year !== expected.year || month !== expected.month || dayOfMonth !== expected.day)
        expect.fail(`day ${day}`);
      if (epochDayOf({ year, month, day: dayOfMonth }) !== day) expect.fail(`day ${day} back`);
      if (daysInMonth(year, month) !== expected.daysInMonth) expect.fail(`month of ${day}`);
      expected = expected.add({ days: 1 });
    }
  });

  it('agrees with Temporal on days and months added, over all its years', () => {
    const anyDay = fc.integer({ min: toEpochDay('0001-01-01'), max: toEpochDay('9990-12-31') });

    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 100 }), (epochDay, count) => {
        const date = addDays('1970-01-01', epochDay);
        const theirs = Temporal.PlainDate.from(date);

        expect(addDays(date, count)).toBe(theirs.add({ days: count }).toString());
        expect(addMonthsAnchored(date, count)).toBe(theirs.add({ months: count }).toString());
        expect(daysBetween('1970-01-01', date)).toBe(epochDay);
      }),
      { seed: SEED },
    );
  });

  it.each([
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['0000-02-29', true],
    ['9999-12-31', true],
    ['2023-02-29', false],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-00-10', false],
    ['2026-13-01', false],
    ['2026-01-00', false],
    ['2026-01-32', false],
    ['2026-1-1', false],
    ['20260101', false],
    ['+002026-01-01', false],
    ['2026-01-01\n', false],
    ['2026-01-01T00:00:00.000Z', false],
    ['', false],
  ])('says of %j as a date: %s', (text, isDate) => {
    expect(isCivilDate(text)).toBe(isDate);
  });

  it('knows the parts of a date', () => {
    expect([yearOf('2026-08-09'), monthOf('2026-08-09')]).toEqual([2026, 8]);
  });

  it('faults at a date that is none, and at the end of its years', () => {
    expect(() => toEpochDay('2026-02-30')).toThrow(InvariantViolation);
    expect(() => addMonthsAnchored('2026-02-30', 1)).toThrow(InvariantViolation);
    expect(() => startOfDay('2026-02-30', 'UTC')).toThrow(InvariantViolation);
    expect(() => addDays('9999-12-31', 1)).toThrow(InvariantViolation);
    expect(() => addDays('0000-01-01', -1)).toThrow(InvariantViolation);
    expect(() => addMonthsAnchored('9999-12-01', 1)).toThrow(InvariantViolation);
    expect(() => addDays('2026-01-01', 0.5)).toThrow(InvariantViolation);
    expect(() => addMonthsAnchored('2026-01-01', 0.5)).toThrow(InvariantViolation);
  });
});

describe('an instant', () => {
  it('goes to milliseconds and back, as the platform has it', () => {
    fc.assert(
      fc.property(milliseconds, (value) => {
        const instant = instantFromEpochMilliseconds(value);

        expect(instant).toBe(new Date(value).toISOString());
        expect(epochMilliseconds(instant)).toBe(value);
        expect(isInstant(instant)).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it.each([
    '',
    '2026-01-31',
    '2026-01-31T09:00:00Z',
    '2026-01-31T09:00:00.000',
    '2026-01-31T09:00:00.000+00:00',
    '2026-01-31 09:00:00.000Z',
    '2026-01-31T09:00:00.000z',
    '2026-01-31T24:00:00.000Z',
    '2026-01-31T09:60:00.000Z',
    '2016-12-31T23:59:60.000Z',
    '2026-02-30T09:00:00.000Z',
    '2026-01-31T09:00:00.000000Z',
    '2026-01-31T09:00:00.000Z\n',
  ])('is not %j', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => epochMilliseconds(text)).toThrow(InvariantViolation);
  });

  it('sorts as text just as it sorts as time', () => {
    fc.assert(
      fc.property(milliseconds, milliseconds, (a, b) => {
        const order = compareInstants(instantFromEpochMilliseconds(a), instantFromEpochMilliseconds(b));

        expect(order).toBe(Math.sign(a - b));
      }),
      { seed: SEED },
    );
  });

  it.each([
    [{ seconds: 300 }, '2026-03-29T00:35:00.000Z'],
    [{ minutes: 45 }, '2026-03-29T01:15:00.000Z'],
    [{ hours: -1 }, '2026-03-28T23:30:00.000Z'],
    [{ days: 1 }, '2026-03-30T00:30:00.000Z'],
    [{ days: 1, hours: 1, minutes: 1, seconds: 1 }, '2026-03-30T01:31:01.000Z'],
    [{}, '2026-03-29T00:30:00.000Z'],
  ])('moved by %j counts exact time, over a change of clocks too', (span, expected) => {
    expect(addToInstant('2026-03-29T00:30:00.000Z', span)).toBe(expected);
  });

  it('stays inside the calendar', () => {
    expect(() => instantFromEpochMilliseconds(253_402_300_800_000)).toThrow(InvariantViolation);
    expect(() => instantFromEpochMilliseconds(-62_167_219_200_001)).toThrow(InvariantViolation);
    expect(() => instantFromEpochMilliseconds(0.5)).toThrow(InvariantViolation);
    expect(() => instantFromEpochMilliseconds(Number.NaN)).toThrow(InvariantViolation);
  });
});

describe('a rhythm of months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-01-31', 3, '2026-04-30'],
    ['2017-01-31', 2, '2017-03-31'],
    ['2012-04-30', 1, '2012-05-30'],
    ['2012-03-31', 1, '2012-04-30'],
    ['2012-03-31', 2, '2012-05-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-08-31', 0, '2026-08-31'],
  ])('anchored on %s is after %s months on %s', (anchor, months, expected) => {
    expect(addMonthsAnchored(anchor, months)).toBe(expected);
  });

  it('never drifts: the anchor day comes back in every month that has it, for all 31 days', () => {
    for (let day = 1; day <= 31; day += 1) {
      const anchor = `2023-01-${String(day).padStart(2, '0')}`;
      for (let index = -60; index <= 600; index += 1) {
        const date = addMonthsAnchored(anchor, index);
        const shortest = Math.min(day, daysInMonth(yearOf(date), monthOf(date)));

        expect(Number(date.slice(8))).toBe(shortest);
        expect((yearOf(date) - 2023) * 12 + monthOf(date) - 1).toBe(index);
      }
    }
  });

  it('tiles time: every period begins where the one before ended', () => {
    fc.assert(
      fc.property(
        dates,
        fc.constantFrom('month' as const, 'year' as const),
        fc.integer({ min: -12, max: 120 }),
        (anchor, interval, index) => {
          const period = periodOf(anchor, interval, index);
          const length = daysBetween(period.start, period.end);

          expect(periodOf(anchor, interval, index + 1).start).toBe(period.end);
          expect(length).toBeGreaterThanOrEqual(interval === 'month' ? 28 : 365);
          expect(length).toBeLessThanOrEqual(interval === 'month' ? 31 : 366);
        },
      ),
      { seed: SEED },
    );
  });

  it('gives a leap day its own year back', () => {
    expect([0, 1, 2, 3, 4].map((index) => periodOf('2024-02-29', 'year', index).start)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});
