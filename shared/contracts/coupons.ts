/** Coupons on the wire: what reduces what a subscription is charged. */
import * as z from 'zod';
import { text } from './common.ts';
import { Discount } from './discounts.ts';

/** Coupons that one subscription may begin with. */
export const COUPONS_MAX = 10;

/** A reduction of what a subscription is charged: with its order from the first bill on, later from its next period on. */
export const NewSubscriptionCoupon = z
  .strictObject({
    name: text(80),
    off: Discount,
    /** Bills that it is good for; left out, it holds for ever. */
    periods: z.int().min(1).max(1_200).optional(),
  })
  .meta({ id: 'NewSubscriptionCoupon' });

/** A parsed coupon. */
export type NewSubscriptionCoupon = z.infer<typeof NewSubscriptionCoupon>;
