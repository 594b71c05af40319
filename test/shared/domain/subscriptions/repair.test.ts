import fc from 'fast-check';
import { expect, test } from 'vitest';
import { netSum } from '../../../../shared/domain/billing/lines.ts';
import { RULES_VERSION } from '../../../../shared/domain/billing/repairs.ts';
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
import { addToInstant, type Instant } from '../../../../shared/kernel/time.ts';
import { BILL, type Life, LIVES, PROMISES } from '../../../kit/lives.ts';

const SEED = 20_261_127;

/** Bills after which everything has to be right: what a wrong bill spoils of a later one is put right by the one behind that. */
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

/** A bill of another amount than it must have, somewhere in a life. */
type Wrong = { readonly number: number; readonly minor: bigint };

const WRONG: fc.Arbitrary<Wrong> = fc.record({
  number: fc.nat({ max: 30 }),
  minor: fc
    .integer({ min: -9_999, max: 9_999 })
    .filter((minor) => minor !== 0)
    .map(BigInt),
});

/** A life in which bills were made by rules that were wrong; one that would fall below nought is left out. */
function withWrong(life: Life, wrong: readonly Wrong[]): readonly SubscriptionFact[] {
  return wrong.reduce<readonly SubscriptionFact[]>((facts, { number, minor }) => {
    const bills = facts.filter(({ type }) => type === 'subscription.billed');
    const chosen = bills[number % Math.max(1, bills.length)];
    if (chosen?.type !== 'subscription.billed') return facts;
    const lines = chosen.data.lines.map((line, index) =>
      index === 0 ? { ...line, listMinor: line.listMinor + minor } : line,
    );
    if (netSum(lines) < 0n) return facts;

    const other = { ...chosen, data: { ...chosen.data, lines } };
    return facts.map((fact) => (fact === chosen ? other : fact));
  }, factsOf(life));
}

/** What was charged in all, less what was given back behind the end, and less the credit that waits for a later bill. */
function paidFor(facts: readonly SubscriptionFact[], at: Instant): bigint {
  const state = fold(subscriptions, facts);
  const returned = facts.reduce(
    (sum, fact) =>
      fact.type === 'subscription.credit_returned' ? sum + sumOfNotes(fact.data.settlement.notes) : sum,
    state.status === 'none' ? 0n : state.creditMinor,
  );

  return reckoned(facts, at).billedMinor - returned;
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
    fc.property(fc.oneof(LIVES, PROMISES), fc.array(WRONG, { minLength: 1, maxLength: 3 }), (life, wrong) => {
      const spoiled = withWrong(life, wrong);
      const right = putRight(spoiled, life.now);
      const after = reckoned(right, life.now);

      expect(after.bills.filter((bill) => differenceOf(bill) !== 0n)).toEqual([]);
      expect(after.differenceMinor).toBe(0n);
      expect(paidFor(right, life.now)).toBe(paidFor(factsOf(life), life.now));
      expect(putRight(right, life.now)).toEqual(right);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test('the next bills of the subscription put it right by themselves', () => {
  let isAny = false;
  fc.assert(
    fc.property(LIVES, fc.array(WRONG, { minLength: 1, maxLength: 3 }), (life, wrong) => {
      let facts = withWrong(life, wrong);
      let now = life.now;
      for (let month = 0; month < ROUNDS_MAX; month += 1) {
        now = addToInstant(now, { days: 366 });
        facts = asked(facts, { do: 'bill', ...withRepairs(facts, now) });
      }
      const state = fold(subscriptions, facts);
      // What was paused or had ended is billed no more.
      if (state.status === 'none' || state.rulesVersion === undefined) return;
      isAny = true;

      expect(state.rulesVersion).toBe(RULES_VERSION);
      expect(reckoned(facts, now).differenceMinor).toBe(0n);
    }),
    { seed: SEED, numRuns: 200 },
  );
  expect(isAny).toBe(true);
});
