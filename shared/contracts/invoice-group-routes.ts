/** The route that says with which others a subscription shares its invoices. */
import { SubscriptionGrouping } from './invoice-groups.ts';
import { route } from './route.ts';
import { Subscription } from './subscriptions.ts';

/** The route of the grouping. */
export const invoiceGroupRoutes = {
  regroup: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/invoice_grouping',
    summary: 'Let a subscription share invoices with others from its next period on, or have its own again',
    tag: 'Subscriptions',
    scope: 'billing:write',
    idempotency: 'none',
    body: SubscriptionGrouping,
    answer: Subscription,
    status: 200,
    refusals: [
      'subscription.not_found',
      'subscription.ended',
      'subscription.incomplete',
      'subscription.behind',
      'subscription.bill_waits',
      'subscription.group_full',
    ],
  }),
};
