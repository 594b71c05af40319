/**
 * What a line of a subscription must come to, reckoned again from what it says of itself: the price, the quantity, the days.
 * It reads prices as the wire and as facts spell them, and shares nothing with the engine.
 */
import { isNetOf } from './gross.ts';
import { type Fraction, fraction, minorOf, placesOf, rounded, times } from './arithmetic.ts';

/** What a line was reckoned from; amounts in minor units. */
export type Reckoned = {
  readonly price: Readonly<Record<string, unknown>>;
  readonly quantity: string;
  readonly currency: string;
  readonly days: number;
  readonly of: number;
  /** Of what is given back: what the charge was. */
  readonly back: { readonly list: bigint; readonly discount: bigint } | null;
  /** Of what is given back: what the same charge gave back before. */
  readonly before?: Before | null;
  /** Of usage: the value and the events that a price in percent is taken of, and what was charged before. */
  /** Of a price by a matrix: what falls into which cell. */
  readonly cells?: readonly CellOf[];
  readonly usage?: { readonly paid: Paid | null; readonly former: bigint };
};

/** A quantity with the values of its dimensions, or without a cell. */
export type CellOf = { readonly values: readonly string[] | null; readonly quantity: string };

/** Days that were given back before, and what they came to. */
export type Before = { readonly days: number; readonly list: bigint; readonly discount: bigint };

type Paid = { readonly value: string; readonly events: number };

/** The list amount of a line, before any discount. What is given back is negative, less its share of the discount. */
export function reckon(line: Reckoned): { readonly list: bigint; readonly discount: bigint } {
  const before = line.before ?? { days: 0, list: 0n, discount: 0n };
  const share = { over: BigInt(line.days + before.days), under: BigInt(line.of) };
  const scale = { over: 10n ** BigInt(placesOf(line.currency)), under: 1n };
  const paid = line.usage?.paid ?? null;
  const told = line.price.model === 'matrix' ? (line.cells ?? []) : null;
  const cost = told ? costOfMatrix(line.price, told) : costOf(line.price, line.quantity, paid);
  const list = rounded(times(times(cost, share), scale));
  if (line.usage) return { list: list - line.usage.former, discount: 0n };
  if (!line.back) return { list, discount: 0n };
  const { back } = line;
  const discount =
    back.list === 0n ? back.discount : rounded({ over: back.discount * list, under: back.list });

  return { list: before.list - list, discount: before.discount - discount };
}

/** What a line comes to in minor units, from its explanation alone; a carry says nothing but its amount. */
export function explainedNet(explanation: Readonly<Record<string, unknown>>): bigint {
  const currency = String(explanation.currency);
  const minor = (amount: unknown) => minorOf({ amount: String(amount), currency });
  const repair = explanation.repair as Repair | null | undefined; // as its contract says
  if (repair) return withoutTax(minor(repair.expected) - minor(repair.billed_before), explanation);
  const price = explanation.price as Readonly<Record<string, unknown>> | null; // a price model or nothing
  if (!price || typeof explanation.quantity !== 'string')
    return withoutTax(minor(explanation.list), explanation);
  const trueUp = explanation.true_up as TrueUp | null | undefined; // as its contract says
  if (trueUp)
    return withoutTax(
      trueUpOf({
        ...trueUp.days,
        amount: String(price.amount),
        currency,
        spent: minor(trueUp.spent),
        former: minor(trueUp.trued_up_before),
      }),
      explanation,
    );
  const days = explanation.days as { readonly counted: number; readonly of: number } | null; // as its contract says
  const back = explanation.given_back_of as { readonly list: string; readonly discount: string } | null; // likewise
  const before = explanation.given_back_before as GivenBefore | undefined; // likewise
  const usage = explanation.usage as { paid: Paid | null; charged_before: string | null } | null; // likewise
  const { list, discount } = reckon({
    price,
    quantity: explanation.quantity,
    currency,
    days: days?.counted ?? 1,
    of: days?.of ?? 1,
    back: back && { list: minor(back.list), discount: minor(back.discount) },
    before: before ? { ...before, list: minor(before.list), discount: minor(before.discount) } : null,
    cells: (explanation.cells ?? []) as readonly CellOf[], // as its contract says
    ...(usage && { usage: { paid: usage.paid, former: minor(usage.charged_before ?? '0') } }),
  });
  if (back) return withoutTax(list - discount, explanation);
  const discounts = explanation.discounts as readonly { readonly amount: string }[]; // a list, if it may be empty

  return withoutTax(
    discounts.reduce((left, { amount }) => left - minor(amount), list),
    explanation,
  );
}

