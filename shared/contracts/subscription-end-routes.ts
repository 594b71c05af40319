/** The routes by which subscriptions end, or do not. */
import { HOSTED_REFUSALS } from './add-ons.ts';
import { route } from './route.ts';
import { NOT_LIVE_REFUSALS } from './activations.ts';
import {
  CANCEL_REFUSALS,
  CancellationPreview,
  CancellationPreviewRequest,
  SubscriptionCancellation,
} from './subscription-ends.ts';
import { Subscription } from './subscriptions.ts';

const tag = 'Subscriptions';

/** The routes of the ends of subscriptions. */
export const subscriptionEndRoutes = {
  cancel: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/cancel',
    summary: 'Cancel a subscription: at the end of its period, now, or on a day',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    body: SubscriptionCancellation,
    answer: Subscription,
    status: 200,
    refusals: CANCEL_REFUSALS,
  }),
  reactivate: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/reactivate',
    summary: 'Withdraw a cancellation before the service stops; later, order the plan again',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: [...NOT_LIVE_REFUSALS, ...HOSTED_REFUSALS],
  }),
  previewCancellation: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/preview_cancellation',
    summary: 'Show what a cancellation would give back before it is made',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    body: CancellationPreviewRequest,
    answer: CancellationPreview,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.ended',
      'subscription.behind',
      'subscription.end_out_of_range',
      'subscription.in_term',
    ],
  }),
};
