/** Deliveries of an order on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, positiveDecimal } from './common.ts';

/** Lines an order may have. */
export const ORDER_LINES_MAX = 500;

/** A delivery: which lines, how much of each, on which day. */
export const NewFulfilment = z
  .strictObject({
    lines: z
      .array(z.strictObject({ line: z.int().min(1).max(ORDER_LINES_MAX), quantity: positiveDecimal(6, '1') }))
      .min(1)
      .max(ORDER_LINES_MAX),
    delivered_on: CivilDateBody,
  })
  .meta({ id: 'NewFulfilment' });

/** A parsed delivery. */
export type NewFulfilment = z.infer<typeof NewFulfilment>;

/** A delivery as answered. */
export const Fulfilment = z
  .strictObject({
    id: id('fulfilment'),
    object: z.literal('fulfilment'),
    order: id('order'),
    lines: z.array(z.strictObject({ line: z.int(), quantity: z.string() })),
    delivered_on: CivilDateBody,
    invoice: id('invoice').nullable(),
  })
  .meta({ id: 'Fulfilment' });

/** A parsed `Fulfilment`. */
export type Fulfilment = z.infer<typeof Fulfilment>;
