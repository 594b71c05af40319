/** The activation of subscriptions by hand, on the wire. */
import * as z from 'zod';
import { HOSTED_REFUSALS } from './add-ons.ts';
import { CivilDateBody } from './common.ts';
import { route } from './route.ts';
import { Subscription } from './subscriptions.ts';

const RULE = [
  'The first day of service, in the time zone of the subscription: today, one to come, or one gone by that is not before the order or',
  'the agreed start. Periods, trial, term and minimum spend are reckoned from it, not from this request. Left out, it is the agreed',
  'start where that is still to come, else today. The add-ons of its order begin with it. Asking again changes nothing; another day is',
  'refused once one is set.',
].join(' ');

/** The first day of a subscription that waits for it. */
export const SubscriptionActivation = z
  .strictObject({ on: CivilDateBody.optional() })
  .meta({ id: 'SubscriptionActivation', description: RULE });

/** A parsed activation. */
export type SubscriptionActivation = z.infer<typeof SubscriptionActivation>;

/** The route of the activation by hand. */
export const subscriptionActivationRoutes = {
  activate: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/activate',
    summary: 'Activate a subscription that was ordered to be activated by hand, from its first day on',
    tag: 'Subscriptions',
    scope: 'billing:write',
    idempotency: 'none',
    body: SubscriptionActivation,
    answer: Subscription,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.ended',
      'subscription.incomplete',
      'subscription.not_by_hand',
      'subscription.start_is_set',
      'subscription.start_out_of_range',
      ...HOSTED_REFUSALS,
    ],
  }),
};
