/** The add-ons that a subscription has, and which it may have. */
import { refuse } from '../../kernel/result.ts';
import type { AttachedAddOn, SubscriptionTerms } from './terms.ts';

/** Add-ons that one subscription has at once. */
export const ADD_ONS_MAX = 20;

/** The add-on of these terms, as its host knows it. */
export function attachedOf(
  subscription: string,
  {
    plan,
    startsOn: from,
    rhythm,
    activation,
  }: Pick<SubscriptionTerms, 'plan' | 'startsOn' | 'rhythm' | 'activation'>,
): AttachedAddOn {
  const isFree = activation?.on === 'hand' && activation.layout.stub === 'free';
  const own = { subscription, plan, from, ...(isFree && { stub: 'free' as const }) };

  return rhythm.start > from ? { ...own, chargedFrom: rhythm.start } : own;
}

/** The add-on as its host knows it once both begin on a day. */
export function attachedFrom(
  { subscription, plan, stub }: AttachedAddOn,
  { startsOn: from, rhythm }: Pick<SubscriptionTerms, 'startsOn' | 'rhythm'>,
): AttachedAddOn {
  const charged = stub === 'free' ? rhythm.anchor : rhythm.start;

  return { subscription, plan, from, ...(charged > from && { chargedFrom: charged }) };
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
