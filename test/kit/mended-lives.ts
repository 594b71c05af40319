/** Lives in which the first bills were made by rules that were wrong, and those behind them by rules that were mended. */
import fc from 'fast-check';
import { netSum } from '../../shared/domain/billing/lines.ts';
import type { SpendMinimum } from '../../shared/domain/billing/minimum-spend.ts';
import { RULES_VERSION } from '../../shared/domain/billing/repairs.ts';
import type { SubscriptionFact } from '../../shared/domain/subscriptions/facts.ts';
import { reconciled } from '../../shared/domain/subscriptions/reconcile.ts';
import { repairsOf } from '../../shared/domain/subscriptions/reconciliation.ts';
import type { SubscriptionTerms } from '../../shared/domain/subscriptions/terms.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { type Life, lived, MINIMUM, type OtherRules, STEP, TERMS_OF, termsFrom } from './lives.ts';

/** Rules that charged so much too much or too little for the first line of a bill, as long as a life has so few commits. */
type Former = { readonly commits: number; readonly minor: number };

/** Such lives, of two years. */
export const MENDED: fc.Arbitrary<Life> = fc
  .tuple(
    TERMS_OF,
    fc.array(STEP, { minLength: 4, maxLength: 16 }),
    fc.record({ commits: fc.integer({ min: 2, max: 12 }), minor: fc.integer({ min: -500, max: 500 }) }),
    fc.option(MINIMUM, { freq: 2 }),
  )
  .map(([drawn, steps, former, minimum]) =>
    lived(promised(termsFrom(drawn), minimum), steps, { rules: mended(former) }),
  );

/** The same life under rules that were wrong up to so many commits and never mended, and under right ones. */
export const BOTH: fc.Arbitrary<Readonly<Record<'wrong' | 'right', Life>>> = fc
  .tuple(
    TERMS_OF,
    fc.array(STEP, { minLength: 4, maxLength: 16 }),
    fc.record({ commits: fc.integer({ min: 2, max: 60 }), minor: fc.integer({ min: -500, max: 500 }) }),
    fc.option(MINIMUM, { freq: 2 }),
  )
  .map(([drawn, steps, former, minimum]) => {
    const terms = promised(termsFrom(drawn), minimum);
    const { told } = mended(former);

    return {
      wrong: lived(terms, steps, { rules: { told, asked: () => ({}) } }),
      right: lived(terms, steps),
    };
  });

function promised(
  terms: SubscriptionTerms,
  minimum: Omit<SpendMinimum, 'interval'> | null,
): SubscriptionTerms {
  const { interval } = terms.rhythm;

  return minimum === null || interval === 'week' ? terms : { ...terms, minimum: { ...minimum, interval } };
}

function mended(former: Former): OtherRules {
  return {
    told: (facts, commits) =>
      commits < former.commits ? facts.map((fact) => billedBy(former, fact)) : facts,
    asked({ told, state, now }) {
      const isOver = told.length >= former.commits && state.status !== 'none';
      if (!isOver || state.rulesVersion === RULES_VERSION) return {};
      const facts = told.flatMap((each) => each.facts);
      const found = reconciled(facts, { tenant: 'ten_sample', subscription: 'sub_sample', at: now });
      invariant(found, 'a life begins with a subscription');

      return { repairs: repairsOf(found) };
    },
  };
}

/** A bill that would fall below nought is left as it is. */
function billedBy({ minor }: Former, fact: SubscriptionFact): SubscriptionFact {
  const [first, ...rest] = fact.type === 'subscription.billed' ? fact.data.lines : [];
  if (fact.type !== 'subscription.billed' || !first) return fact;
  const lines = [{ ...first, listMinor: first.listMinor + BigInt(minor) }, ...rest];

  return netSum(lines) < 0n ? fact : { ...fact, data: { ...fact.data, lines } };
}
