import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printedNumber } from '../../../../shared/domain/series/counting.ts';
import {
  fromDocument,
  MONTHS_LOOKED_MAX,
  NUMBERS_READ_MAX,
  numbersIn,
  spansOf,
} from '../../../../shared/domain/series/reading.ts';

const USUAL = 'RE-{year}-{number:5}';
const PATTERNS = [
  USUAL,
  'INV{year}{month}{number:3}',
  '{year}/{number}',
  '{number:6}',
  'A.{year}.{month}-{number}',
  '{customer:3}-{number:3}',
  'K{year}-{customer}/{number:2}',
];
const printedIn = (words: string, pattern: string) => numbersIn(words, pattern).map(({ printed }) => printed);

describe('the number of an invoice', () => {
  test.each([
    ['alone', 'RE-2026-00042'],
    ['among words', 'RECHNUNG RE-2026-00042 VIELEN DANK'],
    ['behind a colon', 'RNR:RE-2026-00042, KD 4711'],
    ['with blanks for hyphens', 'RE 2026 00042'],
    ['without what divides it', 'RE202600042'],
    ['without its leading zeros', 'RE-2026-42'],
  ])('is read %s', (_how, words) => {
    expect(printedIn(words, USUAL)).toEqual(['RE-2026-00042']);
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

    expect(printedIn('RE-2026-00041 + RE-2026-00042', USUAL)).toEqual(['RE-2026-00041', 'RE-2026-00042']);
    expect(numbersIn(many, USUAL)).toHaveLength(NUMBERS_READ_MAX);
  });

  test('of digits alone is read only where nothing else is told', () => {
    expect(printedIn('000042', '{number:6}')).toEqual(['000042']);
    expect(numbersIn('42 EUR', '{number:6}')).toEqual([]);
    expect(printedIn('2026/7', '{year}/{number}')).toEqual(['2026/7']);
    expect(numbersIn('ORDER OF 2026/7', '{year}/{number}')).toEqual([]);
  });

  test.each([
    ['001-002', '{customer:3}-{number:3}', '001-002', 1, 2],
    ['001 002', '{customer:3}-{number:3}', '001-002', 1, 2],
    ['001002', '{customer:3}-{number:3}', '001-002', 1, 2],
    ['1012-1044', '{customer:3}-{number:3}', '1012-1044', 1012, 1044],
    ['INVOICE FA/2026/7-12 THANKS', 'FA/{year}/{customer}-{number}', 'FA/2026/7-12', 7, 12],
  ])('that is counted by customer tells whose it is: %s', (words, pattern, printed, customer, number) => {
    expect(numbersIn(words, pattern)).toMatchObject([{ printed, customer, number }]);
  });

  test.each(['0011001', '1001001', '1-1', '001'])(
    'that is counted by customer is not guessed where %s could be more than one',
    (words) => {
      expect(numbersIn(words, '{customer:3}-{number:3}')).toEqual([]);
    },
  );

  test('is read back from whatever a pattern prints', () => {
    const given = fc.record({
      pattern: fc.constantFrom(...PATTERNS),
      year: fc.integer({ min: 2000, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      number: fc.integer({ min: 1, max: 999_999 }),
      customer: fc.integer({ min: 1, max: 99_999 }),
    });
    fc.assert(
      fc.property(given, ({ pattern, year, month, number, customer }) => {
        const issueDate = `${year}-${String(month).padStart(2, '0')}-15`;
        const printed = printedNumber(pattern, { issueDate, number, customer });

        const [read] = numbersIn(printed, pattern);

        expect(read).toMatchObject({ printed, number });
        expect(issueDate.startsWith(read?.span ?? '-')).toBe(true);
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

describe('a number that was read', () => {
  const series = { first: '2025-11-03', last: '2026-02-10' };
  const spans = (span: string, isCountedAlike = false) =>
    spansOf({ span, printed: '', number: 1 }, { ...series, isCountedAlike });

  test('is looked for in the span it tells, and in its months where its seller counted otherwise once', () => {
    expect(spans('2026', true)).toEqual(['2026']);
    expect(spans('2026')).toEqual(['2026-02', '2026-01']);
    expect(spans('')).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
    expect(spans('2025-12')).toEqual(['2025-12']);
    expect(spans('2024')).toEqual([]);
  });

  test('is looked for in no more months than its bound', () => {
    const long = { first: '1980-01-01', last: '2026-01-01', isCountedAlike: false };

    expect(spansOf({ span: '', printed: '', number: 1 }, long)).toHaveLength(MONTHS_LOOKED_MAX);
  });

  test.each([
    ['2026', 7, '2025-12-31', 99, 1],
    ['2026', 7, '2026-12-31', 7, 0],
    ['2026', 7, '2026-01-01', 8, -1],
    ['2026-01', 9, '2026-02-01', 1, -1],
    ['', 9, '2026-02-01', 8, 1],
  ])(
    'of %j and %i lies where it was counted, seen from %s and %i',
    (span, number, issueDate, other, side) => {
      expect(Math.sign(fromDocument({ span, number }, { issueDate, number: other }))).toBe(side);
    },
  );
});
