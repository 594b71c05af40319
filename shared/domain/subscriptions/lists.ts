/** What waits to be charged once by a subscription, and what is sold on top of it. */
import { remembered } from './changing.ts';
import type { SubscriptionFact } from './facts.ts';
import type { KnownSubscription } from './states.ts';

/** A fact that one of these lists follows. */
export type OfLists = Extract<
  SubscriptionFact,
  { readonly type: `subscription.${'charge' | 'add_on'}_${'added' | 'withdrawn' | 'removed'}` }
>;

/** Whether a fact is of a list. */
export function isOfLists<Fact extends { readonly type: string }>(fact: Fact | OfLists): fact is OfLists {
  return fact.type.startsWith('subscription.charge_') || fact.type.startsWith('subscription.add_on_');
}

/** The lists after a fact. */
export function listsOf(state: KnownSubscription, fact: OfLists): Partial<KnownSubscription> {
  switch (fact.type) {
    case 'subscription.charge_added': {
      const { charge, request } = fact.data;
      return { charges: [...(state.charges ?? []), charge], requests: remembered(state, request) };
    }
    case 'subscription.charge_withdrawn':
      return { charges: (state.charges ?? []).filter(({ id }) => id !== fact.data.charge) };
    case 'subscription.add_on_added': {
      const { addOn, request } = fact.data;
      return { addOns: [...(state.addOns ?? []), addOn], requests: remembered(state, request) };
    }
    case 'subscription.add_on_removed':
      return { addOns: (state.addOns ?? []).filter((each) => each.subscription !== fact.data.addOn) };
  }
}
