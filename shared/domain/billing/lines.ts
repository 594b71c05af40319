/**
 * The lines of a bill: what is charged for the days of a period, what is given back of an earlier charge, and the credit
 * that travels from one bill to the next. A line carries all that it was reckoned from, so that anybody can do it again.
 */
import { formatMoney, fromRational, lesser, money } from '../../kernel/money.ts';
import { isDecimal, isZero } from '../../kernel/rational.ts';
import type { CivilDate, Period } from '../../kernel/time.ts';
import { addDays, daysBetween } from '../../kernel/time.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type ExactAmount, priceQuantity } from '../pricing/amounts.ts';
import type { Price } from '../pricing/models.ts';
import type { BilledLine, Sold, UsageOfLine } from './billed-line.ts';
import { type Coupon, couponUses, type Stacking } from './coupons.ts';
import { type BillingRules, daysIn, edgeOf, type Month30 } from './proration.ts';

/** What a line comes to. */
export function netOf({ listMinor, discountMinor }: Pick<BilledLine, 'listMinor' | 'discountMinor'>): bigint {
  return listMinor - discountMinor;
}

/** The sum of lines. */
export function netSum(lines: readonly BilledLine[]): bigint {
  return lines.reduce((sum, line) => sum + netOf(line), 0n);
}

/** Whether a bill is of usage alone, of which there was none: it makes no document. */
export function isOfNothing(bill: {
  readonly usage?: number;
  readonly lines: readonly Pick<BilledLine, 'listMinor'>[];
}): boolean {
  return bill.usage !== undefined && bill.lines.every(({ listMinor }) => listMinor === 0n);
}

/** What a subscription sells now, at a price. */
export function soldIn(state: Sold, price: Price = state.price): Sold {
  const { plan, planVersion, description, quantity, dimensions, isAgreed } = state;
  const rest = { ...(dimensions && { dimensions }), ...(isAgreed && { isAgreed }) };

  return { plan, planVersion, description, price, quantity, ...rest };
}

/** The exact amount of what is sold for a whole period; whoever sold it has made sure that it has one. */
export function exactOf(sold: Sold, usage: Pick<UsageOfLine, 'paid' | 'cells'> = {}): ExactAmount {
  const { price, quantity, dimensions } = sold;
  const exact = priceQuantity(price, quantity, { ...usage, dimensions });
  invariant(exact.ok, 'what is sold has a price');

  return exact.value;
}

/** The line for the days `[start, end)` of a whole period, rounded once. */
export function chargeLine(
  sold: Sold,
  of: {
    readonly span: Period;
    readonly whole: Period;
    readonly month30?: Month30 | undefined;
    readonly currency: string;
  },
): BilledLine {
  const { span, whole, month30, currency } = of;
  const days = daysIn(span, month30);
  const wholeDays = daysIn(whole, month30);
  const isWhole = daysBetween(span.start, span.end) === daysBetween(whole.start, whole.end);
  const kind = isWhole ? 'whole' : 'part';
  const { start, end } = span;
  const measure = { days, of: wholeDays };
  const listMinor = shareOf(sold, { ...measure, currency });
  const line = { ...measure, kind, sold, start, end, listMinor, discountMinor: 0n, coupons: [] } as const;

  return month30 ? { ...line, month30 } : line;
}

/** The line of a price that is not divided, for a period however long it is. */
export function undividedLine(
  sold: Sold,
  { span, currency }: { readonly span: Period; readonly currency: string },
): BilledLine {
  return { ...chargeLine(sold, { span, whole: span, currency }), isUndivided: true };
}

/** The line that keeps a bill from falling below nought, or that uses what an earlier one left. */
export function carryLine(
  lines: readonly BilledLine[],
  of: { readonly creditMinor: bigint; readonly span: Period },
): BilledLine | null {
  const sum = netSum(lines);
  const use = lesser(of.creditMinor, sum);
  const listMinor = sum < 0n ? -sum : -use;
  if (listMinor === 0n || (sum >= 0n && use <= 0n)) return null;
  const kind = sum < 0n ? 'carried' : 'brought';

  return { kind, sold: null, ...of.span, days: 0, of: 0, listMinor, discountMinor: 0n, coupons: [] };
}

/** The lines with the discounts of the coupons, oldest first, each spread over them by largest remainder. */
export function discounted(
  lines: readonly BilledLine[],
  of: { readonly coupons: readonly Coupon[]; readonly stacking: Stacking; readonly currency: string },
): readonly BilledLine[] {
  if (of.coupons.length === 0) return lines;
  const uses = couponUses(
    lines.map((line) => (line.listMinor > 0n ? line.listMinor : 0n)),
    of,
  );

  return lines.map((line, index) => {
    const own = uses[index] ?? [];
    const discountMinor = own.reduce((sum, use) => sum + use.offMinor, 0n);
    return { ...line, coupons: own, discountMinor };
  });
}

/** From which day the old is given back, and from which the new is charged; where prices are not divided, the day is the new's. */
export function daysOfChange(
  on: CivilDate,
  rules: BillingRules,
): { readonly creditFrom: CivilDate; readonly chargeFrom: CivilDate } {
  const next = addDays(on, 1);
  const rule = edgeOf(rules);

  return { creditFrom: rule === 'new' ? on : next, chargeFrom: rule === 'old' ? next : on };
}

/** How a line is printed: the product of quantity and price, less the discount, is its net to the cent. */
export function printedOf(
  line: BilledLine,
  currency: string,
): { readonly quantity: string; readonly unitPrice: string; readonly discountMinor: bigint } {
  const { sold, listMinor, discountMinor } = line;
  if (isPrintedInFull(line) && sold?.price.model === 'per_unit') {
    return { quantity: sold.quantity, unitPrice: sold.price.amount, discountMinor };
  }
  // What is given back has no discount of its own: it is printed for what it comes to.
  const isGivenBack = listMinor < 0n;
  const shown = isGivenBack ? -netOf(line) : listMinor;
  const unitPrice = formatMoney(money(shown, currency));

  return { quantity: isGivenBack ? '-1' : '1', unitPrice, discountMinor: isGivenBack ? 0n : discountMinor };
}

/** Whether quantity and price of a unit are printed as they are. */
export function isPrintedInFull({ kind, sold }: Pick<BilledLine, 'kind' | 'sold'>): boolean {
  const isWhole =
    kind === 'whole' || kind === 'one_off' || (kind === 'usage' && isDecimal(sold?.quantity ?? ''));

  return isWhole && sold?.price.model === 'per_unit' && isZero(exactOf(sold).toppedUp);
}

/** The share of a whole period’s price, rounded once. */
export function shareOf(
  sold: Sold,
  of: { readonly days: number; readonly of: number; readonly currency: string },
): bigint {
  const { n, d } = exactOf(sold).total;
  // Only what it is rounded to counts, for which a fraction need not be in lowest terms.
  const share = { n: n * BigInt(of.days), d: d * BigInt(of.of) };

  return fromRational(share, of.currency).minor;
}
