/**
 * Figures of billing that other systems publish, each lived by a subscription through the rules that bill it. Where the
 * figure is not what we charge by default, the switch that reproduces it is named, and what we charge stands beside it.
 *
 * Proved where their rule is: what an end at once gives back (cases 4, 17, 18) in `subscriptions/creditable`, packages and
 * percentages (22, 27) in `pricing/amounts`, a discount of a line with coupons and tax (34) in `billing/coupons`; credit
 * and refund of a paid and an unpaid invoice (13) in `flow/credit-effects`, numbers for each customer, the switch to those of
 * the seller and their month in its zone (30) in `flow/numbers-by-customer`; credits and what they are worth (26) in
 * `golden/prepaid`.
 *
 * Not reproducible, and why:
 *
 * | Case                                                | Why                                                           |
 * | --------------------------------------------------- | ------------------------------------------------------------- |
 * | 9: months of 28 days                                | a month is its own days, or thirty                            |
 * | 11: levels of dunning block and credit a service    | there is no dunning; its −80.63 is held as 10 of 31 days      |
 * | 30: numbers of drafts                               | a draft has none: its id tells it from others                 |
 * | days in seconds; shares of what is left of a period | a period is made of civil days, and a day always costs alike  |
 */
import { describe, expect, it } from 'vitest';
import type { ChangeDay } from '../../shared/domain/billing/proration.ts';
import type { Coupon } from '../../shared/domain/billing/coupons.ts';
import { taxSubtotals } from '../../shared/domain/tax.ts';
import { byTable, type Given, lived, type Step, told, toldNotes } from './life.ts';

/** Number of the case, in words, the switch, what is given, what is done, the bills, and what credit notes take off them. */
type Case = readonly [
  no: number,
  words: string,
  policy: string,
  given: Given,
  steps: readonly Step[],
  bills: readonly string[],
];

const edge = (changeDay: ChangeDay) => ({ rules: { changeDay, stacking: 'chained' as const } });
const yearly = { interval: 'year', alignment: 'calendar' } as const;

