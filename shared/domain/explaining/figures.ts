/** The figures of explanations, as text. */
import { exponentOf } from '../../kernel/currencies.ts';
import { formatMoney, money } from '../../kernel/money.ts';
import { exactDecimal, type Rational } from '../../kernel/rational.ts';
import type { Sold } from '../billing/billed-line.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { ExactAmount } from '../pricing/amounts.ts';
import { valuesAt } from '../pricing/matrix.ts';
import type { Explanation } from './explanation.ts';

/** What most explanations leave out. */
export function nothing(currency: string, cause: InvoiceCause) {
  return {
    currency,
    cause,
    quantity: null,
    price: null,
    plan: null,
    days: null,
    parts: [],
    discounts: [],
    given_back_of: null,
  };
}

/** The version of the plan that was sold, and whether its price is the customer's own. */
export function planOf({ plan, planVersion, isAgreed }: Sold): NonNullable<Explanation['plan']> {
  return { id: plan, version: planVersion, ...(isAgreed && { agreed_price: true }) };
}

/** Amounts of a currency as they are shown. */
export function amounts(currency: string) {
  return (minor: bigint) => formatMoney(money(minor, currency));
}

/** How an exact amount was rounded. */
export function roundingOf(exact: Rational, currency: string): Explanation['rounding'] {
  return { rule: 'half_away_from_zero', places: exponentOf(currency) ?? 0, exact: text(exact) };
}

/** The slices of an amount. */
export function partsOf({ parts }: ExactAmount): Explanation['parts'] {
  return parts.map(({ units, rate, flat }) => ({ units: text(units), rate: text(rate), flat: text(flat) }));
}

/** The cell that a matrix priced a quantity by. */
export function cellOf({ price, dimensions = {}, quantity }: Sold): Pick<Explanation, 'cells'> {
  return price.model === 'matrix' ? { cells: [{ values: valuesAt(price, dimensions), quantity }] } : {};
}

/** A decimal where there is a short one, or else the fraction. */
export function text(value: Rational): string {
  return exactDecimal(value, 12) ?? `${value.n}/${value.d}`;
}
