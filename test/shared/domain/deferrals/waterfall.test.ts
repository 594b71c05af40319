import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { DeferralFact } from '../../../../shared/domain/deferrals.ts';
import { deferrals } from '../../../../shared/domain/deferrals.ts';
import {
  pour,
  recognisedMinor,
  sortedFalls,
  type Waterfalls,
  WATERFALL_MONTHS_MAX,
} from '../../../../shared/domain/deferrals/waterfall.ts';
import { fold } from '../../../../shared/kernel/decider.ts';
import { addDays } from '../../../../shared/kernel/time.ts';

const YEAR = {
  entity: 'le_1',
  currency: 'EUR',
  issueDate: '2028-01-01',
  zone: 'Europe/Berlin',
  lines: [{ line: 1, netMinor: 120_000n, period: { start: '2028-01-01', end: '2029-01-01' } }],
  credits: [],
};

function fallOf(documents: readonly Parameters<typeof pour>[1][], day: string) {
  const falls: Waterfalls = new Map();
  for (const document of documents) pour(falls, document, day);
  const [fall] = sortedFalls(falls);

  return fall;
}

it('tells a year in its second month: what January left, what February earns, and the ten months to come', () => {
  const fall = fallOf([YEAR], '2028-02-29');

  expect(fall).toMatchObject({ openingMinor: 109_836n, balanceMinor: 100_328n, postedMinor: 100_328n });
  expect(fall && recognisedMinor(fall)).toBe(9_508n);
  expect([...(fall?.months ?? [])].slice(0, 2)).toEqual([
    ['2028-03', 10_164n],
    ['2028-04', 9_836n],
  ]);
});

it('tells the days so far within a month, and what the ledger holds until it is over', () => {
  expect(fallOf([YEAR], '2028-02-10')).toMatchObject({ balanceMinor: 106_557n, postedMinor: 109_836n });
});

it('knows nothing of a document before it was issued', () => {
  expect(fallOf([YEAR], '2027-12-31')).toBeUndefined();
});

it('counts a note on the day it was posted, and not before', () => {
  const note = {
    creditNote: 'crn_1',
    on: '2028-02-05',
    through: '2028-01-31',
    lines: [{ line: 1, netMinor: 60_000n }],
  };
  const document = { ...YEAR, credits: [note] };

  expect(fallOf([document], '2028-02-04')).toMatchObject({ creditedMinor: 0n });
  expect(fallOf([document], '2028-02-29')).toMatchObject({ creditedMinor: 54_918n, balanceMinor: 50_164n });
});

it('sums up what is earned behind the months it names, and credit that no month earns', () => {
  const long = {
    ...YEAR,
    lines: [
      { line: 1, netMinor: 7_200n, period: { start: '2028-01-01', end: '2034-01-01' } },
      { line: 2, netMinor: 500n, period: null },
    ],
  };
  const fall = fallOf([long], '2027-12-31') ?? fallOf([long], '2028-01-01');

  expect(fall?.months.size).toBe(WATERFALL_MONTHS_MAX);
  expect(fall?.undatedMinor).toBe(500n);
  expect(fall?.laterMinor).toBeGreaterThan(3_500n);
});

it('keeps sellers and currencies apart, in order', () => {
  const falls: Waterfalls = new Map();
  for (const [entity, currency] of [
    ['le_2', 'EUR'],
    ['le_1', 'USD'],
    ['le_1', 'EUR'],
  ] as const)
    pour(falls, { ...YEAR, entity, currency }, '2028-01-31');

  expect(sortedFalls(falls).map(({ entity, currency }) => `${entity} ${currency}`)).toEqual([
    'le_1 EUR',
    'le_1 USD',
    'le_2 EUR',
  ]);
});

test('on any day the months and the rest come to the balance, and what is posted is what the ledger holds', () => {
  const anyDay = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2028-01-01', days));
  fc.assert(
    fc.property(anyDay, anyDay, fc.bigInt({ min: 1n, max: 120_000n }), (day, creditDay, netMinor) => {
      const facts: DeferralFact[] = [];
      const tell = (command: Parameters<typeof deferrals.decide>[1]) => {
        const told = deferrals.decide(fold(deferrals, facts), command);
        if (told.ok) facts.push(...told.value);
      };
      const { credits: _, ...data } = YEAR;
      tell({ do: 'open', invoice: 'inv_1', data });
      for (let on = '2028-01-01'; on <= day; on = addDays(on, 1)) {
        tell({ do: 'recognise', at: `${on}T12:00:00.000Z` });
        const lines = [{ line: 1, netMinor }];
        if (on === creditDay) tell({ do: 'credit', credit: { creditNote: 'crn_1', on, lines } });
      }
      const next = addDays(day, 1);
      tell({ do: 'recognise', at: `${next}T12:00:00.000Z` });
      const state = fold(deferrals, facts);
      const moved = facts
        .flatMap(({ books }) => books?.entries ?? [])
        .filter(({ account }) => account === 'deferred_revenue')
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      const fall = state.status === 'none' ? undefined : fallOf([state], day);

      const months = [...(fall?.months.values() ?? [])].reduce((sum, minor) => sum + minor, 0n);
      expect(months + (fall?.laterMinor ?? 0n) + (fall?.undatedMinor ?? 0n)).toBe(fall?.balanceMinor);
      expect(120_000n - moved).toBe(fall?.postedMinor);
    }),
    { seed: 20280229, numRuns: 60 },
  );
});