const CHANGES: readonly Case[] = [
  [
    1,
    '20 a month becomes 30 at half time',
    'default',
    { unitPrice: '20', anchor: '2026-04-11' },
    [{ on: '2026-04-26', to: { price: '30' } }],
    ['2026-04-11 2026-05-11: 20.00', '2026-04-26 2026-05-11: -10.00 15.00'],
  ],
  [
    5,
    'a year becomes months on its first day: its credit lasts month after month',
    'default',
    { unitPrice: '2399.95', anchor: '2013-08-18', interval: 'year' },
    [{ on: '2013-08-18', to: { price: '249.95', interval: 'month' } }, { on: '2013-09-18' }],
    [
      '2013-08-18 2014-08-18: 2399.95',
      '2013-08-18 2013-09-18: -2399.95 249.95 2150.00',
      '2013-09-18 2013-10-18: 249.95 -249.95',
    ],
  ],
  [
    7,
    'another billing day, and a dearer plan with it',
    'default',
    { unitPrice: '249.95', anchor: '2012-05-01' },
    [{ on: '2012-05-05', to: { price: '599.95', anchorDay: 10 } }, { on: '2012-05-10' }],
    [
      '2012-05-01 2012-06-01: 249.95',
      '2012-05-05 2012-05-10: -217.70 99.99 117.71',
      '2012-05-10 2012-06-10: 599.95 -117.71',
    ],
  ],
  [
    7,
    'a dearer plan, and another billing day behind the period',
    'default',
    { unitPrice: '249.95', anchor: '2012-05-01' },
    [
      { on: '2012-05-05', to: { price: '599.95' } },
      { on: '2012-05-06', to: { anchorDay: 10 }, when: 'period_end' },
      { on: '2012-06-10' },
    ],
    [
      '2012-05-01 2012-06-01: 249.95',
      '2012-05-05 2012-06-01: -217.70 522.54',
      '2012-06-01 2012-06-10: 174.18',
      '2012-06-10 2012-07-10: 599.95',
    ],
  ],
  [
    11,
    '10 of 31 days of 249.95, given back and not charged again',
    'default',
    { unitPrice: '249.95', anchor: '2012-07-31' },
    [{ on: '2012-08-21', to: { price: '0' } }],
    ['2012-07-31 2012-08-31: 249.95', '2012-08-21 2012-08-31: -80.63 0.00 80.63'],
  ],
  [
    11,
    '249.95 a month without service from 10 to 20 July, which the next bill gives back',
    'default',
    { unitPrice: '249.95', anchor: '2012-06-30', anchorDay: 31 },
    [
      { on: '2012-07-10', does: 'suspend' },
      { on: '2012-07-20', does: 'reinstate' },
      { on: '2012-07-31' },
      { on: '2012-08-31' },
    ],
    [
      '2012-06-30 2012-07-31: 249.95',
      '2012-07-31 2012-08-31: -80.63 249.95',
      '2012-08-31 2012-09-30: 249.95',
    ],
  ],
  [
    11,
    '249.95 a month without service from 10 to 20 July, where suspended days are charged',
    'suspended days are charged',
    {
      ...{ unitPrice: '249.95', anchor: '2012-06-30', anchorDay: 31 },
      rules: { changeDay: 'new', stacking: 'chained', suspensionBilled: true },
    },
    [{ on: '2012-07-10', does: 'suspend' }, { on: '2012-07-20', does: 'reinstate' }, { on: '2012-07-31' }],
    ['2012-06-30 2012-07-31: 249.95', '2012-07-31 2012-08-31: 249.95'],
  ],
  [
    32,
    '100 becomes 200 with 15 of 30 days left',
    'default',
    { unitPrice: '100', anchor: '2026-04-01' },
    [{ on: '2026-04-16', to: { price: '200' } }],
    ['2026-04-01 2026-05-01: 100.00', '2026-04-16 2026-05-01: -50.00 100.00'],
  ],
  [
    32,
    '300 becomes 600 on the last day',
    'default',
    { unitPrice: '300', anchor: '2026-04-01' },
    [{ on: '2026-04-30', to: { price: '600' } }],
    ['2026-04-01 2026-05-01: 300.00', '2026-04-30 2026-05-01: -10.00 20.00'],
  ],
  [
    32,
    '3650 a year, sold with 30 days of the year left',
    'default',
    { unitPrice: '3650', anchor: '2026-12-02', ...yearly },
    [{ on: '2027-01-01' }],
    ['2026-12-02 2027-01-01: 300.00', '2027-01-01 2028-01-01: 3650.00'],
  ],
  [
    32,
    '3650 a year, one more of it with 30 days left',
    'default',
    { unitPrice: '3650', anchor: '2026-01-01', interval: 'year' },
    [{ on: '2026-12-02', to: { quantity: '2' } }],
    ['2026-01-01 2027-01-01: 3650.00', '2026-12-02 2027-01-01: -300.00 600.00'],
  ],
  [
    37,
    '10 becomes 20 at half time',
    'default',
    { unitPrice: '10', anchor: '2026-04-01' },
    [{ on: '2026-04-16', to: { price: '20' } }],
    ['2026-04-01 2026-05-01: 10.00', '2026-04-16 2026-05-01: -5.00 10.00'],
  ],
  [
    38,
    '60 becomes 30: 40 are used, 20 given back, 10 charged, 10 are left',
    'default',
    { unitPrice: '60', anchor: '2026-04-01' },
    [{ on: '2026-04-21', to: { price: '30' } }, { on: '2026-05-01' }],
    [
      '2026-04-01 2026-05-01: 60.00',
      '2026-04-21 2026-05-01: -20.00 10.00 10.00',
      '2026-05-01 2026-06-01: 30.00 -10.00',
    ],
  ],
];

const noted = { rules: { changeDay: 'new', stacking: 'chained', negative: 'credit_note' } } as const;

