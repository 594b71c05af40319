/** Usage on the wire: what a plan measures, what senders say was used, and what it comes to. */
import * as z from 'zod';
import { CivilDateBody, id, positiveDecimal, unprintedText } from './common.ts';
import { GivenInstant } from './given-instant.ts';
import { PlanPrice } from './prices.ts';
import { route } from './route.ts';

/** Events in one request. */
export const USAGE_BATCH_MAX = 100;

/** Days that one look at usage may span. */
export const USAGE_DAYS_MAX = 31;

export const MeterCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be 1-40 of a-z 0-9 _ and begin with a letter')
  .meta({ example: 'api_calls' });

/** How the events of a span become one quantity. */
export const Aggregation = z.enum(['sum', 'count', 'max', 'last', 'unique', 'time_weighted']);

/** Currencies that one meter may have a price in. */
export const METER_PRICES_MAX = 10;

/** Something that a plan measures. `unique` counts the different values of `dimension`, `time_weighted` averages a level over time. */
export const Meter = z
  .strictObject({
    code: MeterCode,
    aggregation: Aggregation,
    /** What a period's quantity costs; a meter without a price is shown, and not charged. */
    prices: z.array(PlanPrice).max(METER_PRICES_MAX).default([]),
  })
  .refine(
    ({ aggregation, prices }) =>
      aggregation === 'sum' ||
      aggregation === 'count' ||
      prices.every((price) => !('price' in price) || price.price.model !== 'matrix'),
    { path: ['prices'], message: 'must not be a matrix where it is neither a sum nor a count' },
  )
  .meta({ id: 'Meter' });

/** A parsed meter. */
export type Meter = z.infer<typeof Meter>;

const EventId = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1-64 of A-Z a-z 0-9 _ . : -')
  .meta({ example: 'call-8f14e45f' });

/** Something that was used. */
export const NewUsageEvent = z
  .strictObject({
    /** The sender's own; the same one again is the same event. */
    id: EventId,
    subscription: id('subscription'),
    meter: MeterCode,
    at: GivenInstant,
    quantity: positiveDecimal(6, '1').default('1'),
    /** What `unique` counts, or a matrix prices by: with two dimensions both values, a stroke between them. */
    dimension: unprintedText(100).nullable().default(null),
    /** The event of the same instant whose quantity this one replaces; 0 takes it back. */
    corrects: EventId.optional(),
  })
  .meta({ id: 'NewUsageEvent' });

/** A parsed event. */
export type NewUsageEvent = z.infer<typeof NewUsageEvent>;

/** Events to record; each is taken or refused by itself. */
export const NewUsageEvents = z
  .strictObject({ events: z.array(NewUsageEvent).min(1).max(USAGE_BATCH_MAX) })
  .meta({ id: 'NewUsageEvents' });

/** One event by itself, or several. */
export const UsageEventsBody = z.union([NewUsageEvents, NewUsageEvent]).meta({ id: 'UsageEventsBody' });

/** Parsed events. */
export type UsageEventsBody = z.infer<typeof UsageEventsBody>;

/** What became of one event. */
export const UsageResult = z
  .strictObject({
    id: z.string(),
    result: z.enum(['recorded', 'repeated', 'refused']),
    /** Why it was refused, and which part of it is in question. */
    refusal: z
      .strictObject({ code: z.string(), message: z.string(), pointer: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'UsageResult' });

/** One result, typed. */
export type UsageResult = z.infer<typeof UsageResult>;

/** The days of which usage is asked. */
export const UsageQuery = z.strictObject({ from: CivilDateBody, to: CivilDateBody });

/** Parsed days. */
export type UsageQuery = z.infer<typeof UsageQuery>;

/** What was used of a subscription in `[from, to)`, by the days of its zone. */
export const UsageAnswer = z
  .strictObject({
    object: z.literal('usage'),
    subscription: id('subscription'),
    from: CivilDateBody,
    to: CivilDateBody,
    time_zone: z.string(),
    meters: z.array(
      z.strictObject({
        code: MeterCode,
        aggregation: Aggregation,
        quantity: z.string(),
        events: z.int(),
      }),
    ),
  })
  .meta({ id: 'Usage' });

const tag = 'Usage';

/** The routes of usage. */
export const usageRoutes = {
  record: route({
    method: 'POST',
    path: '/v1/usage_events',
    summary: 'Record what was used; each event is answered by itself, and the same one again changes nothing',
    tag,
    scope: 'usage:write',
    idempotency: 'none',
    body: UsageEventsBody,
    answer: z.strictObject({ results: z.array(UsageResult) }).meta({ id: 'UsageResults' }),
    status: 200,
    refusals: [],
  }),
  show: route({
    method: 'GET',
    path: '/v1/subscriptions/{subscription_id}/usage',
    summary: 'Show what was used of a subscription in some days',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    query: UsageQuery,
    answer: UsageAnswer,
    status: 200,
    refusals: ['subscription.not_found', 'usage.range_invalid', 'usage.too_many_events'],
  }),
};
