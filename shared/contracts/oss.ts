/** The one-stop shop on the wire: where a seller stands against the threshold of Art. 59c of Directive 2006/112/EC. */
import * as z from 'zod';
import { CivilDateBody, id, InstantBody, MoneyBody } from './common.ts';
import { route } from './route.ts';

/** Whose year is asked about; without a year the one that it is where the seller is. */
export const OssThresholdQuery = z.strictObject({
  legal_entity: id('legalEntity'),
  year: z
    .string()
    .regex(/^2\d{3}$/, 'must be a year YYYY')
    .optional()
    .meta({ example: '2026' }),
});

/** A parsed `OssThresholdQuery`. */
export type OssThresholdQuery = z.infer<typeof OssThresholdQuery>;

/** Why sales to consumers in other member states are taxed where the seller is, or where they are. */
export const PlaceRuleBody = z.enum([
  'registered',
  'below_threshold',
  'threshold_passed',
  'preceding_year_passed',
]);

/** A seller's year. */
export const OssThreshold = z
  .strictObject({
    object: z.literal('oss_threshold'),
    legal_entity: id('legalEntity'),
    year: z.int(),
    threshold: MoneyBody,
    /** Without VAT, less credit notes, over all member states; up to the sale that passed the threshold. */
    counted: MoneyBody,
    /** Invoices and credit notes that were counted. */
    documents: z.int(),
    /** The invoice that passed it, the first to bear the tax of the consumer's state. */
    passed_by: id('invoice').nullable(),
    /** From which day on the seller is taxed where its consumers are, whatever is counted. */
    registered_from: CivilDateBody.nullable(),
    /** What holds for the next sale, or held for the last one of a year that is over. */
    rule: PlaceRuleBody,
    /**
     * `threshold_near`: four fifths are reached. `not_registered`: passed, and `oss_from` is not set. `euro_only`: the seller
     * accounts for its tax in another currency, so that only documents in euro are counted.
     */
    warnings: z.array(z.enum(['threshold_near', 'not_registered', 'euro_only'])),
    as_of: InstantBody,
  })
  .meta({ id: 'OssThreshold' });

/** A parsed `OssThreshold`. */
export type OssThreshold = z.infer<typeof OssThreshold>;

/** The routes of the one-stop shop. */
export const ossRoutes = {
  threshold: route({
    method: 'GET',
    path: '/v1/tax/oss_threshold',
    summary: 'Show where a seller stands against the threshold for consumers in other member states',
    tag: 'Tax',
    scope: 'ledger:read',
    idempotency: 'none',
    query: OssThresholdQuery,
    answer: OssThreshold,
    status: 200,
    refusals: ['legal_entity.unknown'],
  }),
};
