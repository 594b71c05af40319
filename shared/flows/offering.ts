/** Which version of a plan is meant: the one on sale at an instant, or one that is named. */
import { offerOf, type PlanOffer } from '../domain/plans/offer.ts';
import type { Plan } from '../domain/plans/states.ts';
import { PLAN_VERSIONS_MAX, planStory } from '../domain/plans/story.ts';
import type { Price } from '../domain/pricing/models.ts';
import { load, stateOf } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import type { AggregateRef, Journal } from '../ports.ts';

/**
 * The version that was on sale at `at`: the newest published by then. An order and the subscriptions that it starts later
 * ask with the instant of the order, so both see the same version whatever was published in between. A plan that a
 * clock running ahead dated later offers its first version.
 */
export async function planAt(journal: Journal, ref: AggregateRef, at: Instant): Promise<Plan> {
  let { state } = await load(journal, planStory, ref);
  for (let step = 1; step < PLAN_VERSIONS_MAX && isTooNew(state, at); step += 1) {
    state = await planVersion(journal, ref, versionOf(state) - 1);
  }

  return state;
}

/** What a plan offered to a seller and currency at an instant. Refusals: those of `offerOf`. */
export async function offerAt(
  journal: Journal,
  ref: AggregateRef,
  of: {
    readonly entity: string;
    readonly currency: string;
    readonly at: Instant;
    readonly agreedPrice?: Price;
  },
): Promise<Result<PlanOffer>> {
  return offerOf(await planAt(journal, ref, of.at), of);
}

/** A version of a plan by its number; `none` where there is no such plan or version. */
export async function planVersion(journal: Journal, ref: AggregateRef, version: number): Promise<Plan> {
  const commit = await journal.at(ref, version);

  return (commit && stateOf(planStory, commit)) ?? planStory.initial;
}

function versionOf(plan: Plan): number {
  return plan.status === 'none' ? 0 : plan.version;
}

function isTooNew(plan: Plan, at: Instant): boolean {
  return plan.status === 'published' && plan.version > 1 && plan.publishedAt > at;
}
