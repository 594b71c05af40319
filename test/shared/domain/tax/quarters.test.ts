import { expect, test } from 'vitest';
import {
  dueDayOf,
  firstDayOf,
  lastDayOf,
  openQuarterOn,
  quarterOf,
  quartersBetween,
} from '../../../../shared/domain/tax/quarters.ts';

test.each([
  ['2026-01-01', '2026-Q1', '2026-01-01', '2026-03-31', '2026-04-30'],
  ['2028-02-29', '2028-Q1', '2028-01-01', '2028-03-31', '2028-04-30'],
  ['2026-06-30', '2026-Q2', '2026-04-01', '2026-06-30', '2026-07-31'],
  ['2026-07-01', '2026-Q3', '2026-07-01', '2026-09-30', '2026-10-31'],
  ['2026-12-31', '2026-Q4', '2026-10-01', '2026-12-31', '2027-01-31'],
])('%s is in %s, from %s to %s, whose return is due by %s', (day, quarter, first, last, due) => {
  expect(quarterOf(day)).toBe(quarter);
  expect([firstDayOf(quarter), lastDayOf(quarter), dueDayOf(quarter)]).toEqual([first, last, due]);
});

test.each([
  ['2027-01-01', '2026-Q4'],
  ['2027-01-31', '2026-Q4'],
  ['2027-02-01', '2027-Q1'],
  ['2027-03-31', '2027-Q1'],
  ['2027-04-30', '2027-Q1'],
  ['2027-05-01', '2027-Q2'],
])('on %s the first return that is still to be made is that of %s', (day, quarter) => {
  expect(openQuarterOn(day)).toBe(quarter);
});

test('quarters are counted across years', () => {
  expect(quartersBetween('2026-Q4', '2027-Q1')).toBe(1);
  expect(quartersBetween('2024-Q1', '2027-Q1')).toBe(12);
});
