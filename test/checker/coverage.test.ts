import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bill, itemsOf, type Life, type LifeFact, type Line, LIVES, type Told } from '../kit/lives.ts';
import { readJournal } from './books.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { coverageOf } from './coverage.ts';
import type { Snapshot } from './snapshot.ts';

const SEED = 20_261_125;

const at = (now: string, told: readonly Told[]) => {
  const items = itemsOf(told);
  const snapshot: Snapshot = {
    ...{ items, isOrdered: true, provider: null, log: [], documents: null, texts: [], canaries: [] },
    ...{ secrets: [], now, isAtRest: true, isFaultless: true, left: 0 },
  };

  return coverageOf({ journal: readJournal(items, []), snapshot });
};

test('each day of a life of two years is invoiced once, pending or excluded, whatever happens in it', () => {
  fc.assert(
    fc.property(LIVES, ({ told, now }) => {
      expect(at(now, told).leaks).toEqual([]);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

type Plant = (bill: Bill) => readonly Bill[] | undefined;

const isCharge = ({ kind }: Line) => kind === 'whole' || kind === 'part';
const withLines =
  (change: (line: Line, index: number) => readonly Line[]): Plant =>
  (bill) => [{ ...bill, lines: bill.lines.flatMap(change) }];
const where =
  (isMeant: (bill: Bill) => boolean, plant: Plant): Plant =>
  (bill) =>
    isMeant(bill) ? plant(bill) : undefined;
const hasCharge = ({ lines }: Bill) => lines.some(isCharge);
const hasCredit = ({ lines }: Bill) => lines.some(({ kind }) => kind === 'credit');
const firstCharge = ({ lines }: Bill) => lines.findIndex(isCharge);

/** Each is a leak or a double billing, wherever it is planted. */
const PLANTS: Readonly<Record<string, Plant>> = {
  'a period that is not billed': where(
    (bill) => hasCharge(bill) && !hasCredit(bill),
    () => [],
  ),
  'a period that is billed twice': where(
    (bill) => hasCharge(bill) && !hasCredit(bill),
    (bill) => [bill, bill],
  ),
  'a charge that begins a day late': where(hasCharge, (bill) =>
    withLines((line, index) =>
      index === firstCharge(bill) ? [{ ...line, start: addDays(line.start, 1) }] : [line],
    )(bill),
  ),
  'a charge that ends a day early': where(hasCharge, (bill) =>
    withLines((line, index) =>
      index === bill.lines.findLastIndex(isCharge) ? [{ ...line, end: addDays(line.end, -1) }] : [line],
    )(bill),
  ),
  'a charge that is left out': where(
    hasCharge,
    withLines((line) => (isCharge(line) ? [] : [line])),
  ),
  'days that a change does not give back': where(
    (bill) => hasCharge(bill) && hasCredit(bill),
    withLines((line) => (line.kind === 'credit' ? [] : [line])),
  ),
  'a charge for the days before': where(hasCharge, (bill) =>
    withLines((line, index) =>
      index === firstCharge(bill) ? [{ ...line, start: addDays(line.start, -1) }] : [line],
    )(bill),
  ),
};

/** The life with a plant in the bill of that number, and nothing else changed. */
function planted({ told }: Life, plant: Plant, number: number): readonly Told[] | undefined {
  let seen = -1;
  let isPlanted = false;
  const then = told.map(({ at: instant, facts }) => ({
    at: instant,
    facts: facts.flatMap((fact): readonly LifeFact[] => {
      if (fact.type !== 'subscription.billed') return [fact];
      seen += 1;
      const bills = seen === number ? plant(fact.data) : undefined;
      if (!bills) return [fact];
      isPlanted = true;
      return bills.map((data) => ({ type: fact.type, data }));
    }),
  }));

  return isPlanted ? then : undefined;
}

/** Behind an end within a period a day may be charged or not, as it was asked for, so nothing can be missed there by day. */
const endsWithinPeriod = ({ told }: Life) =>
  told.some(({ facts }) =>
    facts.some(
      (fact) => fact.type === 'subscription.cancellation_scheduled' && fact.data.when !== 'period_end',
    ),
  );

test.each(Object.keys(PLANTS))('%s is found wherever it is planted', (name) => {
  let count = 0;
  fc.assert(
    fc.property(LIVES, fc.nat({ max: 12 }), (life, number) => {
      const plant = PLANTS[name];
      const told = plant && !endsWithinPeriod(life) ? planted(life, plant, number) : undefined;
      if (!told) return;
      count += 1;
      expect(at(life.now, told).leaks.length).toBeGreaterThan(0);
    }),
    { seed: SEED, numRuns: 600 },
  );

  expect(count).toBeGreaterThan(10);
});
