/** Why a line of an invoice is what it is, on the wire. */
import * as z from 'zod';
import { CivilDateBody, Currency, id } from './common.ts';
import { PriceModel } from './prices.ts';
import { Aggregation } from './usage.ts';
import { TaxProof, TaxReason } from './tax.ts';

/** Why a line is what it is: all that is needed to reckon it again, and a sentence. */
export const LineExplanation = z
  .strictObject({
    object: z.literal('line_explanation'),
    invoice: id('invoice'),
    line: z.int(),
    rule: z.enum([
      'quantity_times_price',
      'period',
      'part_of_period',
      'credit_for_unused',
      'credit_for_suspension',
      'carried_forward',
      'brought_forward',
      'usage',
      'usage_correction',
      'one_off',
      'minimum_spend',
      'repair',
    ]),
    formula: z.string(),
    sentence: z.string(),
    currency: Currency,
    quantity: z.string().nullable(),
    price: PriceModel.nullable(),
    /** `agreed_price` where the price is not the plan's but the customer's own. */
    plan: z
      .strictObject({ id: id('plan'), version: z.int(), agreed_price: z.literal(true).optional() })
      .nullable(),
    /** The days that are counted, of those of the whole period. */
    days: z
      .strictObject({ counted: z.int(), of: z.int(), start: CivilDateBody, end: CivilDateBody })
      .nullable(),
    /** The slices of the price: units × rate + flat. */
    parts: z.array(z.strictObject({ units: z.string(), rate: z.string(), flat: z.string() })),
    discounts: z.array(
      z.strictObject({
        name: z.string().nullable(),
        coupon: z.string().nullable(),
        percent: z.string().nullable(),
        amount: z.string(),
      }),
    ),
    /** What the quantity was made of, where it was measured: all events of `[start, end)`, and the hash over them. */
    usage: z
      .strictObject({
        meter: z.string(),
        aggregation: Aggregation,
        start: CivilDateBody,
        end: CivilDateBody,
        events: z.int(),
        hash: z.string(),
        /** Of a price in percent: the value that is not free, and the events that it is made of. */
        paid: z.strictObject({ value: z.string(), events: z.int() }).nullable(),
        /** Of a level that is weighted by time: what it was when the window began. */
        carried: z.string().nullable(),
        /** Of a correction: what was charged for the window before. */
        charged_before: z.string().nullable(),
      })
      .nullable(),
    /** Of a price by a matrix: how much falls into the cell of each values; null is what has no cell. */
    cells: z.array(z.strictObject({ values: z.array(z.string()).nullable(), quantity: z.string() })),
    /** Of a true-up: the days that the minimum, its price, is due for, what counts towards it, and what was trued up before. */
    true_up: z
      .strictObject({
        covers: z.enum(['all', 'fixed', 'usage']),
        days: z.strictObject({ counted: z.int(), of: z.int() }),
        spent: z.string(),
        trued_up_before: z.string(),
      })
      .nullable(),
    /** Of a repair: the bill that it puts right, what that must come to, and what it came to with earlier repairs. */
    repair: z
      .strictObject({
        bill: z.enum(['period', 'change', 'usage', 'credit', 'end']),
        number: z.int().nullable(),
        invoice: id('invoice').nullable(),
        start: CivilDateBody,
        end: CivilDateBody,
        expected: z.string(),
        billed_before: z.string(),
      })
      .nullable(),
    /** What the charge came to of which a part is given back. */
    given_back_of: z.strictObject({ list: z.string(), discount: z.string() }).nullable(),
    /** What the same charge gave back before, with which this is rounded; left out where that was nothing. */
    given_back_before: z.strictObject({ days: z.int(), list: z.string(), discount: z.string() }).optional(),
    list: z.string(),
    net: z.string(),
    /** Where the price contains the tax: the line with it, and its share of the tax that is rounded once per rate. */
    tax_included: z.strictObject({ gross: z.string(), tax: z.string(), rate: z.string() }).nullable(),
    rounding: z.strictObject({ rule: z.literal('half_away_from_zero'), places: z.int(), exact: z.string() }),
    /** Which rule decided the tax, whose it is (null: the seller's own country's), and what must be kept to prove it. */
    tax: z.strictObject({
      category: z.string(),
      rate: z.string(),
      reason: TaxReason,
      country: z.string().nullable(),
      proofs: z.array(TaxProof),
    }),
    cause: z.union([
      z.strictObject({ order: id('order'), step: z.string() }),
      z.strictObject({ subscription: id('subscription'), period: z.int() }),
      z.strictObject({ subscription: id('subscription'), change: z.int() }),
      z.strictObject({ subscription: id('subscription'), usage: z.int() }),
      z.strictObject({
        gathering: id('gathering'),
        bills: z
          .array(z.strictObject({ subscription: id('subscription'), period: z.int() }).readonly())
          .readonly(),
      }),
    ]),
  })
  .meta({ id: 'LineExplanation' });

/** An explanation, typed. */
export type LineExplanation = z.infer<typeof LineExplanation>;
