/** Billing runs on the wire. */
import * as z from 'zod';
import { CivilDateBody, Currency, id, InstantBody, ListQuery, listOf, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** Failures one answer names; the count beside them is exact. */
export const FAILURES_SHOWN_MAX = 100;

/** Customers that one run can be limited to. */
export const RUN_CUSTOMERS_MAX = 20;

/** What a run is limited to: subscriptions that meet everything that is named. */
const BillingRunFilter = z
  .strictObject({
    customers: z.array(id('customer')).min(1).max(RUN_CUSTOMERS_MAX).optional(),
    plan: id('plan').optional(),
    currency: Currency.optional(),
  })
  .meta({ id: 'BillingRunFilter' });

/** A new run. */
export const NewBillingRun = z
  .strictObject({
    /** Bills the periods that begin on this day or earlier in their own zone; left out, whatever is owed by now. */
    target_date: CivilDateBody.optional(),
    /** Counts and adds up what a run would bill, and bills nothing; its target date may lie up to 400 days ahead. */
    dry_run: z.boolean().optional(),
    /** What is left out stays due. */
    only: BillingRunFilter.optional(),
  })
  .meta({ id: 'NewBillingRun' });

/** A parsed new run. */
export type NewBillingRun = z.infer<typeof NewBillingRun>;

/** `open`: nothing planned yet; `planning`; `billing`: all is planned, results are awaited; `finished`. */
export const BillingRunStatus = z
  .enum(['open', 'planning', 'billing', 'finished'])
  .meta({ id: 'BillingRunStatus' });

/** How far a run is. */
export type BillingRunStatus = z.infer<typeof BillingRunStatus>;

/** How much of what is planned is done. */
const Progress = z.strictObject({ planned: z.int(), done: z.int() }).meta({ id: 'BillingRunProgress' });

/** A run as answered. Each planned subscription ends in exactly one of the other counts. */
export const BillingRun = z
  .strictObject({
    id: id('run'),
    object: z.literal('billing_run'),
    kind: z.enum(['hourly', 'manual']),
    /** Where it is true, counts, totals and failures tell what a run would have come to. */
    dry_run: z.boolean(),
    /** Null where the run takes everything. */
    only: BillingRunFilter.nullable(),
    status: BillingRunStatus,
    target_date: CivilDateBody.nullable(),
    until: InstantBody,
    counts: z
      .strictObject({
        planned: z.int(),
        billed: z.int(),
        /** Found to owe nothing any more: billed in between, or ended. */
        unchanged: z.int(),
        failed: z.int(),
      })
      .meta({ description: 'Follows the work with a small delay; exact once the run is finished' }),
    totals: z
      .strictObject({
        /** Periods billed: one invoice each. */
        periods: z.int(),
        /** Before tax, one for each currency. */
        net: z.array(MoneyBody),
        /** Of bills whose prices contain the tax, with it. */
        gross: z.array(MoneyBody),
      })
      .meta({
        description: 'What the run billed; not known of pages that were billed before it was recorded',
      }),
    /** Of a dry run: how it differs from the last bills of the same subscriptions, before tax; null of any other. */
    differences: z
      .strictObject({
        /** Billed otherwise than last time, and those among them that were never billed. */
        subscriptions: z.int(),
        first_bills: z.int(),
        /** What is billed beyond as many bills like the last, one for each currency. */
        delta: z.array(MoneyBody),
        /** Of bills whose prices contain the tax. */
        gross_delta: z.array(MoneyBody),
      })
      .nullable(),
    progress: z.strictObject({ pages: Progress, subscriptions: Progress }),
    /** How fast it is so far; null before a page is done. */
    pace: z
      .strictObject({
        subscriptions_per_minute: z.int(),
        /** At this pace, of what is planned by now; null once the run is finished. */
        expected_end: InstantBody.nullable(),
      })
      .nullable(),
    failures: z
      .array(z.strictObject({ subscription: id('subscription'), code: z.string(), reason: z.string() }))
      .max(FAILURES_SHOWN_MAX),
    /** The run whose failures it tries again; null where it looked at what is due. */
    retry_of: id('run').nullable(),
    opened_at: InstantBody,
    /** When its last page was done; null before, and in runs of a former time. */
    finished_at: InstantBody.nullable(),
  })
  .meta({ id: 'BillingRun' });

/** A run, typed. */
export type BillingRun = z.infer<typeof BillingRun>;

/** A run in a list. */
export const BillingRunRow = BillingRun.omit({ failures: true }).meta({ id: 'BillingRunRow' });

/** A subscription that a dry run would bill otherwise than it was billed last: before tax, or with it where prices contain it. */
const BillDifferenceBody = z
  .strictObject({
    subscription: id('subscription'),
    customer: id('customer'),
    bills: z.int(),
    net: MoneyBody.nullable(),
    gross: MoneyBody.nullable(),
    /** What its last period came to; null where none was billed. */
    last_bill: MoneyBody.nullable(),
    /** Beyond as many bills like the last one. */
    delta: MoneyBody,
  })
  .meta({ id: 'BillDifference' });

/** A difference, typed. */
export type BillDifferenceBody = z.infer<typeof BillDifferenceBody>;

const DifferencesQuery = z.strictObject({ cursor: z.string().max(600).optional() });

/** The differences on one page of a run. */
const BillDifferences = z
  .strictObject({
    data: z.array(BillDifferenceBody),
    next_cursor: z.string().nullable(),
    as_of: InstantBody,
  })
  .meta({ id: 'BillDifferences', description: 'A page of rows; it may be empty while a next one is named' });

const tag = 'Billing';

/** The routes of billing runs. */
export const billingRoutes = {
  open: route({
    method: 'POST',
    path: '/v1/billing_runs',
    summary: 'Open a billing run',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: NewBillingRun,
    answer: BillingRun,
    status: 202,
    refusals: ['billing_run.target_in_future'],
  }),
  retry: route({
    method: 'POST',
    path: '/v1/billing_runs/{billing_run_id}/retry',
    summary: 'Open a run over what another could not bill',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    answer: BillingRun,
    status: 202,
    refusals: [
      'billing_run.not_found',
      'billing_run.dry',
      'billing_run.unfinished',
      'billing_run.nothing_failed',
    ],
  }),
  list: route({
    method: 'GET',
    path: '/v1/billing_runs',
    summary: 'List billing runs',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(BillingRunRow, 'BillingRunList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/billing_runs/{billing_run_id}',
    summary: 'Show a billing run',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    answer: BillingRun,
    status: 200,
    refusals: ['billing_run.not_found'],
  }),
  differences: route({
    method: 'GET',
    path: '/v1/billing_runs/{billing_run_id}/differences',
    summary: 'List whom a dry run would bill otherwise than last time',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    query: DifferencesQuery,
    answer: BillDifferences,
    status: 200,
    refusals: ['billing_run.not_found', 'cursor.invalid'],
  }),
};
