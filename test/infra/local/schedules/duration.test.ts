import { expect, test } from 'vitest';
import { targetOf } from '../../../../infra/local/schedules/duration.ts';

const now = Date.parse('2026-01-31T10:00:00Z');

test.each([
  ['P1M', '2026-02-28T10:00:00.000Z'],
  ['P1Y', '2027-01-31T10:00:00.000Z'],
  ['P2W', '2026-02-14T10:00:00.000Z'],
  ['P1DT2H30M5S', '2026-02-01T12:30:05.000Z'],
  [90, '2026-01-31T10:01:30.000Z'],
])('an advance of %s from the last day of January ends at %s', (advance, end) => {
  expect(new Date(targetOf(advance, now) ?? 0).toISOString()).toBe(end);
});

test.each(['P', '1M', '', 'month', -1, Number.NaN, null, undefined])(
  'an advance of %s is refused',
  (advance) => {
    expect(targetOf(advance, now)).toBeUndefined();
  },
);
