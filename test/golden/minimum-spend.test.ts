/**
 * Minimum spends as a bookkeeper would reckon them: 900.00 a month against 12,000.00 a year, and what becomes of the rest.
 * Each bill reads `first day, day after the last: net of each line`; a true-up is its last line.
 */
import { describe, expect, it } from 'vitest';
import type { SpendMinimum } from '../../shared/domain/billing/minimum-spend.ts';
import { type Given, lived, type Step, told } from './life.ts';

const YEAR: SpendMinimum = {
  interval: 'year',
  count: 1,
  amount: '12000',
  covers: 'all',
  earlyEnd: 'prorated',
};
const SEAT: Given = { anchor: '2026-01-01', unitPrice: '900.00', charge: 'in_arrears', minimum: YEAR };
const AHEAD: Given = { ...SEAT, charge: 'in_advance' };
const QUARTER: SpendMinimum = { ...YEAR, interval: 'quarter', amount: '3000' };
const LAST_DAY = [{ on: '2026-12-31' }];
const OVER = [{ on: '2027-01-01' }];
const TENTH = { id: 'cpn_1', name: 'A tenth', off: { percent: '10' }, left: null };
const ended = (on: string, end: 'now' | 'period_end', credit?: 'offset'): readonly Step[] => [
  { on, does: { end, ...(credit && { credit }) } },
  { on: '2026-08-01' },
];

/** In words, what is given, what is done, and the last bills. */
type Case = readonly [words: string, given: Given, steps: readonly Step[], bills: readonly string[]];

const REGULAR: readonly Case[] = [
  ['in arrears: 12,000 less 10,800 with December', SEAT, OVER, ['2026-12-01 2027-01-01: 900.00 1200.00']],
  ['in advance: not before the year is over', AHEAD, LAST_DAY, ['2026-12-01 2027-01-01: 900.00']],
  ['in advance: with the first bill behind it', AHEAD, OVER, ['2027-01-01 2027-02-01: 900.00 1200.00']],
  [
    'a year that was enough owes nothing',
    { ...SEAT, unitPrice: '1000.00' },
    OVER,
    ['2026-12-01 2027-01-01: 1000.00'],
  ],
  [
    'of a month by the quarter: 3,000 less 2,700, and again',
    { ...SEAT, minimum: QUARTER },
    [{ on: '2026-07-01' }],
    [
      '2026-03-01 2026-04-01: 900.00 300.00',
      '2026-04-01 2026-05-01: 900.00',
      '2026-05-01 2026-06-01: 900.00',
      '2026-06-01 2026-07-01: 900.00 300.00',
    ],
  ],
  [
    'the next year is another commitment',
    SEAT,
    [{ on: '2028-01-01' }],
    ['2027-11-01 2027-12-01: 900.00', '2027-12-01 2028-01-01: 900.00 1200.00'],
  ],
  [
    'days of a trial are not of it: the year counts from the first day that is charged',
    { ...SEAT, startsOn: '2026-01-01', anchor: '2026-01-16' },
    [{ on: '2027-01-16' }],
    ['2026-12-16 2027-01-16: 900.00 1200.00'],
  ],
  [
    'days before the anchor are: 17 of 31 days of January more are 493.55 less',
    { ...SEAT, anchor: '2026-01-15', anchorDay: 1 },
    [{ on: '2027-02-01' }],
    ['2026-12-01 2027-01-01: 900.00', '2027-01-01 2027-02-01: 900.00 706.45'],
  ],
  [
    'what usage alone has promised is not reached by a fixed charge',
    { ...SEAT, minimum: { ...YEAR, covers: 'usage' } },
    OVER,
    ['2026-12-01 2027-01-01: 900.00 12000.00'],
  ],
];

