/** Deposits on the wire: what an order has paid in advance, and what its final invoice deducts of it. */
import * as z from 'zod';
import { CivilDateBody, id, MoneyBody, positiveDecimal } from './common.ts';
import { DueDays } from './customers.ts';

/** Deposits that one order may have. */
export const DEPOSITS_MAX = 5;

const percent = positiveDecimal(4, '50').refine((value) => Number(value) <= 100, 'must be at most 100');
/** Major units, with VAT. */
const amount = positiveDecimal(4, '595.00');
/** From the day of its invoice; those of the order where left out. */
const terms = { payment_terms_days: DueDays.optional() };

/** Percent of the order's total, or an amount with VAT; split over the VAT rates of the order as its total is. */
const NewDeposit = z
  .union([z.strictObject({ percent, ...terms }), z.strictObject({ amount, ...terms })])
  .meta({ id: 'NewDeposit' });

/** The deposits of a new order, each invoiced when it is placed. */
export const NewDeposits = z.array(NewDeposit).max(DEPOSITS_MAX).default([]);

/** A deposit as answered, with the invoice that it has or will have. */
export const OrderDeposit = z
  .strictObject({
    percent: z.string().nullable(),
    amount: z.string().nullable(),
    invoice: id('invoice'),
  })
  .meta({ id: 'OrderDeposit' });

/** A deposit invoice that a final invoice deducts: as much of it as was paid. */
export const DeductedDeposit = z
  .strictObject({
    invoice: id('invoice'),
    number: z.string(),
    issue_date: CivilDateBody,
    net: MoneyBody,
    tax: MoneyBody,
    total: MoneyBody,
  })
  .meta({ id: 'DeductedDeposit' });

/** What was paid of an invoice before it was issued, and what is left of it. */
export const PAID_IN_ADVANCE = {
  /** The deposit invoices that it deducts, each as far as it was paid. */
  deposits: z.array(DeductedDeposit),
  /** What of it is paid from prepaid credits. */
  prepaid: MoneyBody,
  /** What prepaid credits lowered its net by, before the tax; one of its allowances. */
  prepaid_before_tax: MoneyBody,
  /** The total less these deposits and what prepaid credits pay. */
  due: MoneyBody,
};