/** What a line comes to before tax, where its price contains it; what its explanation says of both has to hang together. */
function withoutTax(rest: bigint, explanation: Readonly<Record<string, unknown>>): bigint {
  const minor = (amount: unknown) =>
    minorOf({ amount: String(amount), currency: String(explanation.currency) });
  const included = explanation.tax_included as Included | undefined; // where the price contains the tax
  if (!included) return rest;
  const net = rest - minor(included.tax);

  // What does not hang together is answered as the gross, which no net equals.
  return rest === minor(included.gross) && isNetOf(net, rest, included.rate) ? net : rest;
}

type GivenBefore = { readonly days: number; readonly list: string; readonly discount: string };

type Repair = { readonly expected: string; readonly billed_before: string };

type TrueUp = {
  readonly days: { readonly counted: number; readonly of: number };
  readonly spent: string;
  readonly trued_up_before: string;
};

/** What was promised for the days that count, less what was charged towards it, and less what was trued up before. */
export function trueUpOf(told: {
  readonly amount: string;
  readonly currency: string;
  readonly counted: number;
  readonly of: number;
  readonly spent: bigint;
  readonly former: bigint;
}): bigint {
  const share = {
    over: BigInt(told.counted) * 10n ** BigInt(placesOf(told.currency)),
    under: BigInt(told.of),
  };
  const short = rounded(times(fraction(told.amount), share)) - told.spent;

  return (short > 0n ? short : 0n) - told.former;
}

type Included = { readonly gross: string; readonly tax: string; readonly rate: string };

/** The exact cost of a quantity for a whole period. */
export function costOf(
  price: Readonly<Record<string, unknown>>,
  quantity: string,
  paid: Paid | null = null,
): Fraction {
  const [over = '', under = '1'] = quantity.split('/');
  const exact = {
    over: fraction(over).over * fraction(under).under,
    under: fraction(over).under * fraction(under).over,
  };
  const cost = paid ? paidCost(price, fraction(paid.value), BigInt(paid.events)) : bareCost(price, exact);
  const minimum = decimal(price.minimum);

  return minimum && isLess(cost, minimum) ? minimum : cost;
}

function bareCost(price: Readonly<Record<string, unknown>>, quantity: Fraction): Fraction {
  const amount = decimal(price.amount) ?? ZERO;
  if (price.model === 'flat') return amount;
  if (price.model === 'per_unit') return times(quantity, amount);
  if (price.model === 'package')
    return times(blocksOf(minus(quantity, decimal(price.free) ?? ZERO), decimal(price.size) ?? ONE), amount);
  if (price.model === 'percentage') return percentageOf(price, quantity);

  return tableCost(price, quantity);
}

/** Each quantity at the price of its cell, or at the default; what has neither costs what nothing else does. */
export function costOfMatrix(
  price: Readonly<Record<string, unknown>>,
  quantities: readonly CellOf[],
): Fraction {
  const cells = price.cells as readonly { readonly values: readonly string[]; readonly amount: string }[]; // a matrix has them
  const other = decimal(price.other ?? price.default);
  const sum = quantities.reduce((total, { values, quantity }) => {
    const cell = cells.find((each) => values && each.values.join('/') === values.join('/'));
    const unit = cell ? fraction(cell.amount) : other;
    return unit ? plus(total, times(fraction(quantity), unit)) : { over: -1n, under: 1n };
  }, ZERO);
  const minimum = decimal(price.minimum);

  return minimum && isLess(sum, minimum) ? minimum : sum;
}

