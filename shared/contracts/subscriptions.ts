/** Subscriptions on the wire. They begin with an order line that names a plan. */
import * as z from 'zod';
import { Charge } from './catalog.ts';
import { NewSubscriptionCoupon } from './coupons.ts';
import { CivilDateBody, Currency, id, InstantBody, listOf, MoneyBody } from './common.ts';
import { InvoiceGrouping, Language } from './customers.ts';
import { Discount } from './discounts.ts';
import { Interval } from './intervals.ts';
import { OpenCommitment } from './commitments.ts';
import { Dimensions, PriceModel } from './prices.ts';
import { SubscriptionQuery } from './list-queries.ts';
import { route } from './route.ts';
import { AttachedAddOnBody, HOSTED_REFUSALS } from './add-ons.ts';
import { CancellationCreditBody } from './subscription-ends.ts';
import { PendingCharge } from './subscription-charges.ts';
import {
  CHANGE_REFUSALS,
  ServicePeriod,
  SubscriptionChange,
  SubscriptionPreview,
  SubscriptionPreviewRequest,
} from './subscription-changes.ts';
import { ActivationBody, NOT_LIVE_REFUSALS } from './activations.ts';
import { PriceBasis, TaxClass } from './tax.ts';

/** A subscription as answered. */
export const Subscription = z
  .strictObject({
    id: id('subscription'),
    object: z.literal('subscription'),
    status: z.enum(['pending', 'incomplete', 'trialing', 'active', 'paused', 'ended']),
    /** Null where it was taken over from another system. */
    order: id('order').nullable(),
    order_line: z.int().nullable(),
    /** The subscription that it is an add-on of. */
    host: id('subscription').nullable(),
    /** What is sold on top of it and has not ended, each a subscription of its own. */
    add_ons: z.array(AttachedAddOnBody),
    customer: id('customer'),
    legal_entity: id('legalEntity'),
    plan: id('plan'),
    plan_version: z.int(),
    description: z.string(),
    quantity: z.string(),
    /** What a price by a matrix prices it by. */
    dimensions: Dimensions,
    /** Of one unit, where the price is as simple as that. */
    unit_price: z.string().nullable(),
    price: PriceModel,
    price_basis: PriceBasis,
    /** Whether the price was agreed on with this customer, so that no version of the plan changes it. */
    price_agreed: z.boolean(),
    /** What it costs before, with the first day that each does not hold for any more. */
    phases: z.array(z.strictObject({ price: PriceModel, until: CivilDateBody })),
    currency: Currency,
    tax: TaxClass,
    interval: Interval,
    interval_count: z.int(),
    charge: Charge,
    /** First day of service; of one that waits to be activated by hand, the day that it was agreed or ordered for. */
    start_date: CivilDateBody,
    /** The first day that is charged; later than the first of service where there is a trial. */
    charged_from: CivilDateBody,
    /** First day on the grid of its periods. */
    anchor_date: CivilDateBody,
    /** The day of the month that it returns to. */
    anchor_day: z.int(),
    /** In which its days begin and end. */
    time_zone: z.string(),
    payment_terms_days: z.int(),
    invoice_grouping: InvoiceGrouping,
    /** The group that it shares invoices in; null where that has no name. */
    invoice_group: z.string().nullable(),
    language: Language,
    billed_periods: z.int(),
    /** The newest period that was billed. */
    current_period: ServicePeriod.nullable(),
    /** When the next period is owed; null where there is none. */
    next_billing_at: InstantBody.nullable(),
    /** A change that waits for the end of the period. */
    scheduled_change: z
      .strictObject({ plan: id('plan'), plan_version: z.int(), quantity: z.string(), on: CivilDateBody })
      .nullable(),
    /** The day from which nothing is charged. */
    paused_from: CivilDateBody.nullable(),
    /** Whether the customer is entitled to the service, which a `pending` one has not begun, and since when and why not. */
    service: z.enum(['not_begun', 'granted', 'suspended']),
    suspension: z.strictObject({ reason: z.string(), from: CivilDateBody }).nullable(),
    coupons: z.array(
      z.strictObject({ id: z.string(), name: z.string(), off: Discount, periods_left: z.int().nullable() }),
    ),
    /** What is charged once, with the next bill. */
    pending_charges: z.array(PendingCharge),
    /** What earlier invoices left to take off later ones, in the basis of its prices. */
    credit: MoneyBody,
    /** The commitment period that runs; null where no minimum was promised. */
    minimum_spend: OpenCommitment.nullable(),
    cancellation: z
      .strictObject({
        at: z.enum(['period_end', 'now', 'date', 'term_end']),
        ends_on: CivilDateBody,
        credit: CancellationCreditBody,
      })
      .nullable(),
    /** The term that runs: its end, what follows it, and the last day on which it can be given notice of. */
    term: z
      .strictObject({
        number: z.int(),
        ends_on: CivilDateBody,
        renewal: z.enum(['renew', 'end', 'evergreen']),
        notice_by: CivilDateBody,
      })
      .nullable(),
    /** The day on which it would stop if it were cancelled with its period today; null where it is cancelled or not charged yet. */
    cancellable_on: CivilDateBody.nullable(),
    /** Why billing set it aside, and when it is tried again. */
    parked: z.strictObject({ code: z.string(), reason: z.string(), retry_at: InstantBody }).nullable(),
    activation: ActivationBody.nullable(),
    created_at: InstantBody,
    ended_at: InstantBody.nullable(),
    end_reason: z.enum(['cancelled', 'unpaid']).nullable(),
  })
  .meta({ id: 'Subscription' });

