/** Steps in the life of a subscription that ask for nothing but their day, shown on the wire before they are taken. */
import * as z from 'zod';
import { NOT_LIVE_REFUSALS } from './activations.ts';
import { HOSTED_REFUSALS } from './add-ons.ts';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';
import { BilledLineBody, ServicePeriod } from './subscription-changes.ts';
import { Subscription } from './subscriptions.ts';

/** A step to show. */
export const SubscriptionStep = z
  .strictObject({
    step: z.enum(['pause', 'resume', 'suspend', 'reinstate', 'reactivate', 'activate']),
    /** The first day of service, for `activate` alone. */
    on: CivilDateBody.optional(),
  })
  .refine(({ step, on }) => on === undefined || step === 'activate', {
    error: 'belongs to activate',
    path: ['on'],
  })
  .meta({ id: 'SubscriptionStep' });

/** A parsed step. */
export type SubscriptionStep = z.infer<typeof SubscriptionStep>;

/** What a step would make of a subscription, and the next bill behind it with the usage that is known by now; null where none would come. */
export const SubscriptionStepPreview = z
  .strictObject({
    object: z.literal('subscription_step_preview'),
    subscription: id('subscription'),
    becomes: Subscription,
    next_bill: z
      .strictObject({
        period: ServicePeriod,
        due_at: InstantBody,
        lines: z.array(BilledLineBody),
        net: MoneyBody.nullable(),
        gross: MoneyBody.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SubscriptionStepPreview' });

/** A preview, typed. */
export type SubscriptionStepPreview = z.infer<typeof SubscriptionStepPreview>;

/** The route of steps that are shown; it refuses whatever the step itself would be refused for. */
export const subscriptionStepRoutes = {
  previewStep: route({
    method: 'POST',
    path: '/v1/subscriptions/{subscription_id}/preview_step',
    summary:
      'Show what a pause, a suspension, the end of either, a withdrawn cancellation or an activation would make of it',
    tag: 'Subscriptions',
    scope: 'billing:read',
    idempotency: 'none',
    body: SubscriptionStep,
    answer: SubscriptionStepPreview,
    status: 200,
    refusals: [
      ...NOT_LIVE_REFUSALS,
      'subscription.paused',
      'subscription.not_active',
      'subscription.already_suspended',
      'subscription.not_suspended',
      'subscription.suspended',
      'subscription.change_scheduled',
      'subscription.minimum_promised',
      'subscription.cancelled',
      'subscription.behind',
      'subscription.add_on_waits',
      'subscription.not_by_hand',
      'subscription.start_is_set',
      'subscription.start_out_of_range',
      ...HOSTED_REFUSALS,
    ],
  }),
};
