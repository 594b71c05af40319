/** Plans: what is sold again and again, at which price in which currency. A published version never changes. */
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { refusedTerms } from './plans/check.ts';
import type { Plan, PlanCommand, PlanFact, PlanTerms } from './plans/states.ts';
import { PLAN_VERSIONS_MAX, planStory } from './plans/story.ts';
import { boundsWhereMoreCostsLess } from './pricing/check.ts';
import { type Request, requestMet } from './requests.ts';

/** Something that a publisher should know and may well have meant. */
export type PlanWarning = {
  readonly code: 'price.more_costs_less';
  readonly message: string;
  readonly pointer: string;
};

/** The rules of one plan. */
export const plans: Decider<Plan, PlanCommand, PlanFact> = {
  ...planStory,
  decide(state, command) {
    if (command.do === 'publish_version') return nextVersion(state, command);
    const { terms, at } = command;
    const refused = refusedTerms(terms);
    if (refused) return refused;

    return ok(
      state.status === 'none' ? [{ type: 'plan.published', data: { ...terms, version: 1, at } }] : [],
    );
  },
};

/** Whoever subscribed to an earlier version keeps it; a version is told once for each request. */
function nextVersion(
  state: Plan,
  { terms, request, at }: Extract<PlanCommand, { readonly do: 'publish_version' }>,
): Result<readonly PlanFact[]> {
  if (state.status === 'none') return refuse('plan.not_found', 'There is no such plan.');
  const met = requestMet(state.requests, request);
  if (met) return met;
  if (state.version >= PLAN_VERSIONS_MAX)
    return refuse('plan.too_many_versions', `A plan has at most ${PLAN_VERSIONS_MAX} versions.`, {
      hint: 'Publish another plan.',
    });
  const refused = refusedTerms(terms);
  if (refused) return refused;

  return ok([{ type: 'plan.published', data: { ...terms, version: state.version + 1, request, at } }]);
}

/** The version that a request published; 0 where it published none. */
export function versionOfRequest(plan: Plan, request: Request): number {
  if (plan.status === 'none') return 0;
  const index = plan.requests.findIndex(({ key }) => key === request.key);

  // The first version is not remembered: the plan's id derives from its request.
  return index === -1 ? 0 : index + 2;
}

/** What is worth a second look in the prices of a plan. */
export function warningsOf({ prices }: Pick<PlanTerms, 'prices'>): readonly PlanWarning[] {
  return prices.flatMap(([, price], index) =>
    boundsWhereMoreCostsLess(price).map((bound) => ({
      code: 'price.more_costs_less' as const,
      message: `A quantity just above ${bound} costs less than ${bound} itself.`,
      pointer: `#/prices/${index}`,
    })),
  );
}
