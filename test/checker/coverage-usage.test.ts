import { expect, test } from 'vitest';
import { type Data, readJournal } from './books.ts';
import { coverageOf } from './coverage.ts';

const NOW = '2026-03-20T12:00:00.000Z';
const rhythm = {
  interval: 'month',
  count: 1,
  start: '2026-01-10',
  anchor: '2026-01-10',
  anchorDay: 10,
  firstIndex: 0,
  merged: false,
};
const meter = { code: 'calls', aggregation: 'sum', price: { model: 'per_unit', amount: '1' } };
const CREATED: Data = {
  ...{ zone: 'Europe/Berlin', charge: 'in_arrears', startsOn: '2026-01-03', rhythm },
  ...{ rules: { changeDay: 'new' }, plan: 'pln_a', planVersion: 1 },
  metering: { graceHours: 0, meters: [meter] },
};

type Days = readonly [start: string, end: string];
const PERIODS: readonly Days[] = [
  ['2026-01-10', '2026-02-10'],
  ['2026-02-10', '2026-03-10'],
];

/** Two months that were billed whole, with these windows of usage, and these events. */
function covered(windows: readonly Days[], events: readonly string[], code = 'calls') {
  const billed = PERIODS.map(([start, end], index) => ({
    type: 'subscription.billed',
    data: {
      ...{ start, end, suppliedOn: end },
      lines: [
        { kind: 'whole', start, end },
        ...windows
          .filter((_, window) => Math.min(window, 1) === index)
          .map(([from, to]) => ({ kind: 'usage', start: from, end: to, usage: { meter: 'calls' } })),
      ],
    },
  }));
  const facts = [
    { type: 'subscription.created', data: CREATED },
    { type: 'subscription.activated', data: {} },
    ...billed,
  ];
  const usage = new Map([['ten_a sub_a', events.map((at) => ({ meter: code, at }))]]);

  return read([facts], usage);
}

type Told = { readonly type: string; readonly data: Data };
type Used = Map<string, { readonly meter: string; readonly at: string }[]>;

/** What became of the days and events of a subscription, whose facts lie in these commits. */
function read(commits: readonly (readonly Told[])[], usage: Used) {
  const items = commits.map((facts, index) => ({
    ...{ pk: 'ten_a#sub_a', sk: index + 1, hash: '' },
    body: JSON.stringify({ at: NOW, facts }),
  }));
  const snapshot = {
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: NOW, isAtRest: true, isFaultless: true, left: 0, usage },
  };
  const { events: parts, leaks } = coverageOf({ journal: readJournal(items, []), snapshot });

  return { parts: Object.fromEntries(parts), leaks };
}

const EVENTS = [
  '2026-01-05T10:00:00.000Z',
  '2026-01-09T23:00:00.000Z',
  '2026-02-09T22:59:59.999Z',
  '2026-02-09T23:00:00.000Z',
  '2026-03-15T10:00:00.000Z',
];

test('each event lies in the window of its day in the zone of the subscription, or is pending or excluded', () => {
  expect(covered(PERIODS, EVENTS)).toEqual({
    parts: { 'excluded: before_first_charge': 1, invoiced: 3, 'pending: not due yet': 1 },
    leaks: [],
  });
  expect(covered(PERIODS, ['2026-02-01T10:00:00.000Z'], 'unpriced').parts).toEqual({
    'excluded: no price': 1,
  });
});

test.each<[string, readonly Days[], readonly string[]]>([
  ['a day between two windows', [['2026-01-10', '2026-02-09'], PERIODS[1] ?? ['', '']], ['2026-02-09']],
  ['a day in two windows', [['2026-01-10', '2026-02-11'], PERIODS[1] ?? ['', '']], ['2026-02-10']],
  ['a window that is billed twice', [...PERIODS, PERIODS[1] ?? ['', '']], ['2026-02-10']],
  ['a window in the trial', [['2026-01-09', '2026-02-10'], PERIODS[1] ?? ['', '']], ['2026-01-09']],
  ['a window that is missing', [PERIODS[0] ?? ['', '']], ['2026-02-10']],
])('%s is a leak of its meter', (_, windows, starts) => {
  const { leaks } = covered(windows, []);

  expect(leaks.map(({ start, what }) => `${start} ${what}`)).toEqual(
    starts.map((start) => `${start} usage of calls`),
  );
});

test.each<[string, Data | null, readonly string[]]>([
  ['somebody asks for waits for the next bill', { key: 'a' }, []],
  ['a bill comes upon is due with that bill', null, ['2026-01-10']],
])('usage before a new rhythm that %s', (_, request, starts) => {
  const anew = { ...rhythm, start: '2026-03-01', anchor: '2026-03-01', anchorDay: 1, firstIndex: 1 };
  const ahead = (start: string, end: string) => ({
    type: 'subscription.billed',
    data: { start, end, suppliedOn: start, lines: [{ kind: 'whole', start, end }] },
  });
  const target = {
    ...{ sold: {}, interval: 'month', count: 1, charge: 'in_advance' },
    metering: CREATED.metering,
  };
  const changed = { target, on: '2026-03-01', split: null, rhythm: anew, request };
  const begun = [
    {
      type: 'subscription.created',
      data: { ...CREATED, charge: 'in_advance', rhythm: { ...rhythm, count: 2 } },
    },
    { type: 'subscription.activated', data: {} },
    ahead('2026-01-10', '2026-03-01'),
  ];

  const { leaks } = read(
    [begun, [{ type: 'subscription.changed', data: changed }, ahead('2026-03-01', '2026-04-01')]],
    new Map(),
  );

  expect(leaks.map(({ start }) => start)).toEqual(starts);
});