/** The same changes where the rest is given back by a credit note, and where it waits for later bills. */
const LOWERED: readonly Case[] = [
  [
    5,
    'a year becomes months on its first day: 2399.95 is taken back at once, 2150.00 more than is charged',
    'negative: credit note',
    { unitPrice: '2399.95', anchor: '2013-08-18', interval: 'year', ...noted },
    [{ on: '2013-08-18', to: { price: '249.95', interval: 'month' } }, { on: '2013-09-18' }],
    [
      '2013-08-18 2014-08-18: 2399.95',
      '2013-08-18 2013-09-18: 249.95',
      '2013-09-18 2013-10-18: 249.95',
      '2013-08-18: 2399.95 off 2013-08-18 2014-08-18',
    ],
  ],
  [
    38,
    '60 becomes 30: 40 are used, 20 given back by a credit note, 10 charged',
    'negative: credit note',
    { unitPrice: '60', anchor: '2026-04-01', ...noted },
    [{ on: '2026-04-21', to: { price: '30' } }, { on: '2026-05-01' }],
    [
      '2026-04-01 2026-05-01: 60.00',
      '2026-04-21 2026-05-01: 10.00',
      '2026-05-01 2026-06-01: 30.00',
      '2026-04-21: 20.00 off 2026-04-01 2026-05-01',
    ],
  ],
  [
    38,
    '60 becomes 30, and 30 then 15: each is taken off the invoice that charged it',
    'negative: credit note',
    { unitPrice: '60', anchor: '2026-04-01', ...noted },
    [
      { on: '2026-04-21', to: { price: '30' } },
      { on: '2026-04-26', to: { price: '15' } },
    ],
    [
      '2026-04-01 2026-05-01: 60.00',
      '2026-04-21 2026-05-01: 10.00',
      '2026-04-26 2026-05-01: 2.50',
      '2026-04-21: 20.00 off 2026-04-01 2026-05-01',
      '2026-04-26: 5.00 off 2026-04-21 2026-05-01',
    ],
  ],
  [
    38,
    '30 becomes 60: what is charged is more, so that one invoice says both',
    'negative: credit note',
    { unitPrice: '30', anchor: '2026-04-01', ...noted },
    [{ on: '2026-04-21', to: { price: '60' } }],
    ['2026-04-01 2026-05-01: 30.00', '2026-04-21 2026-05-01: -10.00 20.00'],
  ],
];

const quarter = {
  unitPrice: '910',
  anchor: '2024-05-20',
  interval: 'quarter',
  charge: 'in_arrears',
} as const;
const dearer = { on: '2024-06-20', to: { price: '1820' } };

const DAYS_OF_CHANGE: readonly Case[] = [
  [
    15,
    '910 a quarter of 91 days until 20 June, then 1820',
    'day of change: both',
    { ...quarter, alignment: 'calendar', ...edge('both') },
    [dearer, { on: '2024-07-01' }],
    ['2024-05-20 2024-07-01: 320.00 220.00'],
  ],
  [
    15,
    '910 a quarter of 91 days until 20 June, then 1820',
    'default: the day is the new one’s',
    { ...quarter, alignment: 'calendar' },
    [dearer, { on: '2024-07-01' }],
    ['2024-05-20 2024-07-01: 310.00 220.00'],
  ],
  [
    15,
    '910 a quarter of 91 days until 20 June, then 1820',
    'day of change: the old one’s',
    { ...quarter, alignment: 'calendar', ...edge('old') },
    [dearer, { on: '2024-07-01' }],
    ['2024-05-20 2024-07-01: 320.00 200.00'],
  ],
  [
    17,
    '200 a month, free from its first day on',
    'day of change: both',
    { unitPrice: '200', anchor: '2026-04-01', ...edge('both') },
    [{ on: '2026-04-01', to: { price: '0' } }],
    ['2026-04-01 2026-05-01: 200.00', '2026-04-01 2026-05-01: -193.33 0.00 193.33'],
  ],
  [
    17,
    '200 a month, free from its first day on',
    'default: the day is the new one’s',
    { unitPrice: '200', anchor: '2026-04-01' },
    [{ on: '2026-04-01', to: { price: '0' } }],
    ['2026-04-01 2026-05-01: 200.00', '2026-04-01 2026-05-01: -200.00 0.00 200.00'],
  ],
  [
    18,
    '29.99 a week, free from its first day on: 6 of 7 days',
    'day of change: both',
    { unitPrice: '29.99', anchor: '2026-04-06', interval: 'week', ...edge('both') },
    [{ on: '2026-04-06', to: { price: '0' } }],
    ['2026-04-06 2026-04-13: 29.99', '2026-04-06 2026-04-13: -25.71 0.00 25.71'],
  ],
];

