/** What holds of every life of a subscription, whatever it is sold for and whenever anybody comes by to bill it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import type { BilledLine } from '../../shared/domain/billing/billed-line.ts';
import { netOf } from '../../shared/domain/billing/lines.ts';
import { type Interval, periodAt, rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { addDays, daysBetween } from '../../shared/kernel/time.ts';
import { billAt, billedIn, moved, type Sample, started } from '../shared/domain/subscription-sample.ts';
import { lived, type Step } from './life.ts';

const SEED = 20_261_126;
const RUNS = 200;
const FIRST = '2026-01-01';
/** Days of a life, so that no rhythm owes more than one commit bills. */
const DAYS = 160;

const price = fc
  .integer({ min: 1, max: 99_999 })
  .map((minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`);
const interval = fc.constantFrom<Interval>('week', 'month', 'quarter', 'half_year', 'year');
const changeDay = fc.constantFrom('new', 'old', 'both');
const charge = fc.constantFrom('in_advance', 'in_arrears');
const offset = fc.integer({ min: 0, max: DAYS });
const agreed = fc.record({
  unitPrice: price,
  interval,
  charge,
  anchor: offset.map((days) => addDays(FIRST, days)),
  anchorDay: fc.integer({ min: 1, max: 31 }),
  quantity: fc.integer({ min: 1, max: 9 }).map(String),
});

/** Months that return to a day. */
const gridOf = (anchorDay: number) =>
  rhythmFrom('2024-01-01', {
    interval: 'month',
    count: 1,
    alignment: 'anniversary',
    anchorDay,
    firstIndex: 0,
  });

/** What a bill charges, whenever it was told. */
const charged = ({ start, end, lines, dueAt, invoice }: BilledPeriodData) => ({
  start,
  end,
  dueAt,
  invoice,
  lines: lines.map((line) => [line.kind, line.start, line.end, netOf(line)]),
});

/** The bills of looking on each of the days, in the order given. */
function billedOn(given: Sample & { readonly anchor: string }, days: readonly number[]) {
  let state = started({ zone: 'UTC', ...given });

  return days.flatMap((day) => {
    const done = moved(state, billAt(`${addDays(given.anchor, day)}T12:00:00.000Z`));
    state = done.state;
    return billedIn(done.facts).map(charged);
  });
}

function tiles(spans: readonly { readonly start: string; readonly end: string }[], from: string): void {
  spans.reduce((before, { start, end }) => {
    expect(start).toBe(before);
    expect(start < end).toBe(true);

    return end;
  }, from);
}

describe('the bills of a subscription', () => {
  it('leave no day out and bill none twice', () => {
    fc.assert(
      fc.property(agreed, (given) => tiles(billedOn(given, [DAYS]), given.anchor)),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('are the same whether somebody looks every day or once', () => {
    const everyDay = Array.from({ length: DAYS + 1 }, (_, day) => day);

    fc.assert(
      fc.property(agreed, (given) => {
        expect(billedOn(given, everyDay)).toEqual(billedOn(given, [DAYS]));
      }),
      { seed: SEED, numRuns: RUNS / 4 },
    );
  });

  it('are the same in whatever order late and repeated wake-ups come', () => {
    fc.assert(
      fc.property(agreed, fc.array(offset, { maxLength: 12 }), (given, days) => {
        expect(billedOn(given, [...days, DAYS])).toEqual(billedOn(given, [DAYS]));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe('a change within a period charged in advance', () => {
  it('gives back what was charged less what was used: both parts together are the charge, to the cent', () => {
    fc.assert(
      fc.property(price, price, fc.integer({ min: 0, max: 29 }), changeDay, (before, after, day, rule) => {
        const given = {
          unitPrice: before,
          anchor: '2026-04-01',
          rules: { changeDay: rule, stacking: 'chained' },
        } as const;
        const [first, second] = lived(given, [
          { on: addDays('2026-04-01', day), to: { price: after } },
        ]).bills;
        const [whole] = first?.lines ?? [];
        const back = (second?.lines ?? []).find(({ kind }) => kind === 'credit');
        const used = rule === 'new' ? day : day + 1;
        const chargedMinor = whole ? netOf(whole) : 0n;
        const givenBackMinor = back ? -netOf(back) : 0n;

        // In thirtieths of a cent: each part is within half a cent of its exact share.
        const usedMinor = chargedMinor - givenBackMinor;
        expect(givenBackMinor >= 0n && usedMinor >= 0n).toBe(true);
        expect(Math.abs(Number(usedMinor * 30n - chargedMinor * BigInt(used)))).toBeLessThanOrEqual(15);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('to another plan of the same price costs nothing', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 29 }), (same, day) => {
        const [, bill] = lived({ unitPrice: same, anchor: '2026-04-01' }, [
          { on: addDays('2026-04-01', day), to: { price: same } },
        ]).bills;

        expect((bill?.lines ?? []).reduce((sum, line) => sum + netOf(line), 0n)).toBe(0n);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe('days without service of a period charged in advance', () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 29 }), { minLength: 2, maxLength: 10 })
    .map((days) => days.toSorted((a, b) => a - b))
    .map((days) => (days.length % 2 === 0 ? days : days.slice(1)));
  const dayOf = (day: number) => addDays('2026-04-01', day);
  const turns = (days: readonly number[]): readonly Step[] =>
    days.map((day, index) => ({ on: dayOf(day), does: index % 2 === 0 ? 'suspend' : 'reinstate' }));
  const withheldIn = (days: readonly number[]) =>
    days.reduce((sum, day, index) => sum + (index % 2 === 0 ? -day : day), 0);
  const givenBack = (lines: readonly BilledLine[]) =>
    lines.filter(({ kind }) => kind === 'credit').reduce((sum, line) => sum - netOf(line), 0n);
  const round = (over: bigint, under: bigint) => (2n * over + under) / (2n * under);

  it('give back what all of them come to, rounded once, however often service stops and goes on', () => {
    fc.assert(
      fc.property(price, spans, (unitPrice, days) => {
        const steps = [...turns(days), { on: '2026-05-01' }];
        const [first, next] = lived({ unitPrice, anchor: '2026-04-01' }, steps).bills;
        const [whole] = first?.lines ?? [];

        expect(givenBack(next?.lines ?? [])).toBe(
          round((whole ? netOf(whole) : 0n) * BigInt(withheldIn(days)), 30n),
        );
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('and what a change gives back behind them are less than the charge by what was used, and never more than it', () => {
    fc.assert(
      fc.property(price, spans, (unitPrice, days) => {
        const changeDay = days.at(-1) ?? 0;
        const steps = [...turns(days), { on: dayOf(changeDay), to: { price: '0' } }, { on: '2026-05-01' }];
        const { bills } = lived({ unitPrice, anchor: '2026-04-01' }, steps);
        const [whole] = bills[0]?.lines ?? [];
        const chargedMinor = whole ? netOf(whole) : 0n;
        const daysBack = withheldIn(days) + 30 - changeDay;

        expect(givenBack(bills.flatMap(({ lines }) => lines))).toBe(
          round(chargedMinor * BigInt(daysBack), 30n),
        );
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe('a price that is not divided', () => {
  it('is charged once for each period, as it is on its first day, in advance and in arrears alike, whomever that day belongs to', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 100 }), price);

    fc.assert(
      fc.property(
        price,
        fc.uniqueArray(change, { selector: ([day]) => day, maxLength: 5 }),
        changeDay,
        charge,
        (first, wanted, rule, when) => {
          const rules = { changeDay: rule, stacking: 'chained', unit: 'none' } as const;
          const changes = wanted
            .toSorted(([a], [b]) => a - b)
            .map(([day, to]) => ({ on: addDays('2026-04-02', day), to: { price: to } }));
          const given = { unitPrice: first, anchor: '2026-04-01', charge: when, rules } as const;
          const lines = lived(given, [...changes, { on: '2026-07-31' }]).bills.flatMap((bill) => bill.lines);

          for (const start of ['2026-04-01', '2026-05-01', '2026-06-01']) {
            const then = changes.findLast(({ on }) => on <= start)?.to.price ?? first;
            const ownMinor = lines
              .filter((line) => line.start === start)
              .reduce((sum, line) => sum + netOf(line), 0n);
            expect((Number(ownMinor) / 100).toFixed(2)).toBe(then);
          }
        },
      ),
      { seed: SEED, numRuns: RUNS / 2 },
    );
  });
});

describe('changes within a period charged in arrears', () => {
  const changes = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 29 }), price), {
    selector: ([day]) => day,
    maxLength: 5,
  });
  const periodOf = (wanted: readonly (readonly [number, string])[], rule: 'new' | 'old' | 'both') => {
    const given = {
      unitPrice: '20',
      anchor: '2026-04-01',
      charge: 'in_arrears',
      rules: { changeDay: rule, stacking: 'chained' },
    } as const;
    const steps: readonly Step[] = wanted
      .toSorted(([a], [b]) => a - b)
      .map(([day, to]) => ({ on: addDays('2026-04-01', day), to: { price: to } }));
    const [bill] = lived(given, [...steps, { on: '2026-05-01' }]).bills;

    return bill?.lines ?? [];
  };

  it('are of a month of thirty days altogether, where months count thirty', () => {
    const day = fc.integer({ min: 1, max: 27 });
    const month = fc.integer({ min: 0, max: 24 });

    fc.assert(
      fc.property(day, month, fc.integer({ min: 1, max: 31 }), (offset, later, anchorDay) => {
        const anchor = periodAt(gridOf(anchorDay), later + 1).start;
        const rules = { changeDay: 'new', stacking: 'chained', unit: 'month30' } as const;
        const given = { unitPrice: '30', anchor, anchorDay, charge: 'in_arrears', rules } as const;
        const steps = [{ on: addDays(anchor, offset), to: { price: '60' } }, { on: addDays(anchor, 31) }];
        const [bill] = lived(given, steps).bills;

        expect((bill?.lines ?? []).reduce((days, line) => days + line.days, 0)).toBe(30);
        expect(bill?.lines.map((line) => line.of)).toEqual([30, 30]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('split it without a gap: each day belongs to one line', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom('new', 'old'), (wanted, rule) => {
        const lines: readonly BilledLine[] = periodOf(wanted, rule);

        tiles(lines, '2026-04-01');
        expect(lines.reduce((days, line) => days + line.days, 0)).toBe(
          daysBetween('2026-04-01', '2026-05-01'),
        );
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('charge the day of each change twice where it counts for both', () => {
    fc.assert(
      fc.property(changes, (wanted) => {
        const lines = periodOf(wanted, 'both');

        expect(lines.reduce((days, line) => days + line.days, 0)).toBe(30 + lines.length - 1);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
