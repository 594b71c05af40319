/** Changes of a subscription on the wire: what is asked, and what it would bill. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody, positiveDecimal } from './common.ts';
import { Dimensions, PriceModel } from './prices.ts';

/** A service period: the first day belongs to it, `end` does not. */
export const ServicePeriod = z
  .strictObject({ start: CivilDateBody, end: CivilDateBody })
  .meta({ id: 'ServicePeriod' });

/** What a subscription is changed to; what is left out stays as it is. */
const change = {
  /** Another plan, of the same tax; its price of today holds. */
  plan: id('plan').optional(),
  /** A version of that plan, or of its own; left out, another plan is taken as it is on sale, and its own stays as it is. */
  plan_version: z.int().min(1).max(999).optional(),
  quantity: positiveDecimal(6, '3')
    .refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0')
    .optional(),
  /** What a price by a matrix prices it by; what is left out stays. */
  dimensions: Dimensions.optional(),
  /** What was agreed on, in place of the price of the plan and its introductory ones; left out, what was agreed before holds for the plan. */
  agreed_price: PriceModel.optional(),
  /** Moves the day of the month that its periods begin on. */
  anchor_day: z.int().min(1).max(31).optional(),
  /** At once, with credit for the unused rest of what was charged, or with the next period. */
  at: z.enum(['now', 'period_end']).default('now'),
};

/** A change to preview. */
export const SubscriptionPreviewRequest = z.strictObject(change).meta({ id: 'SubscriptionPreviewRequest' });

/** A parsed request for a preview. */
export type SubscriptionPreviewRequest = z.infer<typeof SubscriptionPreviewRequest>;

/** A change to make; with `preview` only if the lines of that preview still hold. */
export const SubscriptionChange = z
  .strictObject({ ...change, preview: z.string().length(64).optional() })
  .meta({ id: 'SubscriptionChange' });

/** A parsed change. */
export type SubscriptionChange = z.infer<typeof SubscriptionChange>;

/** A line before it is on an invoice, with how it was reckoned. */
export const BilledLineBody = z.strictObject({
  rule: z.string(),
  description: z.string(),
  period: ServicePeriod.nullable(),
  /** Before tax; null where prices contain it, and `gross` is the amount with it. */
  net: MoneyBody.nullable(),
  gross: MoneyBody.nullable(),
  sentence: z.string(),
});

/** A credit note that will be asked for: which line of which invoice, and how much of it; `net` before tax, or `gross` where prices contain it. */
export const ForeseenCreditNote = z.strictObject({
  invoice: id('invoice'),
  lines: z.array(z.strictObject({ line: z.int(), net: MoneyBody.nullable(), gross: MoneyBody.nullable() })),
});

/** What a change would bill: its own bill, or the first one under the new terms. */
export const SubscriptionPreview = z
  .strictObject({
    object: z.literal('subscription_preview'),
    subscription: id('subscription'),
    /** Send it with the change, which is refused if it does not hold any more. */
    preview: z.string(),
    /** Null where the change bills nothing by itself. */
    bill: z
      .strictObject({
        period: ServicePeriod,
        lines: z.array(BilledLineBody),
        /** Before tax; null where prices contain it, and `gross` is the amount with it. */
        net: MoneyBody.nullable(),
        gross: MoneyBody.nullable(),
        next_billing_at: InstantBody,
      })
      .nullable(),
    /** What is given back by credit notes and not on the bill, each with how it was reckoned. */
    credit_lines: z.array(BilledLineBody),
    /** The credit notes that the rules of the plan want for it. */
    credit_notes: z.array(ForeseenCreditNote),
  })
  .meta({ id: 'SubscriptionPreview' });

/** A preview, typed. */
export type SubscriptionPreview = z.infer<typeof SubscriptionPreview>;

/** Why a change or its preview may be refused. */
export const CHANGE_REFUSALS = [
  'subscription.not_found',
  'subscription.ended',
  'subscription.incomplete',
  'subscription.awaits_activation',
  'subscription.paused',
  'subscription.suspended',
  'subscription.cancelled',
  'subscription.behind',
  'subscription.change_at_period_end_only',
  'subscription.changes_too_many',
  'subscription.tax_differs',
  'subscription.price_basis_differs',
  'subscription.add_ons_bound',
  'add_on.rhythm_unfit',
  'add_on.is_plan',
  'add_on.not_alone',
  'add_on.not_allowed',
  'customer.erased',
  'plan.unknown',
  'plan.not_sold_by_entity',
  'plan.currency_missing',
  'price.quantity_beyond_tiers',
  'price.cell_missing',
  'order.amount_too_large',
] as const;
