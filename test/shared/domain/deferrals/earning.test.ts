import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { DeferredLine } from '../../../../shared/domain/deferrals/earning.ts';
import {
  earnedBy,
  lastDayOf,
  leftOf,
  monthEndBefore,
  monthEndOf,
  netOfLines,
  nextRecognition,
  unearnedAt,
} from '../../../../shared/domain/deferrals/earning.ts';
import { addDays } from '../../../../shared/kernel/time.ts';

const lineOf = (netMinor: bigint, start: string, end: string, line = 1): DeferredLine => ({
  line,
  netMinor,
  period: { start, end },
});

/** What each month's posting comes to, from the day before the first. */
function months(lines: readonly DeferredLine[], from: string): readonly string[] {
  const told: string[] = [];
  let state = { through: from, earnedMinor: 0n };
  for (let day = nextRecognition(lines, state); day !== null; day = nextRecognition(lines, state)) {
    const earnedMinor = earnedBy(lines, day);
    told.push(`${day} ${earnedMinor - state.earnedMinor}`);
    state = { through: day, earnedMinor };
  }

  return told;
}

describe('what a month earns', () => {
  it('of 1,200.00 for the leap year 2028 is 29/366 in February, and the year adds up', () => {
    const year = months([lineOf(120_000n, '2028-01-01', '2029-01-01')], '2027-12-31');

    expect(year).toEqual([
      '2028-01-31 10164',
      '2028-02-29 9508',
      '2028-03-31 10164',
      '2028-04-30 9836',
      '2028-05-31 10164',
      '2028-06-30 9836',
      '2028-07-31 10164',
      '2028-08-31 10164',
      '2028-09-30 9836',
      '2028-10-31 10164',
      '2028-11-30 9836',
      '2028-12-31 10164',
    ]);
  });

  it('of a month that begins on the 15th is its days up to the end of the first, and the rest on its last day', () => {
    expect(months([lineOf(3_100n, '2026-01-15', '2026-02-15')], '2025-12-31')).toEqual([
      '2026-01-31 1700',
      '2026-02-14 1400',
    ]);
  });

  it('of a quarter of 100.00 is 31, 28 and 31 of 90 days', () => {
    expect(months([lineOf(10_000n, '2026-01-01', '2026-04-01')], '2025-12-31')).toEqual([
      '2026-01-31 3444',
      '2026-02-28 3112',
      '2026-03-31 3444',
    ]);
  });

  it('of a change is what the new earns less what the old gives back', () => {
    const lines = [
      lineOf(-1_700n, '2026-01-15', '2026-02-01', 1),
      lineOf(3_400n, '2026-01-15', '2026-02-01', 2),
    ];

    expect(months(lines, '2025-12-31')).toEqual(['2026-01-31 1700']);
  });

  it('of a service that begins later is nothing, and no month is recognised for it', () => {
    expect(months([lineOf(2_800n, '2026-02-01', '2026-03-01')], '2025-12-31')).toEqual(['2026-02-28 2800']);
  });

  it('of a credit that waits for a later bill is nothing, ever', () => {
    const held = { line: 1, netMinor: 500n, period: null };

    expect([months([held], '2025-12-31'), lastDayOf([held])]).toEqual([[], null]);
    expect(unearnedAt([held], '9999-12-31')).toBe(500n);
  });
});

test('the end of a month and of the one before it, in leap years too', () => {
  expect(['2028-02-03', '2026-02-28', '2026-12-01'].map(monthEndOf)).toEqual([
    '2028-02-29',
    '2026-02-28',
    '2026-12-31',
  ]);
  expect(['2028-03-31', '2026-01-01'].map(monthEndBefore)).toEqual(['2028-02-29', '2025-12-31']);
});

test('what was taken back counts from its day on', () => {
  const lines = [lineOf(3_100n, '2026-01-01', '2026-02-01')];
  const credits = [{ on: '2026-01-10', lines: [{ line: 1, netMinor: 100n }] }];

  expect(netOfLines(leftOf(lines, credits, '2026-01-09'))).toBe(3_100n);
  expect(netOfLines(leftOf(lines, credits, '2026-01-10'))).toBe(3_000n);
  expect(netOfLines(leftOf(lines, credits))).toBe(3_000n);
});

const anyLine = fc
  .record({
    netMinor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
    start: fc.integer({ min: 0, max: 800 }),
    days: fc.integer({ min: 1, max: 1_200 }),
  })
  .map(({ netMinor, start, days }) => {
    const first = addDays('2026-01-01', start);
    return lineOf(netMinor, first, addDays(first, days));
  });

test('whatever the lines, the months add up to their net to the cent', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 6 }), (lines) => {
      const sum = months(lines, '2025-12-31').reduce(
        (total, told) => total + BigInt(told.split(' ')[1] ?? '0'),
        0n,
      );
      expect(sum).toBe(netOfLines(lines));
    }),
    { seed: 20280229, numRuns: 200 },
  );
});
