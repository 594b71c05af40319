/** The add-ons that a subscription has, and which it may have. */
import { refuse } from '../../kernel/result.ts';
import type { CivilDate } from '../../kernel/time.ts';
import type { SubscriptionTerms } from './terms.ts';

/** Add-ons that one subscription has at once. */
export const ADD_ONS_MAX = 20;

/** An add-on of a host: its own subscription, what it is of, and its first day. */
export type AttachedAddOn = {
  readonly subscription: string;
  readonly plan: string;
  readonly from: CivilDate;
  /** The first day that is charged, where it is a later one. */
  readonly chargedFrom?: CivilDate;
};

/** The add-on of these terms, as its host knows it. */
export function attachedOf(
  subscription: string,
  { plan, startsOn: from, rhythm }: Pick<SubscriptionTerms, 'plan' | 'startsOn' | 'rhythm'>,
): AttachedAddOn {
  return { subscription, plan, from, ...(rhythm.start > from && { chargedFrom: rhythm.start }) };
}

/** Whether a list of allowed add-ons has one; where there is no list, any is allowed. */
export function isAllowed(allowed: readonly string[] | null, plan: string): boolean {
  return allowed === null || allowed.includes(plan);
}

/** The refusal of an add-on that is to stand alone. */
export function refusedAddOnAlone(pointer: string) {
  return refuse('add_on.not_alone', 'This is sold on top of a subscription only; add it to one.', {
    pointer,
  });
}