function tableCost(price: Readonly<Record<string, unknown>>, quantity: Fraction): Fraction {
  const tiers = (price.tiers as readonly Readonly<Record<string, unknown>>[]).map(tierOf); // a table has them
  const isSkipped = (price.flatAtZero ?? price.flat_at_zero) === 'skip' && quantity.over === 0n;
  const readings: Readonly<Record<string, Fraction>> = {
    whole_units: floorOf(quantity),
    rounded_up: ceilingOf(quantity),
  };
  const reached = readings[String(price.fraction)] ?? quantity;
  const top = tiers.findIndex(({ upTo }) => upTo === null || !isLess(upTo, reached));
  const charged = price.model === 'volume' ? tiers.slice(top, top + 1) : tiers.slice(0, top + 1);
  const flats = isSkipped ? [] : charged.map(({ flat }) => flat);
  const slices = charged.map(({ unit }, index) => {
    const isLast = index === charged.length - 1;
    const from = index === 0 ? ZERO : (tiers[index - 1]?.upTo ?? quantity);
    const bound = charged[index]?.upTo ?? quantity;
    const to = isLast || isLess(quantity, bound) ? quantity : bound;
    return isLess(from, to) ? times(minus(to, from), unit) : ZERO;
  });

  return [...slices, ...flats].reduce(plus, ZERO);
}

/** Of one event with the whole value; free is the whole event, or its value up to a bound. */
function percentageOf(price: Readonly<Record<string, unknown>>, value: Fraction): Fraction {
  const freeEvents = (price.freeEvents ?? price.free_events ?? null) as number | null; // a count or nothing
  const freeValue = decimal(price.freeValue ?? price.free_value);
  const mayBeFree = (freeEvents !== null || freeValue !== null) && (freeEvents === null || freeEvents > 0);
  const free = !mayBeFree ? ZERO : freeValue && isLess(freeValue, value) ? freeValue : value;
  const paid = minus(value, free);
  const isPaid = !mayBeFree || paid.over > 0n || (freeValue !== null && freeValue.over === 0n);

  return paidCost(price, paid, isPaid ? 1n : 0n);
}

/** A percentage of what is paid, with the fixed part of each paid event. */
function paidCost(price: Readonly<Record<string, unknown>>, paid: Fraction, events: bigint): Fraction {
  const rate = times(decimal(price.percent) ?? ZERO, { over: 1n, under: 100n });
  const fixed = times(decimal(price.fixed) ?? ZERO, { over: events, under: 1n });
  const cost = plus(times(paid, rate), fixed);
  const least = decimal(price.least);
  const most = decimal(price.most);
  if (least && isLess(cost, least)) return least;

  return most && isLess(most, cost) ? most : cost;
}

const ZERO: Fraction = { over: 0n, under: 1n };
const ONE: Fraction = { over: 1n, under: 1n };

function tierOf(tier: Readonly<Record<string, unknown>>) {
  return {
    upTo: decimal(tier.upTo ?? tier.up_to),
    unit: decimal(tier.unit ?? tier.unit_amount) ?? ZERO,
    flat: decimal(tier.flat ?? tier.flat_amount) ?? ZERO,
  };
}

function decimal(value: unknown): Fraction | null {
  return typeof value === 'string' ? fraction(value) : null;
}

function blocksOf(quantity: Fraction, size: Fraction): Fraction {
  return quantity.over <= 0n
    ? ZERO
    : ceilingOf({ over: quantity.over * size.under, under: quantity.under * size.over });
}

function floorOf({ over, under }: Fraction): Fraction {
  return { over: over / under, under: 1n };
}

function ceilingOf({ over, under }: Fraction): Fraction {
  return { over: (over + under - 1n) / under, under: 1n };
}

function plus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under });
}

function isLess(a: Fraction, b: Fraction): boolean {
  return a.over * b.under < b.over * a.under;
}
