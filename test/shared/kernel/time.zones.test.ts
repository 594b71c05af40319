import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  compareInstants,
  epochMilliseconds,
  instantFromEpochMilliseconds,
  isZone,
  localDate,
  startOfDay,
  toEpochDay,
} from '../../../shared/kernel/time.ts';

const SEED = 20_261_025;
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'America/St_Johns',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const zone = fc.constantFrom(...zones);
const epochDays = fc.integer({ min: toEpochDay('1970-01-01'), max: toEpochDay('2099-12-31') });
const dates = epochDays.map((day) => addDays('1970-01-01', day));

describe('a zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Calcutta'])(
    '%s is known',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    '+01:00',
    'Europe',
    'Europe/Atlantis',
    '../etc/passwd',
    'Europe/Berlin\n',
    'Z'.repeat(65),
    '__proto__',
  ])('%j is not', (name) => {
    expect(isZone(name)).toBe(false);
  });
});

describe('a local day', () => {
  it.each([
    ['2023-09-30T23:10:00.000Z', 'Europe/Paris', '2023-10-01'],
    ['2026-12-31T23:00:00.000Z', 'Europe/Berlin', '2027-01-01'],
    ['2026-12-31T22:59:59.999Z', 'Europe/Berlin', '2026-12-31'],
    ['2026-01-01T04:59:59.999Z', 'America/New_York', '2025-12-31'],
    ['2026-01-01T09:59:59.999Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T10:00:00.000Z', 'Pacific/Kiritimati', '2026-01-02'],
    // Until 1972 Liberia was 44 minutes and 30 seconds behind: within one minute of UTC it turned midnight.
    ['1971-06-01T00:44:29.999Z', 'Africa/Monrovia', '1971-05-31'],
    ['1971-06-01T00:44:30.000Z', 'Africa/Monrovia', '1971-06-01'],
  ])('at %s in %s is %s', (instant, name, date) => {
    expect(localDate(instant, name)).toBe(date);
  });

  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', 25],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z', 24],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 23],
    ['2018-02-17', 'America/Sao_Paulo', '2018-02-17T02:00:00.000Z', 25],
    ['2022-11-06', 'America/Havana', '2022-11-06T04:00:00.000Z', 25],
    ['2022-03-13', 'America/Havana', '2022-03-13T05:00:00.000Z', 23],
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00.000Z', 24.5],
    ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', 24],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 24],
  ])('%s in %s begins at %s and has %s hours', (date, name, start, hours) => {
    const next = addDays(date, 1);

    expect(startOfDay(date, name)).toBe(start);
    expect((epochMilliseconds(startOfDay(next, name)) - epochMilliseconds(start)) / 3_600_000).toBe(hours);
  });

  it('gives a day that a zone left out no time at all', () => {
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'));
  });

  it('is the day at its own start and another a millisecond before', () => {
    const isLeftOut = (date: string, name: string) => date === '2011-12-30' && name === 'Pacific/Apia';

    fc.assert(
      fc.property(dates, zone, (date, name) => {
        fc.pre(!isLeftOut(date, name));
        const start = startOfDay(date, name);
        const before = instantFromEpochMilliseconds(epochMilliseconds(start) - 1);

        expect(localDate(start, name)).toBe(date);
        expect(localDate(before, name) < date).toBe(true);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('holds every instant exactly once', () => {
    const moments = fc.integer({ min: 0, max: 4_102_444_800_000 });

    fc.assert(
      fc.property(moments, zone, (moment, name) => {
        const instant = instantFromEpochMilliseconds(moment);
        const date = localDate(instant, name);

        expect(compareInstants(startOfDay(date, name), instant)).toBeLessThanOrEqual(0);
        expect(compareInstants(instant, startOfDay(addDays(date, 1), name))).toBe(-1);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});
