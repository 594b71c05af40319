import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type {
  Deferral,
  DeferralCommand,
  DeferralFact,
  DeferredData,
} from '../../../shared/domain/deferrals.ts';
import { deferralOf, deferrals, MONTHS_PER_COMMIT_MAX } from '../../../shared/domain/deferrals.ts';
import { leftOf, monthEndOf, unearnedAt } from '../../../shared/domain/deferrals/earning.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { addDays } from '../../../shared/kernel/time.ts';

const BASE = { entity: 'le_1', currency: 'EUR', zone: 'Europe/Berlin' };
const YEAR = {
  ...BASE,
  issueDate: '2028-01-01',
  lines: [{ line: 1, netMinor: 120_000n, period: { start: '2028-01-01', end: '2029-01-01' } }],
};

/** A deferral with all its facts; each command is told to what came before. */
function told(commands: readonly DeferralCommand[]) {
  const facts: DeferralFact[] = [];
  for (const command of commands) {
    const decided = deferrals.decide(fold(deferrals, facts), command);
    if (decided.ok) facts.push(...decided.value);
  }

  return { facts, state: fold(deferrals, facts) };
}

const open = (data: DeferredData = YEAR): DeferralCommand => ({ do: 'open', invoice: 'inv_1', data });
const recognise = (at: string): DeferralCommand => ({ do: 'recognise', at });

