/** Orders on the wire. */
import * as z from 'zod';
import { Country, Currency, id, InstantBody, listOf, Metadata, MoneyBody, text } from './common.ts';
import { DueDays, Language, NewCustomer } from './customers.ts';
import { NewDeposits, OrderDeposit } from './deposits.ts';
import { DISCOUNT_GIVEN, DISCOUNT_SHOWN } from './discount-terms.ts';
import { Discount } from './discounts.ts';
import { Allowance, Charge, DOCUMENT_REDUCTIONS_MAX } from './reductions.ts';
import { Fulfilment, NewFulfilment, ORDER_LINES_MAX } from './fulfilments.ts';
import { NewOrderLine } from './order-lines.ts';
import { FULFILLING_REFUSALS, PLACING_REFUSALS } from './order-refusals.ts';
import { OrderQuery } from './list-queries.ts';
import { route } from './route.ts';
import { PriceBasis, Supply, TaxClass } from './tax.ts';

/** A new order: the customer by id, or inline. */
export const NewOrder = z
  .strictObject({
    legal_entity: id('legalEntity').optional(),
    customer: z.union([id('customer'), NewCustomer]),
    currency: Currency,
    /** Whether prices, discounts, allowances and charges are net of VAT, or contain it as consumers read them; that of its plans, too. */
    price_basis: PriceBasis.default('net'),
    lines: z.array(NewOrderLine).min(1).max(ORDER_LINES_MAX),
    /** Off the sum of the lines that are charged once, such as a voucher; split over their VAT rates. */
    allowances: z.array(Allowance).max(DOCUMENT_REDUCTIONS_MAX).default([]),
    /** On top of it, such as freight; taxed as the lines are. */
    charges: z.array(Charge).max(DOCUMENT_REDUCTIONS_MAX).default([]),
    /** When it is invoiced: all of it when placed, or each delivery as it is made. */
    billing: z.enum(['on_placement', 'on_fulfilment']).default('on_placement'),
    /** What is paid in advance; only where each delivery is invoiced, the last of which deducts what was paid. */
    deposits: NewDeposits,
    payment_terms_days: DueDays.optional(),
    ...DISCOUNT_GIVEN,
    language: Language.optional(),
    /** Where goods go, if not to the customer's country. */
    deliver_to_country: Country.nullable().default(null),
    /** The postcode there: it tells whether that is a part of the country that is taxed in its own way. It is not kept. */
    deliver_to_postal_code: text(20).nullable().default(null),
    reference: text(80).nullable().default(null),
    metadata: Metadata.default({}),
  })
  .refine(
    ({ lines, allowances, charges }) =>
      allowances.length + charges.length === 0 || lines.some(({ plan }) => plan === null),
    { path: ['lines'], message: 'must have a line without a plan, which allowances and charges stand with' },
  )
  .refine(({ billing, deposits }) => deposits.length === 0 || billing === 'on_fulfilment', {
    path: ['deposits'],
    message: 'are only allowed on an order with the billing on_fulfilment',
  })
  .refine(({ discount_terms, deposits }) => discount_terms.length === 0 || deposits.length === 0, {
    path: ['discount_terms'],
    message: 'are not allowed on an order with deposits',
  })
  .refine((order) => order.deliver_to_postal_code === null || order.deliver_to_country !== null, {
    path: ['deliver_to_postal_code'],
    message: 'is only allowed together with deliver_to_country',
  })
  .meta({ id: 'NewOrder' });

/** A parsed new order. */
export type NewOrder = z.infer<typeof NewOrder>;

/** A line as answered: quantity × price less discount, rounded once; `gross` where prices contain the tax, else `net`. */
export const OrderLine = z
  .strictObject({
    line: z.int(),
    description: z.string(),
    sku: z.string().nullable(),
    quantity: z.string(),
    fulfilled_quantity: z.string(),
    unit: z.string().nullable(),
    unit_price: z.string().nullable(),
    discount: Discount.nullable(),
    tax: TaxClass,
    supply: Supply,
    plan: z.string().nullable(),
    product: z.string().nullable(),
    net: MoneyBody.nullable(),
    gross: MoneyBody.nullable(),
  })
  .meta({ id: 'OrderLine' });

