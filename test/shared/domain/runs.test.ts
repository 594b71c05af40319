import { describe, expect, it } from 'vitest';
import {
  FIRST_CURSOR,
  type Run,
  type RunCommand,
  type RunTerms,
  RUN_PAGES_MAX,
  runPages,
  runs,
  untilOf,
} from '../../../shared/domain/runs.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { factsOf } from './subscription-sample.ts';

const AT = '2026-03-31T22:30:00.000Z';
const TERMS: RunTerms = { kind: 'manual', targetDate: null, until: AT };
const OPEN = given({ do: 'open', terms: TERMS, at: AT });

function given(...commands: readonly RunCommand[]): Run {
  return commands.reduce(
    (state, command) => fold(runs, factsOf(runs.decide(state, command)), state),
    runs.initial,
  );
}

describe('a billing run', () => {
  it('is opened once', () => {
    expect(OPEN).toMatchObject({ status: 'open', pages: 0, planned: 0, cursor: FIRST_CURSOR });
    expect(factsOf(runs.decide(OPEN, { do: 'open', terms: TERMS, at: AT }))).toEqual([]);
  });

  it.each([
    ['2026-04-01', true],
    ['2026-04-02', false],
  ])('takes the target date %s only where that day has begun somewhere: %s', (targetDate, isTaken) => {
    const decided = runs.decide(runs.initial, { do: 'open', terms: { ...TERMS, targetDate }, at: AT });

    expect(decided.ok ? 'taken' : decided.refusal.code).toBe(
      isTaken ? 'taken' : 'billing_run.target_in_future',
    );
  });

  it.each([
    ['2027-05-06', true],
    ['2027-05-07', false],
  ])(
    'that is dry looks ahead to %s, 400 days from the day that has begun somewhere: %s',
    (targetDate, isTaken) => {
      const terms = { ...TERMS, targetDate, dryRun: true } as const;
      const decided = runs.decide(runs.initial, { do: 'open', terms, at: AT });

      expect(decided.ok ? 'taken' : decided.refusal.code).toBe(
        isTaken ? 'taken' : 'billing_run.target_in_future',
      );
    },
  );

  it('that is dry takes what falls due until its target date is over everywhere, any other what is due by now', () => {
    expect(untilOf({ targetDate: '2026-06-01', dryRun: true }, AT)).toBe('2026-06-02T12:00:00.000Z');
    expect(untilOf({ targetDate: '2026-01-01', dryRun: true }, AT)).toBe(AT);
    expect(untilOf({ targetDate: null, dryRun: true }, AT)).toBe(AT);
    expect(untilOf({ targetDate: '2026-04-01' }, AT)).toBe(AT);
  });

  it('counts what each page found due, and is planned when no page is left', () => {
    const next = { shard: 0, after: 'key' };
    const one = fold(
      runs,
      factsOf(
        runs.decide(OPEN, {
          do: 'advance',
          at: AT,
          from: FIRST_CURSOR,
          subscriptions: ['sub_a', 'sub_b'],
          cursor: next,
        }),
      ),
      OPEN,
    );

    const two = fold(
      runs,
      factsOf(runs.decide(one, { do: 'advance', at: AT, from: next, subscriptions: [], cursor: null })),
      one,
    );

    expect(one).toMatchObject({ status: 'planning', pages: 1, planned: 2 });
    expect(two).toMatchObject({ status: 'planned', pages: 1, planned: 2, cursor: null, plannedAt: AT });
  });

  it('takes a page once, whichever of two planners comes first', () => {
    const advance = {
      do: 'advance',
      at: AT,
      from: FIRST_CURSOR,
      subscriptions: ['sub_a'],
      cursor: { shard: 1, after: null },
    } as const;
    const once = fold(runs, factsOf(runs.decide(OPEN, advance)), OPEN);

    expect(factsOf(runs.decide(once, advance))).toEqual([]);
  });

  it('stops planning at its last page', () => {
    const full: Run = {
      ...TERMS,
      status: 'planning',
      cursor: FIRST_CURSOR,
      pages: RUN_PAGES_MAX - 1,
      planned: 0,
      openedAt: AT,
    };

    const [fact] = factsOf(
      runs.decide(full, {
        do: 'advance',
        at: AT,
        from: FIRST_CURSOR,
        subscriptions: ['sub_a'],
        cursor: { shard: 1, after: null },
      }),
    );

    expect(fact?.data).toMatchObject({ page: RUN_PAGES_MAX, cursor: null });
  });

  it('that nobody opened refuses to advance', () => {
    const decided = runs.decide(runs.initial, {
      do: 'advance',
      at: AT,
      from: FIRST_CURSOR,
      subscriptions: [],
      cursor: null,
    });

    expect(decided).toMatchObject({ refusal: { code: 'billing_run.not_found' } });
  });
});

describe('a page of a run', () => {
  it('keeps its first result', () => {
    const finish = {
      do: 'finish',
      run: 'run_a',
      page: 1,
      result: { billed: 2, unchanged: 0, failures: [] },
    } as const;
    const done = fold(runPages, factsOf(runPages.decide(runPages.initial, finish)));

    const again = runPages.decide(done, { ...finish, result: { billed: 0, unchanged: 2, failures: [] } });

    expect(done).toMatchObject({ status: 'done', run: 'run_a', page: 1, billed: 2 });
    expect(factsOf(again)).toEqual([]);
  });
});
