/** Billing runs on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, ListQuery, listOf } from './common.ts';
import { route } from './route.ts';

/** Failures one answer names; the count beside them is exact. */
export const FAILURES_SHOWN_MAX = 100;

/** A new run. */
export const NewBillingRun = z
  .strictObject({
    /** Bills the periods that begin on this day or earlier in their own zone; left out, whatever is owed by now. */
    target_date: CivilDateBody.optional(),
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

/** A run as answered. Each planned subscription ends in exactly one of the other counts. */
export const BillingRun = z
  .strictObject({
    id: id('run'),
    object: z.literal('billing_run'),
    kind: z.enum(['hourly', 'manual']),
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
    failures: z
      .array(z.strictObject({ subscription: id('subscription'), code: z.string(), reason: z.string() }))
      .max(FAILURES_SHOWN_MAX),
    opened_at: InstantBody,
  })
  .meta({ id: 'BillingRun' });

/** A run, typed. */
export type BillingRun = z.infer<typeof BillingRun>;

/** A run in a list. */
export const BillingRunRow = BillingRun.omit({ failures: true }).meta({ id: 'BillingRunRow' });

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
};
