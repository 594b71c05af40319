/** One-off charges of a subscription on the wire. */
import * as z from 'zod';
import { CivilDateBody, positiveDecimal, text } from './common.ts';

const quantity = positiveDecimal(6, '2').refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0');

/** What is charged once, with the next bill of a period; it is never prorated, and no coupon lowers it. */
export const NewSubscriptionCharge = z
  .strictObject({
    description: text(200),
    quantity: quantity.default('1'),
    /** Major units, up to 12 decimals, in the price basis of the subscription. */
    unit_amount: positiveDecimal(12, '500.00'),
  })
  .meta({ id: 'NewSubscriptionCharge' });

/** A parsed charge. */
export type NewSubscriptionCharge = z.infer<typeof NewSubscriptionCharge>;

/** A charge that waits for a bill. */
export const PendingCharge = z
  .strictObject({
    id: z.string(),
    description: z.string(),
    quantity: z.string(),
    unit_amount: z.string(),
    /** The day that it is for. */
    on: CivilDateBody,
  })
  .meta({ id: 'PendingCharge' });
