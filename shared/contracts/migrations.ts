/** Migrations on the wire: the subscriptions of a plan taken to one of its versions, planned before they are applied. */
import * as z from 'zod';
import { RUN_CUSTOMERS_MAX } from './billing.ts';
import { CivilDateBody, Currency, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** What a migration is limited to: subscriptions that meet everything that is named. */
const MigrationFilter = z
  .strictObject({
    customers: z.array(id('customer')).min(1).max(RUN_CUSTOMERS_MAX).optional(),
    currency: Currency.optional(),
  })
  .meta({ id: 'MigrationFilter' });

/** A migration to plan; nothing changes until it is applied. */
export const NewMigration = z
  .strictObject({
    to_version: z.int().min(1).max(999),
    /** With the next period, or with the first that begins on this day or later. */
    when: z.union([z.literal('period_end'), CivilDateBody]).default('period_end'),
    /** What is left out keeps its version. */
    only: MigrationFilter.optional(),
  })
  .meta({ id: 'NewMigration' });

/** A parsed new migration. */
export type NewMigration = z.infer<typeof NewMigration>;

/** Agreement to what was planned: to all of it, or to the first few that are left. */
export const MigrationApproval = z
  .strictObject({
    /** The hash of what was planned. */
    agreed: z.string().length(43),
    first: z.int().min(1).max(1_000).optional(),
  })
  .meta({ id: 'MigrationApproval' });

/** A parsed approval. */
export type MigrationApproval = z.infer<typeof MigrationApproval>;

/** The next bills in the price basis of the version, which those that are migrated have, too: as they are, as they become, and the difference. */
const Moved = z.strictObject({ old: MoneyBody, new: MoneyBody, delta: MoneyBody });

/** A migration as answered. */
export const MigrationBody = z
  .strictObject({
    id: id('migration'),
    object: z.literal('migration'),
    plan: id('plan'),
    to_version: z.int(),
    when: z.string(),
    only: MigrationFilter,
    /** `planned`: waits for its approval, the first or the next; `applied`: nothing is left. */
    status: z.enum(['planning', 'planned', 'applying', 'applied']),
    counts: z.strictObject({
      planned: z.int(),
      /** Cannot be migrated; each row says why. */
      left_out: z.int(),
      applied: z.int(),
      /** Changed since they were planned, and left as they are. */
      stale: z.int(),
    }),
    /** One for each currency. */
    totals: z.strictObject({ planned: z.array(Moved), applied: z.array(Moved) }),
    /** Agree to this one; null while it is planned. */
    hash: z.string().nullable(),
    opened_at: InstantBody,
  })
  .meta({ id: 'Migration' });

/** A migration, typed. */
export type MigrationBody = z.infer<typeof MigrationBody>;

/** A subscription in a migration. */
export const MigrationRowBody = z
  .strictObject({
    subscription: id('subscription'),
    customer: id('customer'),
    from_version: z.int(),
    status: z.enum(['planned', 'left_out', 'applied', 'stale']),
    /** The first day under the new terms; null where it is left out. */
    on: CivilDateBody.nullable(),
    /** Its first bill from that day on, in the price basis of the version and without usage that is not measured yet. */
    next_bill: Moved.nullable(),
    /** What of the terms differs. */
    causes: z.array(z.enum(['price', 'introductory_price', 'interval', 'charge', 'usage', 'name'])),
    /** Why it is left out or stale. */
    code: z.string().nullable(),
  })
  .meta({ id: 'MigrationRow' });

/** A row, typed. */
export type MigrationRowBody = z.infer<typeof MigrationRowBody>;

const RowsQuery = z.strictObject({ cursor: z.string().max(600).optional() });

/** The rows of one page; strongly consistent. */
const MigrationRows = z
  .strictObject({ data: z.array(MigrationRowBody), next_cursor: z.string().nullable(), as_of: InstantBody })
  .meta({ id: 'MigrationRows', description: 'A page of rows; it may be empty while a next one is named' });

const tag = 'Catalog';

/** The routes of migrations. */
export const migrationRoutes = {
  open: route({
    method: 'POST',
    path: '/v1/plans/{plan_id}/migrations',
    summary: 'Plan what taking its subscriptions to a version of the plan would change',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: NewMigration,
    answer: MigrationBody,
    status: 202,
    refusals: ['plan.not_found', 'plan_version.not_found', 'migration.date_too_far'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/plans/{plan_id}/migrations/{migration_id}',
    summary: 'Show a migration',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    answer: MigrationBody,
    status: 200,
    refusals: ['migration.not_found'],
  }),
  rows: route({
    method: 'GET',
    path: '/v1/plans/{plan_id}/migrations/{migration_id}/rows',
    summary: 'List what a migration changes, by subscription',
    tag,
    scope: 'billing:read',
    idempotency: 'none',
    query: RowsQuery,
    answer: MigrationRows,
    status: 200,
    refusals: ['migration.not_found', 'cursor.invalid'],
  }),
  apply: route({
    method: 'POST',
    path: '/v1/plans/{plan_id}/migrations/{migration_id}/apply',
    summary: 'Apply what was planned, to a few subscriptions or to all',
    tag,
    scope: 'billing:write',
    idempotency: 'required',
    body: MigrationApproval,
    answer: MigrationBody,
    status: 202,
    refusals: [
      'migration.not_found',
      'migration.unplanned',
      'migration.agreed_differs',
      'idempotency.key_reused',
    ],
  }),
};
