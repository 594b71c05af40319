import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printedNumber } from '../../../../shared/domain/series/counting.ts';
import { compareKeys, keyOf, NUMBERS_READ_MAX, numbersIn } from '../../../../shared/domain/series/reading.ts';

const USUAL = 'RE-{year}-{number:5}';
const PATTERNS = [
  USUAL,
  'INV{year}{month}{number:3}',
  '{year}/{number}',
  '{number:6}',
  'A.{year}.{month}-{number}',
];

describe('the number of an invoice', () => {
  test.each([
    ['alone', 'RE-2026-00042'],
    ['among words', 'RECHNUNG RE-2026-00042 VIELEN DANK'],
    ['behind a colon', 'RNR:RE-2026-00042, KD 4711'],
    ['with blanks for hyphens', 'RE 2026 00042'],
    ['without what divides it', 'RE202600042'],
    ['without its leading zeros', 'RE-2026-42'],
  ])('is read %s', (_how, words) => {
    expect(numbersIn(words, USUAL)).toEqual([[2026, 42]]);
  });

  test.each([
    ['a part of a longer word', 'FOERE-2026-00042'],
    ['a part of a longer number', 'RE-2026-00042A'],
    ['another series', 'CN-2026-00042'],
    ['nothing of the kind', 'THANK YOU'],
  ])('is not read out of %s', (_what, words) => {
    expect(numbersIn(words, USUAL)).toEqual([]);
  });

  test('is each one that is told, up to a bound', () => {
    const many = Array.from({ length: 9 }, (_, index) => `RE-2026-${index + 1}`).join(' ');

    expect(numbersIn('RE-2026-00041 + RE-2026-00042', USUAL)).toEqual([
      [2026, 41],
      [2026, 42],
    ]);
    expect(numbersIn(many, USUAL)).toHaveLength(NUMBERS_READ_MAX);
  });

  test('of digits alone is read only where nothing else is told', () => {
    expect(numbersIn('000042', '{number:6}')).toEqual([[42]]);
    expect(numbersIn('42 EUR', '{number:6}')).toEqual([]);
    expect(numbersIn('2026/7', '{year}/{number}')).toEqual([[2026, 7]]);
    expect(numbersIn('ORDER OF 2026/7', '{year}/{number}')).toEqual([]);
  });

  test('that is counted by customer is not read, for it has no order in its series', () => {
    expect(numbersIn('001-001', '{customer:3}-{number:3}')).toEqual([]);
  });

  test('is read back from whatever a pattern prints', () => {
    const given = fc.record({
      pattern: fc.constantFrom(...PATTERNS),
      year: fc.integer({ min: 2000, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      number: fc.integer({ min: 1, max: 999_999 }),
    });
    fc.assert(
      fc.property(given, ({ pattern, year, month, number }) => {
        const issueDate = `${year}-${String(month).padStart(2, '0')}-15`;
        const [read = []] = numbersIn(printedNumber(pattern, { issueDate, number }), pattern);

        expect(compareKeys(read, keyOf(pattern, { issueDate, number }))).toBe(0);
      }),
    );
  });

  test('is looked for in any text in no time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 140 }),
        fc.constantFrom(...PATTERNS),
        (text, pattern) => {
          expect(numbersIn(text, pattern).length).toBeLessThanOrEqual(NUMBERS_READ_MAX);
        },
      ),
    );
    const started = performance.now();
    numbersIn(`RE${'-'.repeat(3_000)}2026${'0'.repeat(3_000)}`, USUAL);

    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('the order of the documents of a series', () => {
  test('is by year before it is by number, and by number alone where the count has no end', () => {
    const of = (pattern: string, issueDate: string, number: number) => keyOf(pattern, { issueDate, number });

    expect(compareKeys(of(USUAL, '2025-12-31', 99), of(USUAL, '2026-01-01', 1))).toBeLessThan(0);
    expect(
      compareKeys(of('{month}-{number}', '2025-12-31', 9), of('{month}-{number}', '2026-01-01', 10)),
    ).toBeLessThan(0);
  });
});