/** An order as answered. */
export const Order = z
  .strictObject({
    id: id('order'),
    object: z.literal('order'),
    status: z.enum(['placed', 'cancelled']),
    fulfilment: z.enum(['none', 'partial', 'complete']),
    legal_entity: id('legalEntity'),
    customer: id('customer'),
    currency: Currency,
    price_basis: PriceBasis,
    lines: z.array(OrderLine),
    allowances: z.array(Allowance),
    charges: z.array(Charge),
    /** The lines less the allowances, plus the charges; null where prices contain the tax, which the invoice decides. */
    net: MoneyBody.nullable(),
    /** The same with the tax; null where prices are net. */
    gross: MoneyBody.nullable(),
    billing: z.enum(['on_placement', 'on_fulfilment']),
    payment_terms_days: z.int(),
    ...DISCOUNT_SHOWN,
    language: Language,
    reference: z.string().nullable(),
    deliver_to_country: Country.nullable(),
    /** The country whose VAT holds there, or its part such as `ES-X` or `GB-NI`; null where no postcode was given. */
    deliver_to_territory: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    /** The invoices it owes so far, by the ids they have or will have. */
    invoices: z.array(id('invoice')),
    deposits: z.array(OrderDeposit),
    subscriptions: z.array(id('subscription')),
    placed_at: InstantBody,
    cancelled_at: InstantBody.nullable(),
  })
  .meta({ id: 'Order' });

/** A parsed `Order`. */
export type Order = z.infer<typeof Order>;

/** An order in a list. */
export const OrderRow = z
  .strictObject({
    id: id('order'),
    object: z.literal('order'),
    status: z.enum(['placed', 'cancelled']),
    fulfilment: z.enum(['none', 'partial', 'complete']),
    customer: id('customer'),
    net: MoneyBody.nullable(),
    gross: MoneyBody.nullable(),
    reference: z.string().nullable(),
    placed_at: InstantBody,
  })
  .meta({ id: 'OrderRow' });

/** A parsed `OrderRow`. */
export type OrderRow = z.infer<typeof OrderRow>;

const tag = 'Orders';

/** The routes of orders. */
export const orderRoutes = {
  place: route({
    method: 'POST',
    path: '/v1/orders',
    summary: 'Place an order',
    tag,
    scope: 'orders:write',
    idempotency: 'required',
    body: NewOrder,
    answer: Order,
    status: 201,
    refusals: PLACING_REFUSALS,
  }),
  list: route({
    method: 'GET',
    path: '/v1/orders',
    summary: 'List orders, of a customer or in a state',
    tag,
    scope: 'orders:read',
    idempotency: 'none',
    query: OrderQuery,
    answer: listOf(OrderRow, 'OrderList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/orders/{order_id}',
    summary: 'Show an order',
    tag,
    scope: 'orders:read',
    idempotency: 'none',
    answer: Order,
    status: 200,
    refusals: ['order.not_found'],
  }),
  cancel: route({
    method: 'POST',
    path: '/v1/orders/{order_id}/cancel',
    summary:
      'Cancel an order: what was invoiced is credited, its subscriptions end at once and give back unused days',
    tag,
    scope: 'orders:write',
    idempotency: 'none',
    answer: Order,
    status: 200,
    refusals: ['order.not_found', 'order.already_fulfilled', 'order.of_credits'],
  }),
  fulfil: route({
    method: 'POST',
    path: '/v1/orders/{order_id}/fulfilments',
    summary: 'Record a delivery',
    tag,
    scope: 'orders:write',
    idempotency: 'required',
    body: NewFulfilment,
    answer: Fulfilment,
    status: 201,
    refusals: FULFILLING_REFUSALS,
  }),
};
