/** How older facts are read: each step lifts one version to the next, so that rules only ever see today's shape. */
import { invariant } from '../kernel/invariant.ts';
import type { StoredFact } from '../ports.ts';
import { BUDGET } from './budget.ts';
import { billToLines, planToPriceModels, subscriptionToRhythm } from './upcasts-billing.ts';

/** Lifts the data of a fact from its version to the one above. */
export type Upcast = (data: unknown) => unknown;

/** `type` → version → the step that lifts it. */
export const UPCASTS: Readonly<Record<string, Readonly<Record<number, Upcast>>>> = {
  'plan.published': { 1: planToPriceModels },
  'subscription.created': { 1: subscriptionToRhythm },
  'subscription.billed': { 1: billToLines },
};

/** A stored fact in today's shape. Throws when the type is unknown or newer than this code. */
export function upcast(fact: StoredFact, steps = UPCASTS, current = versionOf(fact.type)): StoredFact {
  invariant(fact.v <= current, `${fact.type} version ${fact.v} is newer than this code reads`);
  if (fact.v === current) return fact;

  const step = steps[fact.type]?.[fact.v];
  invariant(step, `${fact.type} version ${fact.v} has no step to version ${fact.v + 1}`);

  return upcast({ ...fact, v: fact.v + 1, data: step(fact.data) }, steps, current);
}

/** The schema version in which a fact is written today. Throws on a type that the budget does not name. */
export function versionOf(type: string): number {
  const budget = BUDGET[type];
  invariant(budget, `the budget of facts does not name ${type}`);

  return budget.v;
}