const BILLING_DAYS: readonly Case[] = [
  [
    10,
    'day 30 from 31 January on: first the days until the end of February',
    'default',
    { unitPrice: '31', anchor: '2012-01-31', anchorDay: 30 },
    [{ on: '2012-02-29' }],
    ['2012-01-31 2012-02-29: 29.97', '2012-02-29 2012-03-30: 31.00'],
  ],
  [
    10,
    'day 30 of a year from 31 January on: 365 of 366 days',
    'default',
    { unitPrice: '366', anchor: '2012-01-31', anchorDay: 30, interval: 'year' },
    [{ on: '2013-01-30' }],
    ['2012-01-31 2013-01-30: 365.00', '2013-01-30 2014-01-30: 366.00'],
  ],
  [
    10,
    'day 14 from 16 February on',
    'default',
    { unitPrice: '29', anchor: '2012-02-16', anchorDay: 14 },
    [{ on: '2012-03-14' }],
    ['2012-02-16 2012-03-14: 27.00', '2012-03-14 2012-04-14: 29.00'],
  ],
  [
    10,
    'day 31 from 30 April on ends on 31 May',
    'default',
    { unitPrice: '31', anchor: '2012-04-30', anchorDay: 31 },
    [],
    ['2012-04-30 2012-05-31: 31.00'],
  ],
  [
    10,
    'day 31 comes back behind February',
    'default',
    { unitPrice: '31', anchor: '2017-01-31', anchorDay: 31 },
    [{ on: '2017-03-31' }],
    ['2017-01-31 2017-02-28: 31.00', '2017-02-28 2017-03-31: 31.00', '2017-03-31 2017-04-30: 31.00'],
  ],
  [
    37,
    '31 January, 29 February, 31 March, 30 April of a leap year',
    'default',
    { unitPrice: '31', anchor: '2024-01-31' },
    [{ on: '2024-04-30' }],
    [
      '2024-01-31 2024-02-29: 31.00',
      '2024-02-29 2024-03-31: 31.00',
      '2024-03-31 2024-04-30: 31.00',
      '2024-04-30 2024-05-31: 31.00',
    ],
  ],
];

const thirty = { rules: { changeDay: 'new', stacking: 'chained', unit: 'month30' } } as const;

/** A price of 30 a month is 1 a day of thirty: the amounts are the days. */
const MONTHS_OF_THIRTY: readonly Case[] = [
  ...(
    [
      ['23 May to 15 June', '2023-05-23', '2023-06-15', '2023-07-15', '22.00', '22.26'],
      ['23 June to 15 July', '2023-06-23', '2023-07-15', '2023-08-15', '22.00', '22.00'],
      ['23 February to 15 March', '2023-02-23', '2023-03-15', '2023-04-15', '22.00', '21.43'],
      ['23 February to 15 March of a leap year', '2024-02-23', '2024-03-15', '2024-04-15', '22.00', '21.72'],
    ] as const
  ).flatMap(([words, anchor, next, last, days30, days]): readonly Case[] => {
    const given = { unitPrice: '30', anchor, anchorDay: 15 };
    const bills = (net: string) => [`${anchor} ${next}: ${net}`, `${next} ${last}: 30.00`];
    return [
      [9, `${words}: 22 of 30 days`, 'unit: month30', { ...given, ...thirty }, [{ on: next }], bills(days30)],
      [9, `${words}, as many days as there are`, 'default: day', given, [{ on: next }], bills(days)],
    ];
  }),
  [
    9,
    '15 to 23 May: 8 of 30 days',
    'unit: month30',
    { unitPrice: '30', anchor: '2023-05-15', charge: 'in_arrears', ...thirty },
    [{ on: '2023-05-23', to: { price: '60' } }, { on: '2023-06-15' }],
    ['2023-05-15 2023-06-15: 8.00 44.00'],
  ],
  [
    9,
    '15 to 23 May: 8 of 31 days',
    'default: day',
    { unitPrice: '30', anchor: '2023-05-15', charge: 'in_arrears' },
    [{ on: '2023-05-23', to: { price: '60' } }, { on: '2023-06-15' }],
    ['2023-05-15 2023-06-15: 7.74 44.52'],
  ],
  [
    9,
    'weeks have no months: 3 of 7 days',
    'unit: month30',
    { unitPrice: '7', anchor: '2026-04-06', interval: 'week', ...thirty },
    [{ on: '2026-04-10', to: { price: '14' } }],
    ['2026-04-06 2026-04-13: 7.00', '2026-04-10 2026-04-13: -3.00 6.00'],
  ],
  [
    9,
    'February is thirty days whole, and its last day the rest of them',
    'unit: month30',
    { unitPrice: '30', anchor: '2023-02-01', ...thirty },
    [{ on: '2023-02-28', to: { price: '60' } }],
    ['2023-02-01 2023-03-01: 30.00', '2023-02-28 2023-03-01: -3.00 6.00'],
  ],
];

