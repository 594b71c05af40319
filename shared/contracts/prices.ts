/** Price models on the wire. Amounts are major units with up to 12 decimals; a line alone is rounded. */
import * as z from 'zod';
import { Currency, positiveDecimal } from './common.ts';

/** Tiers of one table on the wire. */
export const TIERS_MAX = 20;

const amount = positiveDecimal(12, '19.90');
const quantity = positiveDecimal(6, '100');

/** A step of a table: quantities above `above` (where the step before ends) up to and with `up_to`; null has no end. */
export const PriceTier = z
  .strictObject({
    above: quantity.optional(),
    up_to: quantity.nullable(),
    unit_amount: amount.default('0'),
    flat_amount: amount.default('0'),
  })
  .meta({ id: 'PriceTier' });

const table = {
  tiers: z.array(PriceTier).min(1).max(TIERS_MAX),
  /** Whether a quantity of nought owes the first flat amount. */
  flat_at_zero: z.enum(['charge', 'skip']).default('charge'),
  /** Which tier a fraction falls into. */
  fraction: z.enum(['exact_bound', 'whole_units', 'rounded_up']).default('exact_bound'),
};

/** What is owed at least for a whole period, whatever the quantity. */
const minimum = { minimum: amount.nullable().default(null) };

const moreThanNought = quantity.refine((value) => !/^0(\.0+)?$/.test(value), 'must be more than 0');

/** Cells of one matrix, and the dimensions that it may have. */
export const CELLS_MAX = 50;
export const DIMENSIONS_MAX = 2;

const DimensionName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,29}$/, 'must be 1-30 of a-z 0-9 _ and begin with a letter')
  .meta({ example: 'region' });

const DimensionValue = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,40}$/, 'must be 1-40 of A-Z a-z 0-9 _ . : -')
  .meta({ example: 'eu-west' });

/** Which values a quantity has, dimension by dimension. */
export const Dimensions = z
  .record(DimensionName, DimensionValue)
  .refine((value) => Object.keys(value).length <= DIMENSIONS_MAX, `must be at most ${DIMENSIONS_MAX}`);

/** The price of a unit with these values, in the order of the dimensions. */
const MatrixCell = z.strictObject({ values: z.array(DimensionValue).min(1).max(DIMENSIONS_MAX), amount });

/** How a quantity becomes an amount. */
export const PriceModel = z
  .discriminatedUnion('model', [
    z.strictObject({ model: z.literal('flat'), amount, ...minimum }),
    z.strictObject({ model: z.literal('per_unit'), amount, ...minimum }),
    z.strictObject({ model: z.literal('graduated'), ...table, ...minimum }),
    z.strictObject({ model: z.literal('volume'), ...table, ...minimum }),
    z.strictObject({
      model: z.literal('package'),
      amount,
      size: moreThanNought,
      free: quantity.default('0'),
      ...minimum,
    }),
    z.strictObject({
      model: z.literal('percentage'),
      percent: positiveDecimal(6, '1.3'),
      fixed: amount.default('0'),
      free_events: z.int().min(0).max(1_000_000).nullable().default(null),
      free_value: amount.nullable().default(null),
      least: amount.nullable().default(null),
      most: amount.nullable().default(null),
      ...minimum,
    }),
    z
      .strictObject({
        model: z.literal('matrix'),
        dimensions: z.array(DimensionName).min(1).max(DIMENSIONS_MAX),
        cells: z.array(MatrixCell).min(1).max(CELLS_MAX),
        /** Of a unit whose values have no cell; null refuses it. */
        default: amount.nullable().default(null),
        ...minimum,
      })
      .refine(({ dimensions, cells }) => cells.every(({ values }) => values.length === dimensions.length), {
        path: ['cells'],
        message: 'must have one value for each dimension',
      })
      .refine(({ cells }) => new Set(cells.map(({ values }) => values.join('/'))).size === cells.length, {
        path: ['cells'],
        message: 'must have one cell for the same values',
      }),
  ])
  .meta({ id: 'PriceModel' });

/** A parsed price model. */
export type PriceModel = z.infer<typeof PriceModel>;

/** A price in one currency: for one unit, or by a model. */
export const PlanPrice = z
  .union([
    z.strictObject({ currency: Currency, amount }),
    z.strictObject({ currency: Currency, price: PriceModel }),
  ])
  .meta({ id: 'PlanPrice' });

/** A parsed price of a plan. */
export type PlanPrice = z.infer<typeof PlanPrice>;
