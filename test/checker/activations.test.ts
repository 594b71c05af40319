import { expect, test } from 'vitest';
import { checkActivations } from './activations.ts';
import { type Data, readJournal } from './books.ts';

const NOW = '2026-03-20T12:00:00.000Z';
const grid = { interval: 'month', count: 1, merged: false, firstIndex: 0 };
const onTenth = { ...grid, start: '2026-03-10', anchor: '2026-03-10', anchorDay: 10 };
const layout = { alignment: 'anniversary', anchorDay: null, trialDays: 0, stub: 'charge' };
const CREATED: Data = {
  ...{ zone: 'UTC', charge: 'in_advance', startsOn: '2026-03-01' },
  rhythm: { ...grid, start: '2026-03-01', anchor: '2026-03-01', anchorDay: 1 },
  activation: { on: 'hand', orderedOn: '2026-03-01', agreedOn: null, layout },
};
const SET: Data = { startsOn: '2026-03-10', rhythm: onTenth };

type Told = readonly [type: string, data: Data];

/** What is wrong with subscriptions of these facts, by their ids. */
function wrongIn(lives: Readonly<Record<string, readonly Told[]>>): readonly string[] {
  const items = Object.entries(lives).flatMap(([id, facts]) =>
    facts.map(([name, data], index) => ({
      ...{ pk: `ten_a#${id}`, sk: index + 1, hash: '' },
      body: JSON.stringify({ at: NOW, facts: [{ type: `subscription.${name}`, data }] }),
    })),
  );
  const snapshot = {
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now: NOW, isAtRest: true, isFaultless: true, left: 0 },
  };
  const told: string[] = [];
  const report = ({ says }: { readonly says: string }) => void told.push(says);
  checkActivations({ journal: readJournal(items, []), snapshot, report });

  return told;
}

test('what waits, and what began as was agreed, is right', () => {
  const waits: Told = ['created', CREATED];

  expect(wrongIn({ sub_a: [waits], sub_b: [waits, ['start_set', SET], ['activated', {}]] })).toEqual([]);
});

const GRID = 'its periods lie elsewhere than was agreed';
const rhythmWith = (more: Data) => ({ ...SET, rhythm: { ...onTenth, ...more } });

test.each<readonly [what: string, facts: readonly Told[], says: readonly string[]]>([
  ['it is billed before', [['billed', {}]], ['subscription.billed is told of it before it was activated']],
  [
    'it is set twice',
    [
      ['start_set', SET],
      ['start_set', SET],
    ],
    ['its start was set 2 times'],
  ],
  [
    'it is charged from another day',
    [['start_set', rhythmWith({ start: '2026-03-09' })]],
    ['it is charged from 2026-03-09 on, and is to be from 2026-03-10 on'],
  ],
  ['it returns to another day', [['start_set', rhythmWith({ anchorDay: 11 })]], [GRID]],
  ['it skips a period', [['start_set', rhythmWith({ anchor: '2026-04-10' })]], [GRID]],
  [
    'it has longer periods',
    [['start_set', rhythmWith({ count: 2 })]],
    ['its periods are longer or shorter than was agreed'],
  ],
  ['days are merged', [['start_set', rhythmWith({ merged: true })]], ['days are merged that may not be']],
  [
    'it begins before its order',
    [
      [
        'start_set',
        {
          startsOn: '2026-02-10',
          rhythm: { ...onTenth, start: '2026-02-10', anchor: '2026-02-10' },
        },
      ],
    ],
    ['it begins before it was agreed on'],
  ],
])('that %s is told', (_, facts, says) => {
  expect(wrongIn({ sub_a: [['created', CREATED], ...facts] })).toEqual(says);
});

test('that something else has its start set is told', () => {
  const { activation: _, ...plain } = CREATED;

  expect(
    wrongIn({
      sub_a: [
        ['created', plain],
        ['start_set', SET],
      ],
    }),
  ).toEqual(['its start was set 1 times']);
});

test.each<readonly [what: string, facts: readonly Told[], says: readonly string[]]>([
  ['it stays behind its host', [], ['its host began without it']],
  [
    'it begins on another day',
    [['start_set', { ...SET, startsOn: '2026-03-11' }]],
    ['it begins on another day than its host'],
  ],
  [
    'it has another grid',
    [['start_set', rhythmWith({ anchorDay: 12 })]],
    ['its periods lie elsewhere than those of its host'],
  ],
])('of an add-on that %s is told', (_, facts, says) => {
  const host: readonly Told[] = [
    ['created', CREATED],
    ['start_set', SET],
  ];

  expect(wrongIn({ sub_a: host, sub_b: [['created', { ...CREATED, host: 'sub_a' }], ...facts] })).toEqual(
    says,
  );
});

test('that an add-on begins before its host is told', () => {
  const addOn: readonly Told[] = [
    ['created', { ...CREATED, host: 'sub_a' }],
    ['start_set', SET],
  ];

  expect(wrongIn({ sub_a: [['created', CREATED]], sub_b: addOn })).toEqual(['it begins before its host']);
});
