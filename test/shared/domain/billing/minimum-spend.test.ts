import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledLine } from '../../../../shared/domain/billing/billed-line.ts';
import { chargedWindows } from '../../../../shared/domain/billing/late.ts';
import type { UsageTaken, UsageWindow } from '../../../../shared/domain/billing/metering.ts';
import { COMMITMENTS_KEPT_MAX, type SpendMinimum } from '../../../../shared/domain/billing/minimum-spend.ts';
import { perUnit } from '../../../../shared/domain/pricing/models.ts';
import { usageOwed } from '../../../../shared/domain/subscriptions/bill.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../../../shared/domain/subscriptions/reconcile.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { billAt, billedIn, moved, started, termsOf } from '../subscription-sample.ts';

const SEED = 20_261_126;
const QUARTER: SpendMinimum = {
  interval: 'quarter',
  count: 1,
  amount: '100',
  covers: 'all',
  earlyEnd: 'prorated',
};
const TERMS = {
  anchor: '2026-01-01',
  zone: 'UTC',
  unitPrice: '10.00',
  quantity: '1',
  minimum: QUARTER,
  metering: {
    graceHours: 0,
    meters: [{ code: 'calls', aggregation: 'sum' as const, price: perUnit('0.05') }],
  },
};

/** Calls of one month that are known from a bill on. */
type Calls = { readonly month: number; readonly count: number; readonly knownWith: number };

/** A life of seven months: what was billed, and the facts. */
type Life = { state: KnownSubscription; readonly facts: SubscriptionFact[]; readonly lines: BilledLine[] };

const monthOf = (day: string) => Number(day.slice(5, 7)) - 1;

/** What a window comes to by what is known with a bill. */
function takenOf({ code, start, end }: UsageWindow, calls: readonly Calls[], bill: number): UsageTaken {
  const known = calls.filter((each) => each.month === monthOf(start) && each.knownWith <= bill);
  const count = known.reduce((sum, each) => sum + each.count, 0);

  return { meter: code, start, end, quantity: String(count), events: known.length, hash: '', obstacle: null };
}

function livedWith(calls: readonly Calls[], charge: 'in_advance' | 'in_arrears'): Life {
  const terms = { ...TERMS, charge };
  const state = started(terms, '2026-01-01T00:00:00.000Z');
  const created = { ...termsOf(terms), nextDueAt: state.nextDueAt, at: '2026-01-01T00:00:00.000Z' };
  const facts: SubscriptionFact[] = [
    { type: 'subscription.created', data: created },
    { type: 'subscription.activated', data: { at: created.at } },
  ];
  const life: Life = { state, facts, lines: [] };
  for (let bill = 1; bill <= 7; bill += 1) {
    const command = billAt(`2026-0${bill + 1}-01T12:00:00.000Z`);
    const usage = usageOwed(life.state, command).windows.map((window) => takenOf(window, calls, bill));
    const bills = [{ invoice: 'inv_sample', lines: life.lines }];
    const windows = chargedWindows(bills, [{ meter: 'calls', start: '2026-01-01', end: '2027-01-01' }]);
    const changed = windows.map((window) => ({ ...window, taken: takenOf(window, calls, bill) }));
    const done = moved(life.state, { ...command, usage, corrections: { windows: changed, left: [] } });
    life.state = done.state;
    facts.push(...done.facts);
    life.lines.push(...billedIn(done.facts).flatMap(({ lines }) => lines));
  }

  return life;
}

const sumOf = (lines: readonly BilledLine[]) => lines.reduce((sum, line) => sum + line.listMinor, 0n);
const within = (lines: readonly BilledLine[], start: string, end: string) =>
  lines.filter((line) => start <= line.start && line.start < end);

const calls = fc.record({
  month: fc.integer({ min: 0, max: 5 }),
  count: fc.integer({ min: 0, max: 900 }),
  knownWith: fc.integer({ min: 1, max: 7 }),
});
const charge = fc.constantFrom('in_advance' as const, 'in_arrears' as const);

