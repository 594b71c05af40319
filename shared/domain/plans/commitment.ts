/** Which commitment periods a plan can have. */
import { refuse } from '../../kernel/result.ts';
import { isWholePeriods } from '../billing/rhythm.ts';
import type { PlanMinimum, PlanTerms } from './states.ts';

/** Why a commitment period cannot be one of a plan, or undefined. */
export function refusedCommitment(
  minimum: Pick<PlanMinimum, 'interval' | 'count'>,
  { plan, at }: { readonly plan: Pick<PlanTerms, 'interval' | 'count'>; readonly at: string },
) {
  return isWholePeriods(minimum, plan)
    ? undefined
    : refuse('plan.minimum_not_whole_periods', 'A commitment period is made of whole periods of the plan.', {
        pointer: at,
      });
}
