/**
 * Subscriptions: a plan that a customer has, from its first day to its end, through trials, changes and pauses, and which
 * of its periods were billed. Each period is billed once, in order, by a fact that says all an invoice needs.
 */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';
import { isCorrectionLeft } from './billing/late.ts';
import type { SubscriptionCommand } from './subscriptions/commands.ts';
import { decidedLive } from './subscriptions/decide.ts';
import { subscriptionStory } from './subscriptions/evolve.ts';
import type { SubscriptionFact } from './subscriptions/facts.ts';
import { noted } from './subscriptions/note.ts';
import { repaired } from './subscriptions/repair.ts';
import { started } from './subscriptions/start.ts';
import type { Subscription } from './subscriptions/states.ts';
import { noSubscription } from './subscriptions/unknown.ts';

/** The rules of one subscription. */
export const subscriptions: Decider<Subscription, SubscriptionCommand, SubscriptionFact> = {
  ...subscriptionStory,
  decide(state, command) {
    if (command.do === 'start') return ok(state.status === 'none' ? started(command.terms, command.at) : []);
    if (state.status === 'none') return noSubscription();
    if (command.do === 'note_usage') return ok(noted(state, command));
    if (state.status !== 'ended') return decidedLive(state, command);
    if (command.do === 'bill' && isCorrectionLeft(state)) return decidedLive(state, command);
    if (command.do === 'repair') return repaired(state, command);
    if (command.do === 'bill' || command.do === 'cancel' || command.do === 'conclude_payment') return ok([]);

    return refuse('subscription.ended', 'This subscription has ended.', {
      hint: 'Order its plan again, with `start_on`.',
    });
  },
};
