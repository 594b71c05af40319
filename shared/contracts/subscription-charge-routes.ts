/** The routes of what a subscription is charged once. */
import { route } from './route.ts';
import { NewSubscriptionCharge } from './subscription-charges.ts';
import { Subscription } from './subscriptions.ts';

const tag = 'Subscriptions';

/** The routes of one-off charges. */
export const subscriptionChargeRoutes = {
  addCharge: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/charges',
    summary: 'Charge something once, with the next bill of a period',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: NewSubscriptionCharge,
    answer: Subscription,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.ended',
      'subscription.incomplete',
      'subscription.cancelled',
      'charge.too_many',
      'order.amount_too_large',
      'idempotency.key_reused',
    ],
  }),
  withdrawCharge: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/charges/{charge_id}/withdraw',
    summary: 'Take a charge back that is not billed yet',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: ['subscription.not_found', 'subscription.ended', 'subscription.incomplete', 'charge.not_found'],
  }),
};