/** A subscription, typed. */
export type Subscription = z.infer<typeof Subscription>;

/** A subscription in a list, with what it waits for before it is active: its first day, its activation by hand, or its first payment. */
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
})
  .extend({ waits_for: z.enum(['start', 'activation', 'first_payment']).nullable() })
  .meta({ id: 'SubscriptionRow' });

const tag = 'Subscriptions';
const reading = { method: 'GET', tag, scope: 'billing:read', idempotency: 'none' } as const;

/** The routes of subscriptions. */
export const subscriptionRoutes = {
  list: route({
    ...reading,
    path: '/v1/subscriptions',
    summary: 'List subscriptions, of a customer, a plan or in a state',
    query: SubscriptionQuery,
    answer: listOf(SubscriptionRow, 'SubscriptionList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    ...reading,
    path: '/v1/subscriptions/{subscription_id}',
    summary: 'Show a subscription',
    answer: Subscription,
    status: 200,
    refusals: ['subscription.not_found'],
  }),
  preview: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/preview',
    summary: 'Show the lines of a change before it is made',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    body: SubscriptionPreviewRequest,
    answer: SubscriptionPreview,
    status: 200,
    refusals: CHANGE_REFUSALS,
  }),
  change: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/change',
    summary: 'Change plan, quantity or anchor day, now or at the end of the period',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: SubscriptionChange,
    answer: Subscription,
    status: 200,
    refusals: [...CHANGE_REFUSALS, 'subscription.preview_stale', 'idempotency.key_reused'],
  }),
  withdrawChange: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/withdraw_change',
    summary: 'Withdraw the change that waits for the end of the period',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: NOT_LIVE_REFUSALS,
  }),
  pause: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/pause',
    summary: 'Charge nothing from the end of the running period on',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: [
      ...NOT_LIVE_REFUSALS,
      'subscription.not_active',
      'subscription.cancelled',
      'subscription.suspended',
      'subscription.change_scheduled',
      'subscription.add_on_waits',
      ...HOSTED_REFUSALS,
    ],
  }),
  resume: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/resume',
    summary: 'Charge again, from today on and by the day until the next period',
    tag,
    scope: 'billing:write',
    idempotency: 'none',
    answer: Subscription,
    status: 200,
    refusals: [...NOT_LIVE_REFUSALS, 'subscription.cancelled', 'subscription.behind', ...HOSTED_REFUSALS],
  }),
  addCoupon: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/coupons',
    summary: 'Reduce what a subscription is charged, from its next period on',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: NewSubscriptionCoupon,
    answer: Subscription,
    status: 200,
    refusals: [
      ...NOT_LIVE_REFUSALS,
      'coupon.too_many',
      'coupon.amount_too_precise',
      'idempotency.key_reused',
    ],
  }),
};
