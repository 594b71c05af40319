import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { beginningOf, refusedStart } from '../../../../shared/domain/subscriptions/start.ts';
import { billAt, billedIn, moved, type Sample, started } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', zone: 'UTC' } as const;
const begin = { startsOn: null, alignment: 'anniversary', anchorDay: null, trialDays: null } as const;
const offer = (stub: 'charge' | 'free' | 'merge', trialDays = 0) =>
  ({
    interval: 'month',
    count: 1,
    trialDays,
    rules: { stub, changeDay: 'new', stacking: 'chained' },
  }) as const;

const told = (sample: Sample, until: string, at?: string) =>
  billedIn(moved(started({ ...SAMPLE, ...sample }, at), billAt(`${until}T12:00:00.000Z`)).facts).map(
    ({ start, end, lines }) => [start, end, ...lines.map(netOf)],
  );

describe('the days before the anchor', () => {
  it.each([
    [
      'charge',
      [
        ['2026-04-21', '2026-05-01', 1_000n],
        ['2026-05-01', '2026-06-01', 3_000n],
      ],
    ],
    ['free', [['2026-05-01', '2026-06-01', 3_000n]]],
    ['merge', [['2026-04-21', '2026-06-01', 1_000n, 3_000n]]],
  ] as const)('are billed by the rule %s', (stub, expected) => {
    const { startsOn, rhythm } = beginningOf('2026-04-21', { ...begin, alignment: 'calendar' }, offer(stub));

    expect(told({ startsOn, rhythm }, '2026-05-02', '2026-04-21T12:00:00.000Z')).toEqual(expected);
  });

  it.each([
    [10, 'are many enough for a bill of their own', [['2026-04-21', '2026-05-01', 1_000n]]],
    [11, 'are too few for one and merge', [['2026-04-21', '2026-06-01', 1_000n, 3_000n]]],
  ] as const)('merged below %i days, ten of them %s', (mergedBelow, _, expected) => {
    const { rules, ...rest } = offer('merge');
    const merging = { ...rest, rules: { ...rules, mergedBelow } };
    const { startsOn, rhythm } = beginningOf('2026-04-21', { ...begin, alignment: 'calendar' }, merging);

    const [first] = told({ startsOn, rhythm }, '2026-05-02', '2026-04-21T12:00:00.000Z');
    expect([first]).toEqual(expected);
  });
});

describe('a trial', () => {
  const { startsOn, rhythm } = beginningOf('2026-04-01', begin, offer('charge', 14));
  const trial = () => started({ ...SAMPLE, startsOn, rhythm }, '2026-04-01T08:00:00.000Z');

  it('is service without charge, and its end the first day that is charged', () => {
    const state = trial();

    const during = moved(state, billAt('2026-04-14T23:59:59.000Z'));
    const after = moved(state, billAt('2026-04-15T00:00:00.000Z'));

    expect(state.status).toBe('trialing');
    expect(during.facts).toEqual([]);
    expect(after.facts.map(({ type }) => type)).toEqual(['subscription.activated', 'subscription.billed']);
    expect(billedIn(after.facts)).toMatchObject([{ start: '2026-04-15', end: '2026-05-15' }]);
  });

  it.each([
    ['now', '2026-04-05', 'ended'],
    ['period_end', '2026-04-15', 'trialing'],
  ] as const)('that is cancelled with %s is never charged', (when, endsOn, status) => {
    const cancelled = moved(trial(), { do: 'cancel', when, at: '2026-04-05T10:00:00.000Z' }).state;

    const later = moved(cancelled, billAt('2026-07-01T00:00:00.000Z'));

    expect(cancelled).toMatchObject({ status, cancellation: { endsOn, periods: 0 } });
    expect(billedIn(later.facts)).toEqual([]);
    expect(later.state.status).toBe('ended');
  });
});

describe('a first day', () => {
  it('in the future is waited for', () => {
    const state = started({ ...SAMPLE, anchor: '2026-06-01' }, '2026-04-01T08:00:00.000Z');

    expect(state).toMatchObject({ status: 'pending', nextDueAt: '2026-06-01T00:00:00.000Z' });
    expect(moved(state, billAt('2026-05-31T23:59:59.000Z')).facts).toEqual([]);
    expect(moved(state, billAt('2026-06-01T00:00:00.000Z')).facts.map(({ type }) => type)).toEqual([
      'subscription.activated',
      'subscription.billed',
    ]);
  });

  it('in the future that begins a trial tells both days', () => {
    const { startsOn, rhythm } = beginningOf(
      '2026-04-01',
      { ...begin, startsOn: '2026-05-01', trialDays: 7 },
      offer('charge'),
    );
    const state = started({ ...SAMPLE, startsOn, rhythm }, '2026-04-01T08:00:00.000Z');

    const trial = moved(state, billAt('2026-05-01T00:00:00.000Z'));
    const charged = moved(trial.state, billAt('2026-05-08T00:00:00.000Z'));

    expect(state.nextDueAt).toBe('2026-05-01T00:00:00.000Z');
    expect(trial.state).toMatchObject({ status: 'trialing', nextDueAt: '2026-05-08T00:00:00.000Z' });
    expect(charged.facts.map(({ type }) => type)).toEqual(['subscription.activated', 'subscription.billed']);
  });

  it('in the past is billed from that day on, in order', () => {
    expect(
      told({ anchor: '2026-01-31' }, '2026-04-01', '2026-04-01T08:00:00.000Z').map(([start]) => start),
    ).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it.each([
    ['2023-03-30', true],
    ['2029-04-30', true],
    ['2024-04-01', false],
    [null, false],
  ])('of %s is refused: %s', (startsOn, isRefused) => {
    expect(refusedStart(startsOn, '2026-04-15') !== undefined).toBe(isRefused);
  });
});
