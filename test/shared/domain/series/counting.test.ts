import { expect, test } from 'vitest';
import { printedNumber, spanOf } from '../../../../shared/domain/series/counting.ts';

test('a printed number shows its year, its month where that is asked for, and leading zeros up to its width', () => {
  const of = { issueDate: '2026-09-30', number: 42 };

  expect(printedNumber('RE-{year}-{number:5}', of)).toBe('RE-2026-00042');
  expect(printedNumber('{year}/{number}', of)).toBe('2026/42');
  expect(printedNumber('RE-{year}{month}-{number:3}', of)).toBe('RE-202609-042');
});

test('a printed number of a customer shows which customer of the seller it is', () => {
  const of = { issueDate: '2026-09-30', number: 7, customer: 12 };

  expect(printedNumber('{customer:3}-{number:3}', of)).toBe('012-007');
  expect(printedNumber('RE-{year}-{customer}/{number}', { ...of, customer: 1234 })).toBe('RE-2026-1234/7');
});

test.each([
  ['never', ''],
  ['yearly', '2026'],
  ['monthly', '2026-09'],
] as const)('a count that begins again %s is of the span "%s"', (reset, span) => {
  expect(spanOf('2026-09-30', reset)).toBe(span);
});
