/** Plans on the wire. */
import * as z from 'zod';
import { Currency, id, InstantBody, ListQuery, listOf, positiveDecimal, text } from './common.ts';
import { route } from './route.ts';
import { Supply, TaxClass } from './tax.ts';

/** Currencies one plan may have a price in. */
export const PLAN_PRICES_MAX = 50;

/** How long a period of a plan lasts. */
export const Interval = z.enum(['month', 'year']).meta({ id: 'Interval' });

/** A price for one unit and one period, in major units with up to 12 decimals; it is rounded on the invoice line alone. */
export const PlanPrice = z
  .strictObject({ currency: Currency, amount: positiveDecimal(12, '19.90') })
  .meta({ id: 'PlanPrice' });

/** A new plan. */
export const NewPlan = z
  .strictObject({
    name: text(120),
    description: text(200).nullable().default(null),
    /** The one legal entity that sells it; left out, every one does. */
    legal_entity: id('legalEntity').optional(),
    interval: Interval,
    prices: z.array(PlanPrice).min(1).max(PLAN_PRICES_MAX),
    tax: TaxClass.default('standard'),
    supply: Supply.default('services'),
  })
  .meta({ id: 'NewPlan' });

/** A parsed new plan. */
export type NewPlan = z.infer<typeof NewPlan>;

/** A plan as answered. A version never changes once it is published. */
export const Plan = z
  .strictObject({
    id: id('plan'),
    object: z.literal('plan'),
    version: z.int(),
    name: z.string(),
    description: z.string().nullable(),
    legal_entity: id('legalEntity').nullable(),
    interval: Interval,
    prices: z.array(PlanPrice),
    tax: TaxClass,
    supply: Supply,
    published_at: InstantBody,
  })
  .meta({ id: 'Plan' });

/** A plan, typed. */
export type Plan = z.infer<typeof Plan>;

/** A plan in a list. */
export const PlanRow = Plan.omit({ description: true, prices: true, tax: true, supply: true }).meta({
  id: 'PlanRow',
});

const tag = 'Catalog';

/** The routes of plans. */
export const catalogRoutes = {
  publish: route({
    method: 'POST',
    path: '/v1/plans',
    summary: 'Publish a plan',
    tag,
    scope: 'catalog:write',
    idempotency: 'required',
    body: NewPlan,
    answer: Plan,
    status: 201,
    refusals: ['plan.price_repeated', 'legal_entity.unknown'],
  }),
  list: route({
    method: 'GET',
    path: '/v1/plans',
    summary: 'List plans',
    tag,
    scope: 'catalog:read',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(PlanRow, 'PlanList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/plans/{plan_id}',
    summary: 'Show a plan',
    tag,
    scope: 'catalog:read',
    idempotency: 'none',
    answer: Plan,
    status: 200,
    refusals: ['plan.not_found'],
  }),
};
