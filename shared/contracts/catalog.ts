/** Plans on the wire. */
import * as z from 'zod';
import { Currency, id, InstantBody, ListQuery, listOf, positiveDecimal, text } from './common.ts';
import { Interval, INTERVAL_COUNT_MAX } from './intervals.ts';
import { PlanMinimumSpend } from './commitments.ts';
import { PlanRules } from './plan-rules.ts';
import { PlanPrice } from './prices.ts';
import { route } from './route.ts';
import { PriceBasis, Supply, TaxClass } from './tax.ts';
import { Meter } from './usage.ts';

/** Currencies one plan may have a price in. */
export const PLAN_PRICES_MAX = 50;

/** When a period is charged: at its beginning, or once it is over. */
export const Charge = z.enum(['in_advance', 'in_arrears']).meta({ id: 'Charge' });

/** Days that a trial may last. */
export const TRIAL_DAYS_MAX = 366;

/** Meters of one plan. */
export const PLAN_METERS_MAX = 5;

const rhythm = { interval: Interval, interval_count: z.int().min(1).max(INTERVAL_COUNT_MAX) };

/** Hours that a period may wait for late usage. */
export const GRACE_HOURS_MAX = 72;

/** What subscribers are bound to. */
export const PlanTerm = z
  .strictObject({
    interval: Interval,
    interval_count: z.int().min(1).max(INTERVAL_COUNT_MAX).default(1),
    /** What follows a term: another one, the end, or periods without a term. */
    renewal: z.enum(['renew', 'end', 'evergreen']).default('renew'),
    /** Days before an end by which it must be asked for; they hold without a term, too, once one was. */
    notice_days: z.int().min(0).max(TRIAL_DAYS_MAX).default(0),
  })
  .meta({ id: 'PlanTerm' });

/** Phases of one plan. */
export const PLAN_PHASES_MAX = 4;

/** Periods that one phase may last. */
export const PHASE_PERIODS_MAX = 120;

/** An introductory price: for so many periods from the first that is charged; the price of the plan follows. */
export const PlanPhase = z
  .strictObject({
    periods: z.int().min(1).max(PHASE_PERIODS_MAX),
    prices: z.array(PlanPrice).min(1).max(PLAN_PRICES_MAX),
  })
  .meta({ id: 'PlanPhase' });

/** What setting up costs in one currency. */
export const SetupPrice = z
  .strictObject({ currency: Currency, amount: positiveDecimal(12, '99.00') })
  .meta({ id: 'SetupPrice' });

/** Whether a plan stands alone or is sold on top of a subscription, and then with its periods or once. */
const PlanKind = z.enum(['plan', 'add_on', 'one_off']);

/** A new plan. */
export const NewPlan = z
  .strictObject({
    name: text(120),
    description: text(200).nullable().default(null),
    kind: PlanKind.default('plan'),
    /** The add-ons that its subscribers may have; left out, any. */
    add_ons: z.array(id('plan')).max(PLAN_PRICES_MAX).nullable().default(null),
    /** The one legal entity that sells it; left out, every one does. */
    legal_entity: id('legalEntity').optional(),
    interval: rhythm.interval,
    interval_count: rhythm.interval_count.default(1),
    charge: Charge.default('in_advance'),
    /** Days of service before the first charge. */
    trial_days: z.int().min(0).max(TRIAL_DAYS_MAX).default(0),
    rules: PlanRules.prefault({}),
    /** Whether all its prices are net of VAT or contain it, as consumers read them. */
    price_basis: PriceBasis.default('net'),
    prices: z.array(PlanPrice).min(1).max(PLAN_PRICES_MAX),
    /** What its first periods cost instead, phase after phase; days before the anchor belong to the first and are none of its periods. */
    phases: z.array(PlanPhase).max(PLAN_PHASES_MAX).default([]),
    /** What setting a subscription up costs, once, with its first bill; not prorated, and lowered by no coupon. */
    setup: z.array(SetupPrice).max(PLAN_PRICES_MAX).default([]),
    /** What is measured of its subscriptions. */
    meters: z.array(Meter).max(PLAN_METERS_MAX).default([]),
    /** Hours that a period waits for late usage before it is billed; left out, 1 where a meter has a price, else 0. */
    grace_hours: z.int().min(0).max(GRACE_HOURS_MAX).optional(),
    /** For how long a subscription is bound, in whole periods of the plan. */
    term: PlanTerm.nullable().default(null),
    /** What a subscription comes to at least; what is short of it is billed as a true-up. */
    minimum_spend: PlanMinimumSpend.nullable().default(null),
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
    kind: PlanKind,
    add_ons: z.array(id('plan')).nullable(),
    legal_entity: id('legalEntity').nullable(),
    ...rhythm,
    charge: Charge,
    trial_days: z.int(),
    rules: PlanRules,
    price_basis: PriceBasis,
    prices: z.array(PlanPrice),
    phases: z.array(PlanPhase),
    setup: z.array(SetupPrice),
    meters: z.array(Meter),
    grace_hours: z.int(),
    term: PlanTerm.nullable(),
    minimum_spend: PlanMinimumSpend.nullable(),
    /** What the publisher should know and may well have meant. */
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), pointer: z.string() })),
    tax: TaxClass,
    supply: Supply,
    published_at: InstantBody,
  })
  .meta({ id: 'Plan' });

/** A plan, typed. */
export type Plan = z.infer<typeof Plan>;

/** A plan in a list. */
export const PlanRow = Plan.omit({
  description: true,
  kind: true,
  add_ons: true,
  prices: true,
  phases: true,
  setup: true,
  meters: true,
  grace_hours: true,
  term: true,
  warnings: true,
  charge: true,
  trial_days: true,
  rules: true,
  price_basis: true,
  interval_count: true,
  tax: true,
  supply: true,
}).meta({ id: 'PlanRow' });

const tag = 'Catalog';

const PRICE_REFUSALS = [
  'plan.add_on_bound',
  'plan.one_off_price',
  'plan.term_not_whole_periods',
  'plan.minimum_not_whole_periods',
  'plan.price_repeated',
  'plan.meter_repeated',
  'price.tier_gap',
  'price.tier_overlap',
  'price.bounds_crossed',
  'price.currency_unknown',
  'legal_entity.unknown',
] as const;

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
    refusals: PRICE_REFUSALS,
  }),
  publishVersion: route({
    method: 'POST',
    path: '/v1/plans/{plan_id}/versions',
    summary: 'Publish the next version of a plan; whoever subscribed to an earlier one keeps it',
    tag,
    scope: 'catalog:write',
    idempotency: 'required',
    body: NewPlan,
    answer: Plan,
    status: 201,
    refusals: ['plan.not_found', 'plan.too_many_versions', 'idempotency.key_reused', ...PRICE_REFUSALS],
  }),
  getVersion: route({
    method: 'GET',
    path: '/v1/plans/{plan_id}/versions/{version}',
    summary: 'Show a version of a plan as it was published',
    tag,
    scope: 'catalog:read',
    idempotency: 'none',
    answer: Plan,
    status: 200,
    refusals: ['plan.not_found', 'plan_version.not_found'],
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
