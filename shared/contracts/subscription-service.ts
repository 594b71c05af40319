/** The service of a subscription on the wire: suspended and reinstated. */
import * as z from 'zod';
import { HOSTED_REFUSALS } from './add-ons.ts';
import { text } from './common.ts';
import { route } from './route.ts';
import { Subscription } from './subscriptions.ts';

const RULE = [
  'From today on, a day in the time zone of the subscription. Unless its plan says `suspension_billed: yes`, days without',
  'service are given back as a line of the next bill of a period, or not charged where it is billed in arrears, and no',
  'period begins until the service is reinstated. Usage is taken as before, and charged as far as the running period goes.',
].join(' ');

/** A suspension of the service. */
export const SubscriptionSuspension = z
  .strictObject({ reason: text(200) })
  .meta({ id: 'SubscriptionSuspension', description: RULE });

/** A parsed suspension. */
export type SubscriptionSuspension = z.infer<typeof SubscriptionSuspension>;

const writing = {
  method: 'POST',
  tag: 'Subscriptions',
  scope: 'billing:write',
  idempotency: 'none',
} as const;

/** The routes of the service of subscriptions. */
export const subscriptionServiceRoutes = {
  suspend: route({
    ...writing,
    path: '/v1/subscriptions/{subscription_id}/suspend',
    summary: 'Withhold the service from today on',
    body: SubscriptionSuspension,
    answer: Subscription,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.already_suspended',
      'subscription.paused',
      'subscription.not_active',
      'subscription.change_scheduled',
      'subscription.minimum_promised',
      'subscription.cancelled',
      'subscription.behind',
      'subscription.add_on_waits',
      ...HOSTED_REFUSALS,
      'subscription.ended',
      'subscription.incomplete',
      'subscription.awaits_activation',
    ],
  }),
  reinstate: route({
    ...writing,
    path: '/v1/subscriptions/{subscription_id}/reinstate',
    summary: 'Grant the service again, and charge again from today on',
    answer: Subscription,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.not_suspended',
      'subscription.cancelled',
      'subscription.behind',
      ...HOSTED_REFUSALS,
      'subscription.ended',
      'subscription.incomplete',
      'subscription.awaits_activation',
    ],
  }),
};
