/** Subscriptions on the wire. They begin with an order line that names a plan. */
import * as z from 'zod';
import { Interval } from './catalog.ts';
import { CivilDateBody, Currency, id, InstantBody, ListQuery, listOf } from './common.ts';
import { Language } from './customers.ts';
import { route } from './route.ts';
import { TaxClass } from './tax.ts';

/** How a subscription is cancelled: with the period that runs, or at once. What was charged in advance is not credited. */
export const SubscriptionCancellation = z
  .strictObject({ at: z.enum(['period_end', 'now']).default('period_end') })
  .meta({
    id: 'SubscriptionCancellation',
    description:
      'Periods that have begun stay owed either way; nothing that was charged in advance is credited.',
  });

/** A parsed cancellation. */
export type SubscriptionCancellation = z.infer<typeof SubscriptionCancellation>;

/** A service period: the first day belongs to it, `end` does not. */
export const ServicePeriod = z
  .strictObject({ start: CivilDateBody, end: CivilDateBody })
  .meta({ id: 'ServicePeriod' });

/** A subscription as answered. */
export const Subscription = z
  .strictObject({
    id: id('subscription'),
    object: z.literal('subscription'),
    status: z.enum(['pending', 'active', 'ended']),
    order: id('order'),
    order_line: z.int(),
    customer: id('customer'),
    legal_entity: id('legalEntity'),
    plan: id('plan'),
    plan_version: z.int(),
    description: z.string(),
    quantity: z.string(),
    unit_price: z.string(),
    currency: Currency,
    tax: TaxClass,
    interval: Interval,
    /** First day of the first period; the day of the month it returns to. */
    anchor_date: CivilDateBody,
    /** In which its days begin and end. */
    time_zone: z.string(),
    payment_terms_days: z.int(),
    language: Language,
    billed_periods: z.int(),
    /** The newest period that was billed. */
    current_period: ServicePeriod.nullable(),
    /** When the next period is owed; null where there is none. */
    next_billing_at: InstantBody.nullable(),
    cancellation: z
      .strictObject({ at: z.enum(['period_end', 'now']), ends_on: CivilDateBody, credit: z.literal('none') })
      .nullable(),
    /** Why billing set it aside, and when it is tried again. */
    parked: z.strictObject({ code: z.string(), reason: z.string(), retry_at: InstantBody }).nullable(),
    created_at: InstantBody,
    ended_at: InstantBody.nullable(),
  })
  .meta({ id: 'Subscription' });

/** A subscription, typed. */
export type Subscription = z.infer<typeof Subscription>;

/** A subscription in a list. */
export const SubscriptionRow = Subscription.pick({
  id: true,
  object: true,
  status: true,
  customer: true,
  plan: true,
  description: true,
  interval: true,
  next_billing_at: true,
  created_at: true,
}).meta({ id: 'SubscriptionRow' });

const tag = 'Subscriptions';

/** The routes of subscriptions. */
export const subscriptionRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/subscriptions',
    summary: 'List subscriptions',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(SubscriptionRow, 'SubscriptionList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/subscriptions/{subscription_id}',
    summary: 'Show a subscription',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: ['subscription.not_found'],
  }),
  cancel: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/cancel',
    summary: 'Cancel a subscription at the end of its period, or now; without credit',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    body: SubscriptionCancellation,
    answer: Subscription,
    status: 200,
    refusals: ['subscription.not_found'],
  }),
};
