/**
 * Explanations: why a line is what it is, as data that is enough to reckon it again and as a sentence. They are made when
 * a document is drafted and frozen with it. Everything in them is text, so that they read the same in a hundred years.
 */
import { add, fromDecimal, multiply, type Rational, rational } from '../kernel/rational.ts';
import { answerPrice } from './answers/prices.ts';
import type { BilledLine } from './billing/billed-line.ts';
import { exactOf, netOf } from './billing/lines.ts';
import type { Explanation } from './explaining/explanation.ts';
import { amounts, cellOf, nothing, partsOf, planOf, roundingOf, text } from './explaining/figures.ts';
import { explainOneOff } from './explaining/one-off.ts';
import { explainRepair } from './explaining/repair.ts';
import { explainTrueUp } from './explaining/true-up.ts';
import { explainUsage } from './explaining/usage.ts';
import type { InvoiceCause } from './invoices/states.ts';
import type { LineDiscount, PricedLine } from './pricing.ts';

/** Explains a line of an order: quantity × price less discount. */
export function explainOrderLine(
  line: { readonly quantity: string; readonly unitPrice: string; readonly discount: LineDiscount | null },
  of: { readonly priced: PricedLine; readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { priced, currency, cause } = of;
  const { quantity, unitPrice, discount } = line;
  const shown = amounts(currency);
  const percent = discount && 'percent' in discount ? discount.percent : null;
  const list = shown(priced.listMinor);
  const net = shown(priced.netMinor);
  const amount = shown(priced.discountMinor);
  const less = discount === null ? '' : ` less ${percent === null ? amount : `${percent} %`}`;

  return {
    ...nothing(currency, cause),
    rule: 'quantity_times_price',
    formula: 'net = round(quantity × price) − discount',
    sentence: `${quantity} × ${unitPrice} ${currency}${less} is ${net} ${currency}.`,
    quantity,
    price: { model: 'per_unit', amount: unitPrice, minimum: null },
    parts: [{ units: quantity, rate: unitPrice, flat: '0' }],
    discounts: discount === null ? [] : [{ name: null, coupon: null, percent, amount }],
    list,
    net,
    rounding: roundingOf(multiply(fromDecimal(quantity), fromDecimal(unitPrice)), currency),
  };
}

/** Explains a line as it was printed: all that is left of documents that were issued before there were explanations. */
export function explainPrintedLine(
  line: {
    readonly quantity: string;
    readonly unitPrice: string;
    readonly discountMinor: bigint;
    readonly netMinor: bigint;
  },
  of: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { quantity, unitPrice, discountMinor, netMinor } = line;
  const listMinor = netMinor + discountMinor;
  const discount = discountMinor === 0n ? null : { amount: amounts(of.currency)(discountMinor) };

  return explainOrderLine(
    { quantity, unitPrice, discount },
    { ...of, priced: { listMinor, discountMinor, netMinor } },
  );
}

/** Explains a line of a subscription's bill. */
export function explainBilledLine(
  line: BilledLine,
  of: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { sold, usage } = line;
  if (sold === null) return explainCarry(line, of);
  if (line.kind === 'one_off') return explainOneOff({ ...line, sold }, of);
  const { trueUp, repair } = line;
  if (repair) return explainRepair({ ...line, sold, repair }, of);
  if (trueUp) return explainTrueUp({ ...line, sold, trueUp }, of);

  return usage ? explainUsage({ ...line, sold, usage }, of) : explainSale({ ...line, sold }, of);
}

const FORMULAS = {
  whole: 'net = round(price of quantity) − discounts',
  part: 'net = round(price of quantity × days ÷ days of the whole period) − discounts',
  credit:
    'net = −(round(price of quantity × unused days ÷ days of the whole period) − its share of the discount)',
  rest: 'net = what was given back before − (round(price of quantity × all days given back ÷ days of the whole period) − their share of the discount)',
} as const;

const RULES = { whole: 'period', part: 'part_of_period', credit: 'credit_for_unused' } as const;

type SaleLine = BilledLine & { readonly sold: NonNullable<BilledLine['sold']> };

function explainSale(
  line: SaleLine,
  { currency, cause }: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { sold, start, end, days, of: wholeDays, back, credited, listMinor, discountMinor } = line;
  const kind = line.kind === 'credit' || line.kind === 'part' ? line.kind : 'whole';
  const shown = amounts(currency);
  const list = shown(listMinor);
  const net = discountMinor === 0n ? list : shown(netOf(line));
  const exact = exactOf(sold);
  const counted = kind === 'credit' ? -days - (credited?.days ?? 0) : days;
  const { n, d } = exact.total;
  const share = rational(n * BigInt(counted), d * BigInt(wholeDays));
  const before = credited && {
    ...{ days: credited.days, list: shown(credited.listMinor), discount: shown(credited.discountMinor) },
  };

  return {
    currency,
    cause,
    rule: line.isWithheld ? 'credit_for_suspension' : RULES[kind],
    formula: FORMULAS[before ? 'rest' : kind],
    sentence: sentenceOf(line, { kind, currency, quantity: sold.quantity, whole: exact.total, list, net }),
    quantity: sold.quantity,
    price: answerPrice(sold.price),
    plan: planOf(sold),
    days: { counted: days, of: wholeDays, start, end },
    parts: partsOf(exact),
    discounts: discountsOf(line, currency),
    given_back_of: back ? { list: shown(back.listMinor), discount: shown(back.discountMinor) } : null,
    ...(before && { given_back_before: before }),
    list,
    net,
    rounding: roundingOf(before ? add(share, fromDecimal(before.list)) : share, currency),
    ...cellOf(sold),
  };
}

/** The coupons of a charge; of what is given back the share of them that goes with it. */
function discountsOf(
  { coupons, discountMinor, kind }: BilledLine,
  currency: string,
): Explanation['discounts'] {
  const shown = amounts(currency);
  const used = coupons.map(({ name, coupon, offMinor }) => ({ name, coupon, amount: shown(offMinor) }));
  const returned =
    kind === 'credit' && discountMinor !== 0n
      ? [{ name: null, coupon: null, amount: shown(discountMinor) }]
      : [];

  return [...used, ...returned].map((each) => ({ ...each, percent: null }));
}

function sentenceOf(
  line: BilledLine,
  of: {
    readonly kind: 'whole' | 'part' | 'credit';
    readonly currency: string;
    readonly quantity: string;
    readonly whole: Rational;
    readonly list: string;
    readonly net: string;
  },
): string {
  const { start, end, days, of: wholeDays, discountMinor, coupons, credited } = line;
  const { kind, currency, quantity, whole, list } = of;
  const net = `${of.net} ${currency}`;
  const off = `less ${amounts(currency)(discountMinor)} ${currency} of coupons`;
  const comes = `${list} ${currency}${coupons.length === 0 ? '' : `, ${off}, which leaves ${net}`}`;
  const period = line.isUndivided ? 'a period, however long it is' : 'a whole period';
  const price = `A quantity of ${quantity} costs ${text(whole)} ${currency} for ${period}`;
  if (kind === 'whole') return `${price}; from ${start} until before ${end} that is ${comes}.`;
  const share = `${days} of ${wholeDays} days from ${start} until before ${end}`;
  if (kind === 'part') return `${price}; ${share} are ${comes}.`;

  const why = line.isWithheld ? 'the service was suspended' : 'are not used';

  return `${price}; ${share} were charged and ${why}, which${credited ? `, rounded with the ${credited.days} days given back before,` : ''} gives back ${net}.`;
}

function explainCarry(
  line: BilledLine,
  { currency, cause }: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const isCarried = line.kind === 'carried';
  const list = amounts(currency)(line.listMinor);
  const amount = amounts(currency)(line.listMinor < 0n ? -line.listMinor : line.listMinor);

  return {
    ...nothing(currency, cause),
    rule: isCarried ? 'carried_forward' : 'brought_forward',
    formula: isCarried
      ? 'net = −(sum of the other lines)'
      : 'net = −min(credit carried forward, sum of the other lines)',
    sentence: isCarried
      ? `The other lines give back more than they charge, so ${amount} ${currency} are carried forward to later invoices.`
      : `Earlier invoices carried credit forward, of which ${amount} ${currency} are used here.`,
    list,
    net: list,
    rounding: roundingOf(fromDecimal(list), currency),
  };
}