const undivided = { rules: { changeDay: 'new', stacking: 'chained', unit: 'none' } } as const;

/** A price for a period, however short it is: charged to what is sold when the period begins. */
const NOT_DIVIDED: readonly Case[] = [
  [
    9,
    '23 May to 15 June costs what a month does',
    'unit: none',
    { unitPrice: '30', anchor: '2023-05-23', anchorDay: 15, ...undivided },
    [{ on: '2023-06-15' }],
    ['2023-05-23 2023-06-15: 30.00', '2023-06-15 2023-07-15: 30.00'],
  ],
  [
    32,
    '100 to 200 at 15 of 30 days: nothing, and 200 from the next month on',
    'unit: none',
    { unitPrice: '100', anchor: '2026-04-01', ...undivided },
    [{ on: '2026-04-16', to: { price: '200' } }, { on: '2026-05-01' }],
    ['2026-04-01 2026-05-01: 100.00', '2026-05-01 2026-06-01: 200.00'],
  ],
  [
    32,
    '100 to 200 on the first of 30 days: the whole of both',
    'unit: none',
    { unitPrice: '100', anchor: '2026-04-01', ...undivided },
    [{ on: '2026-04-01', to: { price: '200' } }],
    ['2026-04-01 2026-05-01: 100.00', '2026-04-01 2026-05-01: -100.00 200.00'],
  ],
  [
    9,
    '30 to 60 within a month in arrears: 30',
    'unit: none',
    { unitPrice: '30', anchor: '2023-05-15', charge: 'in_arrears', ...undivided },
    [{ on: '2023-05-23', to: { price: '60' } }, { on: '2023-06-15' }, { on: '2023-07-15' }],
    ['2023-05-15 2023-06-15: 30.00', '2023-06-15 2023-07-15: 60.00'],
  ],
];

const percent = (id: string): Coupon => ({ id, name: 'A tenth off', off: { percent: '10' }, left: null });
const sixty: Coupon = { id: 'sixty', name: 'Sixty off', off: { amount: '60' }, left: null };
const tenths = [
  { on: '2026-04-02', coupon: percent('first') },
  { on: '2026-04-03', coupon: percent('second') },
  { on: '2026-05-01' },
];

const COUPONS: readonly Case[] = [
  [
    34,
    'two coupons of a tenth on 100',
    'default: chained',
    { unitPrice: '100', anchor: '2026-04-01' },
    tenths,
    ['2026-04-01 2026-05-01: 100.00', '2026-05-01 2026-06-01: 81.00'],
  ],
  [
    34,
    'two coupons of a tenth on 100',
    'coupons: each of the original',
    { unitPrice: '100', anchor: '2026-04-01', rules: { changeDay: 'new', stacking: 'original' } },
    tenths,
    ['2026-04-01 2026-05-01: 100.00', '2026-05-01 2026-06-01: 80.00'],
  ],
  [
    34,
    'a coupon of 60 on 50 leaves nought, never less',
    'default',
    { unitPrice: '50', anchor: '2026-04-01' },
    [{ on: '2026-04-02', coupon: sixty }, { on: '2026-05-01' }],
    ['2026-04-01 2026-05-01: 50.00', '2026-05-01 2026-06-01: 0.00'],
  ],
];

