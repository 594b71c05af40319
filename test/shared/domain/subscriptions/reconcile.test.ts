import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BilledPeriodData } from '../../../../shared/domain/billing/bill.ts';
import { netSum } from '../../../../shared/domain/billing/lines.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../../../shared/domain/subscriptions/reconcile.ts';
import { type Life, LIVES, PROMISES } from '../../../kit/lives.ts';

const SEED = 20_261_125;

const factsOf = ({ told }: Life) => told.flatMap(({ facts }) => facts);
const of = (facts: readonly SubscriptionFact[], at: string) =>
  reconciled(facts, { tenant: 'ten_sample', subscription: 'sub_sample', at });

/** The facts with another thing in the place of the bill of that number; null where there is none. */
function withBill(
  life: Life,
  number: number,
  change: (bill: BilledPeriodData) => readonly BilledPeriodData[],
) {
  const bills = factsOf(life).filter(({ type }) => type === 'subscription.billed');
  const chosen = bills[number % Math.max(1, bills.length)];
  if (chosen?.type !== 'subscription.billed') return null;
  const facts = factsOf(life).flatMap((fact): readonly SubscriptionFact[] =>
    fact === chosen ? change(chosen.data).map((data) => ({ type: chosen.type, data })) : [fact],
  );

  return { facts, net: netSum(chosen.data.lines) };
}

test('what is billed step by step is what is reckoned from the beginning, in lives of two years', () => {
  fc.assert(
    fc.property(LIVES, (life) => {
      const found = of(factsOf(life), life.now);

      expect(found?.differenceMinor).toBe(0n);
      expect(found?.pendingMinor).toBe(0n);
      expect(found?.isSpoiled).toBe(false);
      expect(found?.bills.filter((bill) => bill.expectedMinor !== bill.billedMinor)).toEqual([]);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test('true-ups of a minimum spend are what is reckoned from the beginning, too', () => {
  fc.assert(
    fc.property(PROMISES, (life) => {
      expect(of(factsOf(life), life.now)).toMatchObject({
        differenceMinor: 0n,
        pendingMinor: 0n,
        isSpoiled: false,
      });
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('a bill of another amount differs by just that, and no other bill with it', () => {
  fc.assert(
    fc.property(LIVES, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 500 }), (life, number, more) => {
      const planted = withBill(life, number, (bill) => [
        {
          ...bill,
          lines: bill.lines.map((line, index) =>
            index === 0 ? { ...line, listMinor: line.listMinor + BigInt(more) } : line,
          ),
        },
      ]);
      if (!planted) return;
      const found = of(planted.facts, life.now);

      expect(found?.differenceMinor).toBe(BigInt(-more));
      expect(found?.bills.filter((bill) => bill.expectedMinor !== bill.billedMinor)).toHaveLength(1);
    }),
    { seed: SEED, numRuns: 400 },
  );
});

/** Whether credit moved between bills: what an end gives back of it is what it is, not what it would be with other bills. */
function isMoved(life: Life): boolean {
  return factsOf(life).some(
    (fact) =>
      fact.type === 'subscription.billed' &&
      fact.data.lines.some(({ kind }) => kind === 'carried' || kind === 'brought'),
  );
}

test('a bill that is made twice is billed too much by its whole', () => {
  fc.assert(
    fc.property(LIVES, fc.nat({ max: 30 }), (life, number) => {
      const planted = isMoved(life) ? null : withBill(life, number, (bill) => [bill, bill]);

      if (planted) expect(of(planted.facts, life.now)?.differenceMinor).toBe(-planted.net);
    }),
    { seed: SEED, numRuns: 400 },
  );
});

test('a bill that is missing is too little by its whole, or owed where it is the last', () => {
  fc.assert(
    fc.property(LIVES, fc.nat({ max: 30 }), (life, number) => {
      if (isMoved(life)) return;
      // A bill that is late may rightly be another: with a coupon that came first, or cut by an end that was named first.
      const mayDiffer = factsOf(life).some(
        ({ type }) => type === 'subscription.coupon_added' || type === 'subscription.cancellation_scheduled',
      );
      const planted = mayDiffer ? null : withBill(life, number, () => []);
      if (!planted) return;
      const found = of(planted.facts, life.now);

      expect((found?.differenceMinor ?? 0n) + (found?.pendingMinor ?? 0n)).toBe(planted.net);
    }),
    { seed: SEED, numRuns: 400 },
  );
});
