/** Cash discounts for early payment (German: Skonto) on the wire. */
import * as z from 'zod';
import { positiveDecimal } from './common.ts';

/** Steps of cash discount that one order may have. */
export const DISCOUNT_TERMS_MAX = 3;

/** Days of grace beyond a step that an order may allow, for the way that money takes between banks. */
export const DISCOUNT_GRACE_DAYS_MAX = 10;

/** Percent of an invoice's total that whoever pays within so many days of its date may keep. */
const DiscountTerm = z
  .strictObject({
    days: z.int().min(1).max(180),
    percent: positiveDecimal(2, '2').refine(
      (value) => Number(value) > 0 && Number(value) < 100,
      'must be more than 0 and less than 100',
    ),
  })
  .meta({ id: 'DiscountTerm' });

/** The steps of a new order: the longer it takes, the less is kept. */
const DiscountTerms = z
  .array(DiscountTerm)
  .max(DISCOUNT_TERMS_MAX)
  .refine(isFalling, 'must have more days and a lower percent in each step than in the one before')
  .default([]);

function isFalling(terms: readonly z.infer<typeof DiscountTerm>[]): boolean {
  return terms.every(({ days, percent }, index) => {
    const before = terms[index - 1];
    return !before || (days > before.days && Number(percent) < Number(before.percent));
  });
}

/** What a new order says of cash discounts. */
export const DISCOUNT_GIVEN = {
  /** What may be kept of each invoice for paying it early. */
  discount_terms: DiscountTerms,
  /** Days beyond those that money may take on its way; not printed. */
  discount_grace_days: z.int().min(0).max(DISCOUNT_GRACE_DAYS_MAX).default(0),
};

/** What an order tells of them. */
export const DISCOUNT_SHOWN = { discount_terms: z.array(DiscountTerm), discount_grace_days: z.int() };
