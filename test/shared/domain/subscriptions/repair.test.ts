import fc from 'fast-check';
import { expect, test } from 'vitest';
import { netOf, netSum } from '../../../../shared/domain/billing/lines.ts';
import { RULES_VERSION } from '../../../../shared/domain/billing/repairs.ts';
import { explainBilledLine } from '../../../../shared/domain/explaining.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { SubscriptionCommand } from '../../../../shared/domain/subscriptions/commands.ts';
import type { SubscriptionFact } from '../../../../shared/domain/subscriptions/facts.ts';
import { sumOfNotes } from '../../../../shared/domain/subscriptions/creditable.ts';
import { reconciled } from '../../../../shared/domain/subscriptions/reconcile.ts';
import {
  differenceOf,
  type Reconciliation,
  repairsOf,
} from '../../../../shared/domain/subscriptions/reconciliation.ts';
import { fold } from '../../../../shared/kernel/decider.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { explainedNet } from '../../../checker/evaluator.ts';
import { BILL, type Life } from '../../../kit/lives.ts';
import { BOTH, MENDED } from '../../../kit/mended-lives.ts';

const SEED = 20_261_127;

/** Repairs after which everything has to be right: one may spoil what another settles. */
const ROUNDS_MAX = 12;

const factsOf = ({ told }: Pick<Life, 'told'>) => told.flatMap(({ facts }) => facts);

function reckoned(facts: readonly SubscriptionFact[], at: Instant): Reconciliation {
  const found = reconciled(facts, { tenant: 'ten_sample', subscription: 'sub_sample', at });
  invariant(found, 'a life begins with a subscription');

  return found;
}

/** The facts with those of a command. */
function asked(
  facts: readonly SubscriptionFact[],
  command: SubscriptionCommand,
): readonly SubscriptionFact[] {
  const decided = subscriptions.decide(fold(subscriptions, facts), command);

  return decided.ok ? [...facts, ...decided.value] : facts;
}

const withRepairs = (facts: readonly SubscriptionFact[], at: Instant) => ({
  ...BILL,
  at,
  repairs: repairsOf(reckoned(facts, at)),
});

/** What bills asked for, less what credit notes gave back, and less the credit that waits for a later bill. */
function paidFor(facts: readonly SubscriptionFact[]): bigint {
  const state = fold(subscriptions, facts);
  const credit = state.status === 'none' ? 0n : state.creditMinor;

  return facts.reduce((sum, { type, data }) => {
    if (type === 'subscription.billed') return sum + netSum(data.lines);
    const settlement = 'settlement' in data ? data.settlement : undefined;
    return sum - sumOfNotes(settlement?.notes ?? []);
  }, -credit);
}

/** The repairs alone, as often as they find anything. */
function putRight(facts: readonly SubscriptionFact[], at: Instant): readonly SubscriptionFact[] {
  let now = facts;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = asked(now, { do: 'repair', ...withRepairs(now, at) });
    if (next.length === now.length) return now;
    now = next;
  }

  return now;
}

test('what was billed too little or too much is billed by repairs, once, whatever a subscription went through', () => {
  fc.assert(
    fc.property(BOTH, ({ wrong, right }) => {
      const mended = putRight(factsOf(wrong), wrong.now);
      const after = reckoned(mended, wrong.now);

      expect(after.bills.filter((bill) => differenceOf(bill) !== 0n)).toEqual([]);
      expect(after.differenceMinor).toBe(0n);
      expect(paidFor(mended)).toBe(paidFor(factsOf(right)));
      expect(putRight(mended, wrong.now)).toEqual(mended);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test('bills put it right by themselves, and nothing is wrong any more once they say so', () => {
  let known = 0;
  fc.assert(
    fc.property(MENDED, (life) => {
      const { state, now } = life;
      if (state.status === 'none' || state.rulesVersion === undefined) return;
      known += 1;

      expect(state.rulesVersion).toBe(RULES_VERSION);
      expect(reckoned(factsOf(life), now).differenceMinor).toBe(0n);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
  expect(known).toBeGreaterThan(200);
});

test('each of its lines says what it puts right, so that anybody can reckon it again', () => {
  let known = 0;
  fc.assert(
    fc.property(MENDED, ({ told }) => {
      const facts = factsOf({ told });
      const lines = facts.flatMap((fact) => (fact.type === 'subscription.billed' ? fact.data.lines : []));
      for (const line of lines.filter(({ kind }) => kind === 'repair')) {
        known += 1;
        const of = { currency: 'EUR', cause: { subscription: 'sub_sample', period: 0 } };
        const explanation = explainBilledLine(line, of);

        expect(explanation.rule).toBe('repair');
        expect(explainedNet(explanation)).toBe(netOf(line));
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
  expect(known).toBeGreaterThan(100);
});