/** What the postings did to deferred revenue by the end of a day, beside the invoice's own. */
function movedBy(facts: readonly DeferralFact[], day = '9999-12-31'): bigint {
  return facts
    .flatMap(({ books }) => (books && books.date <= day ? books.entries : []))
    .filter(({ account }) => account === 'deferred_revenue')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

describe('a deferral', () => {
  it('is due at the first instant behind the month in the seller’s zone, and dates the posting to its last day', () => {
    const { state } = told([open()]);
    const early = told([open(), recognise('2028-01-31T22:59:59.999Z')]);
    const { facts } = told([open(), recognise('2028-01-31T23:00:00.000Z')]);

    expect(state).toMatchObject({ dueAt: '2028-01-31T23:00:00.000Z', through: '2027-12-31' });
    expect(early.facts).toHaveLength(1);
    expect(facts.at(-1)).toMatchObject({
      type: 'revenue.recognised',
      data: { through: '2028-01-31', amountMinor: 10_164n, nextDueAt: '2028-02-29T23:00:00.000Z' },
      books: {
        date: '2028-01-31',
        entries: [
          { account: 'deferred_revenue', amountMinor: 10_164n },
          { account: 'revenue', amountMinor: -10_164n },
        ],
      },
    });
  });

  it('recognises what was served in months that are over with the invoice, on its date', () => {
    const { facts } = told([open({ ...YEAR, issueDate: '2028-03-10' })]);

    expect(facts.map(({ type }) => type)).toEqual(['deferral.opened', 'revenue.recognised']);
    expect(facts.at(-1)).toMatchObject({
      data: { through: '2028-02-29', amountMinor: 19_672n },
      books: { date: '2028-03-10' },
    });
  });

  it('is opened once, and says nothing before', () => {
    expect(told([open(), open()]).facts).toHaveLength(1);
    expect(told([recognise('2028-02-01T00:00:00.000Z')]).facts).toEqual([]);
    expect(deferralOf('ten_1', 'inv_1')).toMatch(/^dfr_/);
  });

  it('takes up years without a scheduler month by month, so many in one commit', () => {
    const data = {
      ...YEAR,
      lines: [{ line: 1, netMinor: 96n, period: { start: '2028-01-01', end: '2036-01-01' } }],
    };
    const first = told([open(data), recognise('2040-01-01T00:00:00.000Z')]);

    expect(first.facts).toHaveLength(1 + MONTHS_PER_COMMIT_MAX);
    expect(first.state).toMatchObject({ through: '2029-12-31' });
  });

  it('has nothing due once all is earned', () => {
    const { state } = told([open(), recognise('2030-01-01T00:00:00.000Z')]);

    expect(state).toMatchObject({ dueAt: null, earnedMinor: 120_000n, through: '2028-12-31' });
  });
});

describe('a credit note', () => {
  const credit = (on: string, lines?: { line: number; netMinor: bigint }[]): DeferralCommand => ({
    do: 'credit',
    credit: { creditNote: `crn_${on}`, on, ...(lines && { lines }) },
  });

  it('for the whole before anything is earned takes all out of the deferral at once', () => {
    const { facts, state } = told([open(), credit('2028-01-05')]);

    expect(facts.at(-1)).toMatchObject({
      type: 'deferral.credited',
      data: { amountMinor: 120_000n },
      books: { date: '2028-01-05' },
    });
    expect(state).toMatchObject({ dueAt: null, earnedMinor: 0n });
  });

  it('for the whole behind a month takes out what that month has not earned', () => {
    const { facts, state } = told([open(), recognise('2028-02-01T00:00:00.000Z'), credit('2028-02-05')]);

    expect(facts.at(-1)).toMatchObject({ data: { amountMinor: 120_000n - 10_164n } });
    expect(movedBy(facts)).toBe(120_000n);
    expect(state).toMatchObject({ dueAt: null, earnedMinor: 0n });
  });

  it('in part leaves the rest to be earned by its days', () => {
    const part = [{ line: 1, netMinor: 60_000n }];
    const { facts } = told([
      open(),
      recognise('2028-02-01T00:00:00.000Z'),
      credit('2028-02-05', part),
      recognise('2028-03-01T00:00:00.000Z'),
    ]);

    expect(facts.at(-1)).toMatchObject({ type: 'revenue.recognised', data: { amountMinor: 4_754n } });
    expect(120_000n - movedBy(facts)).toBe(60_000n - 9_836n);
  });

  it('counts once, and not for lines that were never deferred', () => {
    const twice = told([open(), credit('2028-01-05'), credit('2028-01-05')]);
    const other = told([open(), credit('2028-01-05', [{ line: 2, netMinor: 1n }])]);

    expect(twice.facts).toHaveLength(2);
    expect(other.facts).toHaveLength(1);
  });
});

const anyLines = fc.array(
  fc
    .record({
      netMinor: fc.bigInt({ min: 1n, max: 10n ** 7n }),
      start: fc.integer({ min: -70, max: 90 }),
      days: fc.integer({ min: 1, max: 400 }),
    })
    .map(({ netMinor, start, days }) => {
      const first = addDays('2028-01-10', start);
      return { netMinor, period: { start: first, end: addDays(first, days) } };
    }),
  { minLength: 1, maxLength: 4 },
);
const opening = anyLines.map((lines) =>
  open({
    ...YEAR,
    issueDate: '2028-01-10',
    lines: lines.map((line, index) => ({ line: index + 1, ...line })),
  }),
);
const END = '2031-01-01T00:00:00.000Z';

test('one jump over the months leaves the same facts as looking every day', () => {
  fc.assert(
    fc.property(opening, (first) => {
      const days = Array.from({ length: 500 }, (_, day) =>
        recognise(`${addDays('2028-01-10', day)}T23:30:00.000Z`),
      );

      expect(told([first, ...days, recognise(END)]).facts).toEqual(told([first, recognise(END)]).facts);
    }),
    { seed: 20280229, numRuns: 30 },
  );
});

test('with credit notes at any day the deferral holds what is unearned at every month’s end', () => {
  const creditDays = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 400 }), part: fc.integer({ min: 1, max: 99 }) }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(opening, creditDays, (first, days) => {
      if (first.do !== 'open') return;
      const { lines } = first.data;
      const commands = days
        .toSorted((a, b) => a.after - b.after)
        .flatMap(({ after, part }, index): DeferralCommand[] => {
          const on = addDays('2028-01-10', after);
          const taken = lines.map(({ line, netMinor }) => ({
            line,
            netMinor: (netMinor * BigInt(part)) / 400n,
          }));
          return [
            recognise(`${on}T12:00:00.000Z`),
            { do: 'credit', credit: { creditNote: `crn_${index}`, on, lines: taken } },
          ];
        });
      const { facts, state } = told([first, ...commands, recognise(END), recognise(END)]);

      for (let end = '2028-01-31'; end < '2029-12-31'; end = monthEndOf(addDays(end, 1)))
        expect([end, heldAt(facts, state, end)]).toEqual([end, unearnedOf(state, end)]);
    }),
    { seed: 20280229, numRuns: 60 },
  );
});