describe.each([
  ['a change within the period', CHANGES],
  ['a lowered supply', LOWERED],
  ['the day of a change', DAYS_OF_CHANGE],
  ['the billing day', BILLING_DAYS],
  ['months of thirty days', MONTHS_OF_THIRTY],
  ['prices that are not divided', NOT_DIVIDED],
  ['coupons', COUPONS],
] as const)('published figures of %s', (_, cases) => {
  it.each(cases)('case %d: %s (%s)', (_no, _words, _policy, given, steps, bills) => {
    const life = lived(given, steps);

    expect([...life.bills.map(told), ...toldNotes(life)]).toEqual(bills);
  });
});

const steps = (flatAtZero: 'charge' | 'skip') =>
  byTable(
    'graduated',
    [
      ['10', '10', '2'],
      ['20', '5', '3'],
      [null, '5', '0'],
    ],
    { flatAtZero },
  );
const VOLUME = [
  ['100', '2', '10'],
  ['200', '1', '0'],
  [null, '0.5', '50'],
] as const;
const STAIRS = [
  ['5', '0', '100'],
  ['10', '0', '50'],
  ['15', '5', '0'],
  [null, '1', '0'],
] as const;

describe('published figures of tables, billed for a period', () => {
  it.each([
    [21, 'nothing, and the first flat part', 'default: charged', steps('charge'), '0', '2.00'],
    [21, 'nothing', 'flat part at nought: skipped', steps('skip'), '0', '0.00'],
    [21, 'the first unit', 'default', steps('charge'), '1', '12.00'],
    [21, 'the whole first tier', 'default', steps('charge'), '10', '102.00'],
    [21, 'the first of the second', 'default', steps('charge'), '11', '110.00'],
    [21, 'the second of the second', 'default', steps('charge'), '12', '115.00'],
    [23, 'one unit', 'default', byTable('volume', VOLUME), '1', '12.00'],
    [23, 'up to the bound', 'default', byTable('volume', VOLUME), '100', '210.00'],
    [23, 'beyond the bound', 'default', byTable('volume', VOLUME), '101', '101.00'],
    [23, 'the second bound', 'default', byTable('volume', VOLUME), '200', '200.00'],
    [23, 'the last tier', 'default', byTable('volume', VOLUME), '300', '200.00'],
    [23, 'a fraction beyond the bound', 'default: exact bound', byTable('volume', VOLUME), '100.5', '100.50'],
    [
      23,
      'a fraction beyond the bound',
      'fraction: whole units reached',
      byTable('volume', VOLUME, { fraction: 'whole_units' }),
      '100.5',
      '211.00',
    ],
    [
      23,
      'a fraction beyond the bound',
      'fraction: rounded up',
      byTable('volume', VOLUME, { fraction: 'rounded_up' }),
      '100.5',
      '100.50',
    ],
    [35, 'flat parts, then a rate', 'default', byTable('graduated', STAIRS), '22', '182.00'],
  ] as const)('case %d: %s (%s)', (_no, _words, _policy, price, quantity, net) => {
    expect(lived({ anchor: '2026-04-01', price, quantity }).bills.map(told)).toEqual([
      `2026-04-01 2026-05-01: ${net}`,
    ]);
  });
});

describe('published figures of the tax on what is given back', () => {
  it.each([
    [17, '193.33 and 25 %', 19_333n, '25', 4_833n, 24_166n],
    [18, '154.67 and 25 %', 15_467n, '25', 3_867n, 19_334n],
    [34, '70 and 8.25 %', 7_000n, '8.25', 578n, 7_578n],
    [34, 'nothing is left to tax', 0n, '8.25', 0n, 0n],
  ] as const)('case %d: %s', (_no, _words, netMinor, rate, taxMinor, grossMinor) => {
    const [tax] = taxSubtotals([{ category: 'S', rate, netMinor }]);

    expect([tax?.taxMinor, (tax?.baseMinor ?? 0n) + (tax?.taxMinor ?? 0n)]).toEqual([taxMinor, grossMinor]);
  });
});
