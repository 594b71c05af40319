/** Exchange rates on the wire: what a seller converts the tax of foreign currency invoices at. */
import * as z from 'zod';
import { CivilDateBody, Currency, id, InstantBody, listOf, positiveDecimal, text } from './common.ts';
import { route } from './route.ts';

/** Decimals of a rate. */
const RATE_PLACES_MAX = 12;

/** What a rate counts. */
export const Quotation = z.enum(['direct', 'indirect']);

const RATE = {
  /** The currency that invoices are in. */
  currency: Currency,
  /** The day for which it was published. */
  date: CivilDateBody,
  rate: positiveDecimal(RATE_PLACES_MAX, '0.9216').refine((value) => /[1-9]/.test(value), 'must be above 0'),
  /** `direct`: accounting currency for one unit of `currency`; `indirect`: the other way round, as the ECB publishes them. */
  quotation: Quotation.default('direct'),
  /** Who published it; printed on the documents that use it. */
  source: text(60),
};

/** Left out: the seller's own. `EUR` serves the return of the one-stop shop of a seller that accounts in another. */
const INTO = { accounting_currency: z.literal('EUR').optional() };

/** A new rate, or the correction of an earlier one of that day. */
export const NewExchangeRate = z
  .strictObject({ legal_entity: id('legalEntity').optional(), ...INTO, ...RATE })
  .meta({ id: 'NewExchangeRate' });

/** A parsed `NewExchangeRate`. */
export type NewExchangeRate = z.infer<typeof NewExchangeRate>;

/** A rate as answered. */
export const ExchangeRate = z
  .strictObject({
    object: z.literal('exchange_rate'),
    legal_entity: id('legalEntity'),
    accounting_currency: Currency,
    ...RATE,
    quotation: Quotation,
    /** How often the rate of this day was corrected. */
    corrections: z.int(),
    recorded_at: InstantBody,
  })
  .meta({ id: 'ExchangeRate' });

/** A parsed `ExchangeRate`. */
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** Which rates are listed: those of a month of one currency. */
export const ExchangeRateQuery = z.strictObject({
  legal_entity: id('legalEntity').optional(),
  ...INTO,
  currency: Currency,
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month YYYY-MM')
    .meta({ example: '2026-11' }),
});

/** A parsed `ExchangeRateQuery`. */
export type ExchangeRateQuery = z.infer<typeof ExchangeRateQuery>;

const tag = 'Exchange rates';
const SELLER_REFUSALS = ['legal_entity.unknown', 'legal_entity.ambiguous', 'exchange_rate.same_currency'];

/** The routes of exchange rates. */
export const exchangeRateRoutes = {
  record: route({
    method: 'POST',
    path: '/v1/exchange_rates',
    summary: 'Record an exchange rate, or correct the one of that day for documents to come',
    tag,
    scope: 'invoices:write',
    idempotency: 'required',
    body: NewExchangeRate,
    answer: ExchangeRate,
    status: 201,
    refusals: [...SELLER_REFUSALS, 'exchange_rate.day_in_future', 'exchange_rate.too_many'],
  }),
  list: route({
    method: 'GET',
    path: '/v1/exchange_rates',
    summary: 'List the exchange rates of a month',
    tag,
    scope: 'invoices:read',
    idempotency: 'none',
    query: ExchangeRateQuery,
    answer: listOf(ExchangeRate, 'ExchangeRateList'),
    status: 200,
    refusals: SELLER_REFUSALS,
  }),
};
