/** Days before the anchor: whether they are billed together with the first period. */
import { type CivilDate, daysBetween } from '../../kernel/time.ts';
import type { PlanRules } from '../plans/states.ts';

/** Whether there are such days, and the plan merges as many of them. */
export function isStubMerged(
  { stub, mergedBelow }: Pick<PlanRules, 'stub' | 'mergedBelow'>,
  { start, anchor }: { readonly start: CivilDate; readonly anchor: CivilDate },
): boolean {
  if (stub !== 'merge' || start >= anchor) return false;

  return mergedBelow === undefined || daysBetween(start, anchor) < mergedBelow;
}
