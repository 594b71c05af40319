/** The routes of add-ons. */
import { AddOnPreviewRequest, NewAddOn } from './add-ons.ts';
import { route } from './route.ts';
import { SubscriptionPreview } from './subscription-changes.ts';
import { Subscription } from './subscriptions.ts';

const tag = 'Subscriptions';

const REFUSALS = [
  'subscription.not_found',
  'subscription.ended',
  'subscription.incomplete',
  'subscription.awaits_activation',
  'subscription.paused',
  'subscription.suspended',
  'subscription.cancelled',
  'subscription.change_scheduled',
  'subscription.tax_differs',
  'add_on.price_basis_differs',
  'add_on.of_add_on',
  'add_on.is_plan',
  'add_on.not_allowed',
  'add_on.rhythm_unfit',
  'add_on.too_many',
  'add_on.date_out_of_range',
  'charge.too_many',
  'customer.erased',
  'plan.unknown',
  'plan.not_sold_by_entity',
  'plan.currency_missing',
  'price.quantity_beyond_tiers',
  'price.cell_missing',
  'order.amount_too_large',
] as const;

/** The routes by which something is sold on top of a subscription; it is removed as any subscription is cancelled. */
export const addOnRoutes = {
  preview: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/add_ons/preview',
    summary: 'Show the first bill of an add-on before it is added',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    body: AddOnPreviewRequest,
    answer: SubscriptionPreview,
    status: 200,
    refusals: REFUSALS,
  }),
  add: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/add_ons',
    summary: 'Sell an add-on on top of a subscription',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: NewAddOn,
    answer: Subscription,
    status: 200,
    refusals: [...REFUSALS, 'subscription.preview_stale', 'idempotency.key_reused'],
  }),
};
