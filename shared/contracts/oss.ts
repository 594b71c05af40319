/** The one-stop shop on the wire: where a seller stands against the threshold of Art. 59c of Directive 2006/112/EC. */
import * as z from 'zod';
import { CivilDateBody, Country, Currency, id, InstantBody, MoneyBody } from './common.ts';
import { Quotation } from './exchange-rates.ts';
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

/** A quarter, which is the tax period of the one-stop shop. */
const Quarter = z
  .string()
  .regex(/^2\d{3}-Q[1-4]$/, 'must be a quarter YYYY-Qn')
  .meta({ example: '2026-Q4' });

/** Whose return of which quarter is asked for. */
export const OssReturnQuery = z.strictObject({
  legal_entity: id('legalEntity'),
  period: Quarter,
  format: z.enum(['json', 'csv']).default('json'),
});

/** A parsed `OssReturnQuery`. */
export type OssReturnQuery = z.infer<typeof OssReturnQuery>;

/** A member state, or `XI`: goods in Northern Ireland are returned as if it were one. */
const StateOfConsumption = z.union([Country, z.literal('XI')]);

const Correction = z.strictObject({
  /** The quarter whose return it corrects. */
  period: Quarter,
  country: StateOfConsumption,
  taxable: MoneyBody,
  tax: MoneyBody,
});

/** A quarter's return in euro; what is below zero was taken back. */
export const OssReturn = z
  .strictObject({
    object: z.literal('oss_return'),
    legal_entity: id('legalEntity'),
    period: Quarter,
    from: CivilDateBody,
    to: CivilDateBody,
    /** The day by which it has to be there: what is issued later corrects it in a later return. */
    due_on: CivilDateBody,
    /** By member state of consumption, kind and rate in percent: the supplies of the quarter. */
    supplies: z.array(
      z.strictObject({
        country: StateOfConsumption,
        kind: z.enum(['goods', 'services']),
        rate: z.string(),
        taxable: MoneyBody,
        tax: MoneyBody,
      }),
    ),
    /** What changes the returns of earlier quarters, three years back at most. */
    corrections: z.array(Correction),
    /** What changes still earlier ones: no return takes it in, the member state itself has to be told. */
    out_of_time: z.array(Correction),
    /** What each member state gets, or where it is below zero gives back. */
    balances: z.array(z.strictObject({ country: StateOfConsumption, tax: MoneyBody })),
    total: MoneyBody,
    /** The rates of the ECB that other currencies were converted at, by the last day of the quarter of supply. */
    rates: z.array(
      z.strictObject({
        currency: Currency,
        period: Quarter,
        rate: z.string(),
        quotation: Quotation,
        date: CivilDateBody,
        source: z.string(),
      }),
    ),
    documents: z.int(),
    /**
     * `still_open`: the quarter or the time to return it is not over, so that documents may follow. `not_registered`: `oss_from`
     * is not set, though the threshold was passed. `out_of_time`: see there.
     */
    warnings: z.array(z.enum(['still_open', 'not_registered', 'out_of_time'])),
    as_of: InstantBody,
  })
  .meta({ id: 'OssReturn' });

/** A parsed `OssReturn`. */
export type OssReturn = z.infer<typeof OssReturn>;

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
  return: route({
    method: 'GET',
    path: '/v1/tax/oss_return',
    summary:
      'Show what a quarter of the one-stop shop comes to by member state, kind and rate, or load it as CSV',
    tag: 'Tax',
    scope: 'ledger:read',
    idempotency: 'none',
    query: OssReturnQuery,
    answer: OssReturn,
    status: 200,
    refusals: [
      'legal_entity.unknown',
      'oss_return.period_in_future',
      'oss_return.rate_missing',
      'oss_return.too_many_documents',
    ],
  }),
};