const ON_THE_WAY: readonly Case[] = [
  [
    'a coupon is not asked back: 1,000 at list price count, though 900 are paid',
    { ...SEAT, unitPrice: '1000.00' },
    [{ on: '2026-01-02', coupon: TENTH }, ...OVER],
    ['2026-12-01 2027-01-01: 900.00'],
  ],
  [
    'a dearer plan within it counts as it is charged: 5,400 − 450 + 750 + 9,000 of 15,000',
    { ...AHEAD, minimum: { ...YEAR, amount: '15000' } },
    [{ on: '2026-06-16', to: { price: '1500.00' } }, ...OVER],
    ['2026-12-01 2027-01-01: 1500.00', '2027-01-01 2027-02-01: 1500.00 300.00'],
  ],
  [
    'the three months of a pause are promised nothing for: 274 of 365 days are 9,008.22, less nine months',
    AHEAD,
    [{ on: '2026-03-15', does: 'pause' }, { on: '2026-07-01', does: 'resume' }, ...OVER],
    ['2026-12-01 2027-01-01: 900.00', '2027-01-01 2027-02-01: 900.00 908.22'],
  ],
];

const EARLY: readonly Case[] = [
  [
    'prorated: 181 of 365 days are 5,950.68, less 5,400',
    SEAT,
    ended('2026-06-15', 'period_end'),
    ['2026-06-01 2026-07-01: 900.00 550.68'],
  ],
  [
    'full: 12,000 less 5,400',
    { ...SEAT, minimum: { ...YEAR, earlyEnd: 'full' } },
    ended('2026-06-15', 'period_end'),
    ['2026-06-01 2026-07-01: 900.00 6600.00'],
  ],
  [
    'none',
    { ...SEAT, minimum: { ...YEAR, earlyEnd: 'none' } },
    ended('2026-06-15', 'period_end'),
    ['2026-06-01 2026-07-01: 900.00'],
  ],
  [
    'in advance: on a bill of its own with the end',
    AHEAD,
    ended('2026-06-15', 'period_end'),
    ['2026-06-01 2026-07-01: 900.00', '2026-06-01 2026-07-01: 550.68'],
  ],
  [
    'at once: 196 of 365 days are 6,443.84, less 6,300 of which 464.52 are given back',
    AHEAD,
    ended('2026-07-16', 'now', 'offset'),
    ['2026-07-01 2026-08-01: 900.00', '2026-07-01 2026-08-01: 608.36'],
  ],
];

const MONTH: SpendMinimum = { ...YEAR, interval: 'month', amount: '2000', earlyEnd: 'full' };
/** On the 15th of the month, then on the 2nd. */
const MOVED: Given = { ...AHEAD, anchor: '2026-01-15', minimum: MONTH };
const MOVE: Step = { on: '2026-01-29', to: { anchorDay: 2 } };

const OFF_THE_GRID: readonly Case[] = [
  [
    'another billing day leaves it where it was: 2,000 less 900 − 493.55 + 116.13 + 900 with the bill that follows',
    MOVED,
    [MOVE, { on: '2026-02-14' }, { on: '2026-03-02' }],
    ['2026-02-02 2026-03-02: 900.00 -377.42', '2026-03-02 2026-04-02: 900.00 577.42'],
  ],
  [
    'what an end gives back counts less where its charge does: 898.85 of 2,000 with 321.43 given back',
    MOVED,
    [MOVE, { on: '2026-02-20', does: { end: 'now', credit: 'offset' } }, { on: '2026-02-21' }],
    ['2026-02-02 2026-03-02: 900.00 -377.42', '2026-02-02 2026-03-02: 898.85'],
  ],
];

const holds: (...row: Case) => void = (_, given, steps, bills) =>
  expect(lived(given, steps).bills.map(told).slice(-bills.length)).toEqual(bills);

describe('900 a month against 12,000 a year', () => {
  it.each(REGULAR)('%s', holds);
});

describe('what happens within a commitment period', () => {
  it.each(ON_THE_WAY)('%s', holds);
});

describe('periods that do not meet its end', () => {
  it.each(OFF_THE_GRID)('%s', holds);
});

describe('an end within a commitment period', () => {
  it.each(EARLY)('%s', holds);
});
