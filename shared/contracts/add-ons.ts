/** Add-ons on the wire: what is sold on top of a subscription. */
import * as z from 'zod';
import { CivilDateBody, id, positiveDecimal } from './common.ts';
import { Dimensions } from './prices.ts';

/** An add-on of a subscription: the subscription that it is itself, its plan, and its first day. */
export const AttachedAddOnBody = z
  .strictObject({ subscription: id('subscription'), plan: id('plan'), from: CivilDateBody })
  .meta({ id: 'AttachedAddOn' });

/** Why an add-on is not asked to pause, to go on or to be kept by itself. */
export const HOSTED_REFUSALS = ['subscription.follows_host'] as const;

const addOn = {
  /** A plan of kind `add_on` or `one_off`, as it is on sale today. */
  plan: id('plan'),
  quantity: positiveDecimal(6, '2')
    .refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0')
    .default('1'),
  /** What a price by a matrix prices it by. */
  dimensions: Dimensions.optional(),
  /** At once, charged by the day for the rest of the period that runs; with the next period; or from a day on. */
  at: z.union([z.enum(['now', 'period_end']), CivilDateBody]).default('now'),
};

/** An add-on to preview. */
export const AddOnPreviewRequest = z.strictObject(addOn).meta({ id: 'AddOnPreviewRequest' });

/** A parsed request for a preview. */
export type AddOnPreviewRequest = z.infer<typeof AddOnPreviewRequest>;

const RULE = [
  'What recurs becomes a subscription of its own, on the grid of the one that it is added to: it is billed, changed and',
  'cancelled by its own id, pauses with its host and ends with it. What is charged once stands whole on the next bill of',
  'the host and can be withdrawn until then as any pending charge.',
].join(' ');

/** An add-on to add; with `preview` only if what that preview showed still holds. */
export const NewAddOn = z
  .strictObject({ ...addOn, preview: z.string().length(64).optional() })
  .meta({ id: 'NewAddOn', description: RULE });

/** A parsed add-on. */
export type NewAddOn = z.infer<typeof NewAddOn>;
