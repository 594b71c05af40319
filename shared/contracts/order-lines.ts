/** Lines of orders on the wire. */
import * as z from 'zod';
import { decimal, id, positiveDecimal, text, unprintedText } from './common.ts';
import { Discount } from './discounts.ts';
import { SubscriptionBegin } from './subscription-begin.ts';
import { Supply, TaxClass } from './tax.ts';

/** A line: a one-off charge, spelled out or of a product, or with `plan` the start of a subscription. */
export const NewOrderLine = z
  .strictObject({
    /** What is sold; whatever the line leaves out is as its newest version says. */
    product: id('product').optional(),
    /** Left out only on a line with a product or a plan, whose name it is then. */
    description: text(200).optional(),
    sku: unprintedText(60).nullable().default(null),
    quantity: positiveDecimal(6, '2.5').refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0'),
    unit: text(20).nullable().default(null),
    /** Major units, up to 12 decimals; left out on a line with a plan, and on one of a product that is sold at its list price. */
    unit_price: decimal(12, '19.90').optional(),
    discount: Discount.nullable().default(null),
    /** Of no effect on a line with a plan or a product, whose own class holds. */
    tax: TaxClass.default('standard'),
    /** Of no effect on a line with a plan or a product, which says itself what it supplies. */
    supply: Supply.default('services'),
    plan: id('plan').nullable().default(null),
    /** How a subscription begins; only on a line with a plan. */
    subscription: SubscriptionBegin.nullable().default(null),
  })
  .refine((line) => line.plan !== null || line.subscription === null, {
    path: ['subscription'],
    message: 'is only allowed on a line with a plan',
  })
  .refine((line) => line.product === undefined || line.plan === null, {
    path: ['product'],
    message: 'is not allowed on a line with a plan',
  })
  .refine((line) => line.description !== undefined || line.product !== undefined || line.plan !== null, {
    path: ['description'],
    message: 'is required on a line without a product or a plan',
  })
  .refine((line) => line.plan === null || line.unit_price === undefined, {
    path: ['unit_price'],
    message: 'is not allowed on a line with a plan',
  })
  .refine((line) => line.plan !== null || line.product !== undefined || line.unit_price !== undefined, {
    path: ['unit_price'],
    message: 'is required on a line without a plan or a product',
  })
  .refine((line) => line.plan === null || line.discount === null, {
    path: ['discount'],
    message: 'is not allowed on a line with a plan',
  })
  .meta({ id: 'NewOrderLine' });