describe('a commitment period that ends regularly', () => {
  it('is billed for the greater of what was promised and what was used, whenever its usage became known', () => {
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 8 }), charge, (given, how) => {
        const { lines, facts } = livedWith(given, how);
        for (const [start, end, months] of [
          ['2026-01-01', '2026-04-01', [0, 1, 2]],
          ['2026-04-01', '2026-07-01', [3, 4, 5]],
        ] as const) {
          const used = given.filter(({ month }) => (months as readonly number[]).includes(month));
          const spent = 3_000n + BigInt(used.reduce((sum, { count }) => sum + count, 0)) * 5n;
          expect(sumOf(within(lines, start, end))).toBe(spent > 10_000n ? spent : 10_000n);
        }
        const told = reconciled(facts, {
          tenant: 'ten_sample',
          subscription: 'sub_sample',
          at: '2026-08-01T12:00:00.000Z',
        });
        expect(told?.differenceMinor).toBe(0n);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('is trued up by the same in the end, in whichever order late usage comes', () => {
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 8 }), charge, (given, how) => {
        const orders = [given, given.map((each) => ({ ...each, knownWith: 8 - each.knownWith }))];
        const [one, other] = orders.map((each) => sumOf(livedWith(each, how).lines));

        expect(one).toBe(other);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});

describe('what is promised', () => {
  it('by another plan holds from the next commitment period on; the one that runs stays as it was agreed on', () => {
    const state = started({ ...TERMS, charge: 'in_arrears', metering: null });
    const target = {
      sold: { plan: 'pln_b', planVersion: 1, description: 'B', price: perUnit('20.00'), quantity: '1' },
      ...({ interval: 'month', count: 1, charge: 'in_arrears', anchorDay: null } as const),
      minimum: { ...QUARTER, amount: '900' },
    };
    const asked = { agreed: null, request: { key: 'k', fingerprint: 'f' }, when: 'now' } as const;
    const changed = moved(state, { ...billAt('2026-01-01T12:00:00.000Z'), do: 'change', target, ...asked });
    const { facts, state: then } = moved(changed.state, billAt('2026-07-01T12:00:00.000Z'));

    const trueUps = billedIn(facts).flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'true_up'));
    expect(trueUps.map(({ start, listMinor }) => [start, listMinor])).toEqual([
      ['2026-01-01', 4_000n],
      ['2026-04-01', 84_000n],
    ]);
    expect(then.minimum).toMatchObject({ amount: '900' });
  });

  it('ends with the commitment period that runs where the other plan asks for nothing', () => {
    const state = started({ ...TERMS, charge: 'in_arrears', metering: null });
    const target = {
      sold: { plan: 'pln_b', planVersion: 1, description: 'B', price: perUnit('20.00'), quantity: '1' },
      ...({ interval: 'month', count: 1, charge: 'in_arrears', anchorDay: null } as const),
      minimum: null,
    };
    const asked = { agreed: null, request: { key: 'k', fingerprint: 'f' }, when: 'now' } as const;
    const changed = moved(state, { ...billAt('2026-01-01T12:00:00.000Z'), do: 'change', target, ...asked });
    const { facts } = moved(changed.state, billAt('2026-10-01T12:00:00.000Z'));

    const trueUps = billedIn(facts).flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'true_up'));
    expect(trueUps.map(({ start }) => start)).toEqual(['2026-01-01']);
  });

  it('is remembered for a bounded number of commitment periods', () => {
    const minimum = { ...QUARTER, interval: 'month', amount: '5' } as const;
    const state = started({ ...TERMS, metering: null, minimum });
    const { state: then } = moved(state, billAt('2027-06-01T12:00:00.000Z'));

    expect(then.spending?.commitments).toHaveLength(COMMITMENTS_KEPT_MAX);
  });

  it('is missed by the reconciliation where an end was told without it', () => {
    const terms = { ...TERMS, metering: null, charge: 'in_advance' as const };
    const at = '2026-01-01T00:00:00.000Z';
    const state = started(terms, at);
    const created = { ...termsOf(terms), nextDueAt: state.nextDueAt, at };
    const first = moved(state, billAt('2026-01-01T12:00:00.000Z'));
    const cancel = {
      do: 'cancel',
      when: 'period_end',
      credit: 'none',
      at: '2026-01-15T12:00:00.000Z',
    } as const;
    const cancelled = moved(first.state, cancel);
    const ended = moved(cancelled.state, billAt('2026-02-01T12:00:00.000Z'));
    const all: readonly SubscriptionFact[] = [
      { type: 'subscription.created', data: created },
      { type: 'subscription.activated', data: { at } },
      ...[...first.facts, ...cancelled.facts, ...ended.facts],
    ];
    const asked = { tenant: 'ten_sample', subscription: 'sub_sample', at: '2026-02-02T12:00:00.000Z' };
    const without = all.filter((fact) => fact.type !== 'subscription.billed' || fact.data.change === null);

    // 31 of 90 days of 100.00 are 34.44, less the 10.00 of January.
    expect(reconciled(all, asked)?.differenceMinor).toBe(0n);
    expect(reconciled(without, asked)?.differenceMinor).toBe(2_444n);
  });
});

describe('a period that is billed once its subscription is cancelled on its first day', () => {
  it('is trued up at once by all that is short without it', () => {
    const minimum: SpendMinimum = { ...QUARTER, interval: 'month', count: 2, earlyEnd: 'full' };
    const sold = started({ anchor: '2026-01-31', unitPrice: '10.00', quantity: '1', minimum });
    const first = moved(sold, billAt('2026-01-31T10:00:00.000Z')).state;

    const cancelled = moved(first, {
      ...{ do: 'cancel', when: 'now', credit: 'offset' },
      at: '2026-02-28T11:00:00.000Z',
    }).state;

    const bills = billedIn(moved(cancelled, billAt('2026-02-28T12:00:00.000Z')).facts);
    expect(bills.map(({ lines }) => lines.map(({ kind, listMinor }) => [kind, listMinor]))).toEqual([
      [
        ['whole', 1_000n],
        ['true_up', 9_000n],
      ],
    ]);
  });
});
