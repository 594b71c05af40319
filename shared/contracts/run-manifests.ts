/** Manifests of billing runs on the wire. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody } from './common.ts';
import { route } from './route.ts';

const Hash = z.string().length(43).meta({ example: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' });

/** All that the bills of a finished run depend on, and what they came to, as hashes over its pages in their order. */
export const BillingRunManifest = z
  .strictObject({
    run: id('run'),
    object: z.literal('billing_run_manifest'),
    dry_run: z.boolean(),
    target_date: CivilDateBody.nullable(),
    until: InstantBody,
    pages: z.int(),
    /** The clock when the last page was done; null where the run had no page. */
    decided_at: InstantBody.nullable(),
    /** Null where the run had no page, or was billed before manifests were recorded. */
    hashes: z
      .strictObject({
        /** Over the version of each subscription before it was billed. */
        cut: Hash,
        prices: Hash,
        policies: Hash,
        usage: Hash,
        /** Over the lines of all bills: equal inputs, equal lines. */
        lines: Hash,
      })
      .nullable(),
  })
  .meta({ id: 'BillingRunManifest' });

/** A manifest as answered. */
export type BillingRunManifest = z.infer<typeof BillingRunManifest>;

/** The routes of manifests. */
export const manifestRoutes = {
  manifest: route({
    method: 'GET',
    path: '/v1/billing_runs/{billing_run_id}/manifest',
    summary: 'Show what the bills of a finished run depend on and came to, as hashes',
    tag: 'Billing',
    scope: 'billing:read',
    idempotency: 'none',
    answer: BillingRunManifest,
    status: 200,
    refusals: ['billing_run.not_found', 'billing_run.unfinished'],
  }),
};
