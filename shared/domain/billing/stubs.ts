/** Days before the anchor: whether they are billed together with the first period. */
import { type CivilDate, daysBetween } from '../../kernel/time.ts';

/** What is done with days before the anchor. */
export type StubRules = {
  /** Charged by the day, free, or billed together with the first period. */
  readonly stub: 'charge' | 'free' | 'merge';
  /** Days before the anchor from which on they are charged by themselves though others are merged; absent where all are merged. */
  readonly mergedBelow?: number;
};

/** Whether there are such days, and the plan merges as many of them. */
export function isStubMerged(
  { stub, mergedBelow }: StubRules,
  { start, anchor }: { readonly start: CivilDate; readonly anchor: CivilDate },
): boolean {
  if (stub !== 'merge' || start >= anchor) return false;

  return mergedBelow === undefined || daysBetween(start, anchor) < mergedBelow;
}
