/** Discounts on the wire. */
import * as z from 'zod';
import { positiveDecimal } from './common.ts';

/** A reduction of one line: a percentage of it, or an amount in the order's currency. */
export const Discount = z
  .union([
    z.strictObject({
      percent: positiveDecimal(4, '10').refine((value) => Number(value) <= 100, 'must be at most 100'),
    }),
    z.strictObject({ amount: positiveDecimal(4, '5.00') }),
  ])
  .meta({ id: 'Discount' });
