/** Minimum spend on the wire, as one customer promises it: what a subscription is to come to in each commitment period. */
import * as z from 'zod';
import { positiveDecimal } from './common.ts';
import { Interval, INTERVAL_COUNT_MAX } from './intervals.ts';

/** An amount that is promised, in major units. */
export const promisedAmount = positiveDecimal(12, '12000.00');

/** What is promised beside the amount. */
export const minimumTerms = {
  /** A commitment period, of whole periods of the plan; each is followed by another one while the subscription lasts. */
  interval: Interval,
  interval_count: z.int().min(1).max(INTERVAL_COUNT_MAX).default(1),
  /** What counts, at list price: what periods charge, what usage does, or both. One-off charges never do. */
  covers: z.enum(['all', 'fixed', 'usage']).default('all'),
  /** What is due where the subscription ends within a commitment period: the share of its days, the whole, or nothing. */
  early_end: z.enum(['prorated', 'full', 'none']).default('prorated'),
};

/** A minimum that was agreed on with one customer, in the currency of the order. */
export const AgreedMinimumSpend = z
  .strictObject({ ...minimumTerms, amount: promisedAmount })
  .meta({ id: 'AgreedMinimumSpend' });

/** A parsed minimum of one customer. */
export type AgreedMinimumSpend = z.infer<typeof AgreedMinimumSpend>;