function heldAt(facts: readonly DeferralFact[], state: Deferral, day: string): bigint {
  const nets = state.status === 'none' ? [] : state.lines;

  return nets.reduce((sum, { netMinor }) => sum + netMinor, 0n) - movedBy(facts, day);
}

function unearnedOf(state: Deferral, day: string): bigint {
  return state.status === 'none' ? 0n : unearnedAt(leftOf(state.lines, state.credits, day), day);
}

test('a credit note told before or after the month is recognised comes to the same in the end', () => {
  fc.assert(
    fc.property(opening, fc.integer({ min: 0, max: 300 }), (first, after) => {
      const on = addDays('2028-01-10', after);
      const note: DeferralCommand = { do: 'credit', credit: { creditNote: 'crn_1', on } };
      const late = told([first, recognise(END), recognise(END), note]);
      const early = told([first, recognise(`${on}T12:00:00.000Z`), note, recognise(END)]);

      expect(movedBy(late.facts)).toBe(movedBy(early.facts));
      expect([late.state, early.state]).toMatchObject([{ dueAt: null }, { dueAt: null }]);
    }),
    { seed: 20280229, numRuns: 100 },
  );
});

describe('the end of a subscription', () => {
  const end = (on: string, lines: readonly number[] = [1, 2]): DeferralCommand => ({
    do: 'end',
    end: { subscription: 'sub_1', on, lines },
  });
  const WITH_CREDIT = { ...YEAR, lines: [...YEAR.lines, { line: 2, netMinor: 500n, period: null }] };
  const FEBRUARY = '2028-02-10T00:00:00.000Z';

  it('earns with its day all that no day of service will, and the credit that no bill has taken', () => {
    const { facts, state } = told([open(WITH_CREDIT), end('2028-02-09'), recognise(FEBRUARY)]);

    expect(facts.slice(2).map(({ data, books }) => ({ ...data, date: books?.date }))).toMatchObject([
      { through: '2028-01-31', amountMinor: 10_164n, date: '2028-01-31' },
      { through: '2028-02-09', amountMinor: 110_336n, date: '2028-02-09' },
    ]);
    expect(state).toMatchObject({ dueAt: null, earnedMinor: 120_500n });
  });

  it('before the invoice was issued earns with the day of the invoice, not before there was anything to earn', () => {
    const late = { ...WITH_CREDIT, issueDate: '2028-02-12' };
    const { facts } = told([open(late), end('2028-02-09'), recognise('2028-02-12T12:00:00.000Z')]);

    expect(facts.at(-1)).toMatchObject({ data: { through: '2028-02-09' }, books: { date: '2028-02-12' } });
  });

  it('is told once, and leaves the lines of others as they are', () => {
    const { facts, state } = told([open(WITH_CREDIT), end('2028-02-09', [2]), end('2028-02-09', [2, 7])]);

    expect(facts.filter(({ type }) => type === 'deferral.ended')).toHaveLength(1);
    expect(state).toMatchObject({ lines: [YEAR.lines[0], { line: 2, stoppedOn: '2028-02-09' }] });
  });

  it('that comes after its month was recognised counts from the day behind it, so that no month is opened again', () => {
    const { facts } = told([open(WITH_CREDIT), recognise('2028-02-01T00:00:00.000Z'), end('2028-01-20')]);

    expect(facts.at(-1)).toMatchObject({
      type: 'deferral.ended',
      data: { on: '2028-02-01', nextDueAt: '2028-02-01T23:00:00.000Z' },
    });
  });

  it('leaves nothing unearned whatever is taken back, whichever comes first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 365 }),
        fc.bigInt({ min: 1n, max: 120_000n }),
        fc.boolean(),
        (days, netMinor, isFirst) => {
          const on = addDays('2028-01-01', days);
          const note: DeferralCommand = {
            do: 'credit',
            credit: { creditNote: 'crn_1', on, lines: [{ line: 1, netMinor }] },
          };
          const both = isFirst ? [note, end(on)] : [end(on), note];
          // Whoever tells them has recognised by then what was due.
          const due = recognise(`${on}T12:00:00.000Z`);
          const last = recognise('2030-01-01T00:00:00.000Z');
          const { facts, state } = told([open(WITH_CREDIT), due, ...both, last]);

          expect(movedBy(facts)).toBe(120_500n);
          expect(state).toMatchObject({ dueAt: null });
        },
      ),
    );
  });
});
