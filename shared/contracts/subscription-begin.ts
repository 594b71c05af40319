/** How a subscription begins, on the wire. */
import * as z from 'zod';
import { CivilDateBody, id } from './common.ts';
import { InvoiceGrouping } from './customers.ts';
import { InvoiceGroup, isGroupInPlace } from './invoice-groups.ts';
import { AgreedMinimumSpend } from './minimum-spends.ts';
import { COUPONS_MAX, NewSubscriptionCoupon } from './coupons.ts';
import { Dimensions, PriceModel } from './prices.ts';

/** How a subscription begins: left out, it begins with the order, and its periods with its first day. */
export const SubscriptionBegin = z
  .strictObject({
    /** First day of service, in the past or in the future. */
    start_on: CivilDateBody.optional(),
    /** Whether periods count from the first day, from the calendar's own beginnings, or from the customer's billing day. */
    alignment: z.enum(['anniversary', 'calendar', 'customer']).default('anniversary'),
    /**
     * A subscription of the same customer whose periods these are to end with: its anchor day is taken over, and the days before the
     * first common day are charged as the plan charges days before the anchor. It stands in place of `alignment` and `anchor_day`.
     */
    align_to: id('subscription').optional(),
    /** The number of an earlier line whose subscription this one is an add-on of, with which it begins. */
    add_on_to: z.int().min(1).max(1_000).optional(),
    /** Day of the month that periods begin on; in a shorter month its last day. */
    anchor_day: z.int().min(1).max(31).optional(),
    /** Whether its bills share an invoice with others that fall due together; left out, what the customer has. */
    invoice_grouping: InvoiceGrouping.optional(),
    /** With which it shares them: those of the customer that name the same group. */
    invoice_group: InvoiceGroup.optional(),
    /** Days of service before the first charge; left out, those of the plan. */
    trial_days: z.int().min(0).max(366).optional(),
    /**
     * `on_first_payment` bills the first period at the start and is `incomplete` until that invoice is paid; where it is not within
     * `activation_limit_hours`, the subscription ends and the invoice is taken back. Only of a plan charged in advance, with an invoice
     * of its own, without a trial or a minimum spend. `by_hand` stays `pending`, charged nothing, until it is activated with its first
     * day; what is said here of where its periods lie and of its trial holds from that day on, and an add-on begins with its host.
     */
    activation: z.enum(['at_start', 'on_first_payment', 'by_hand']).default('at_start'),
    /** How long `on_first_payment` waits. */
    activation_limit_hours: z.int().min(1).max(720).default(23),
    /** What a plan with a price by a matrix prices it by. */
    dimensions: Dimensions.optional(),
    /**
     * What was agreed on with this customer, in the currency of the order: it holds in place of the plan's price and of its introductory
     * ones until another plan or version is taken. Setting up and usage cost what the plan says.
     */
    agreed_price: PriceModel.optional(),
    /** What it is charged less, from its first bill on, in this order; each counts the bills that it lowers. */
    coupons: z.array(NewSubscriptionCoupon).max(COUPONS_MAX).default([]),
    /** What the customer has promised to spend, in place of what the plan asks; it holds until another plan or version is taken. */
    minimum_spend: AgreedMinimumSpend.optional(),
  })
  .refine(isGroupInPlace, { error: 'belongs to by_billing_day', path: ['invoice_group'] })
  .meta({ id: 'SubscriptionBegin' });

/** A parsed beginning. */
export type SubscriptionBegin = z.infer<typeof SubscriptionBegin>;
