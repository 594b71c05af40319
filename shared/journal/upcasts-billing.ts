/**
 * How facts of the first version of billing are read: every price was one for a unit, every period was charged in advance
 * and began on the day of the first, and each bill had the one line of its period.
 */
import { fromRational } from '../kernel/money.ts';
import { fromDecimal, multiply } from '../kernel/rational.ts';
import { type CivilDate, dayOf, daysBetween } from '../kernel/time.ts';

type PlanV1 = { readonly prices: readonly (readonly [currency: string, amount: string])[] };

type CreatedV1 = {
  readonly unitPrice: string;
  readonly interval: 'month' | 'year';
  readonly anchor: CivilDate;
};

type BilledV1 = {
  readonly plan: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly start: CivilDate;
  readonly end: CivilDate;
};

const RULES = { changeDay: 'new', stacking: 'chained' } as const;

/** `plan.published` 1 → 2: a price is a model. */
export function planToPriceModels(data: unknown): unknown {
  const { prices, ...rest } = data as PlanV1; // the shape of version 1
  const models = prices.map(([currency, amount]) => [currency, unitPriceModel(amount)] as const);

  return {
    ...rest,
    count: 1,
    charge: 'in_advance',
    trialDays: 0,
    rules: { ...RULES, stub: 'charge' },
    prices: models,
  };
}

/** `subscription.created` 1 → 2: the periods are laid out by a rhythm. */
export function subscriptionToRhythm(data: unknown): unknown {
  const { unitPrice, interval, anchor, ...rest } = data as CreatedV1; // the shape of version 1
  const grid = {
    interval,
    count: 1,
    start: anchor,
    anchor,
    anchorDay: dayOf(anchor),
    merged: false,
    firstIndex: 0,
  };

  return {
    ...rest,
    price: unitPriceModel(unitPrice),
    rhythm: grid,
    charge: 'in_advance',
    startsOn: anchor,
    rules: RULES,
  };
}

/** `subscription.billed` 1 → 2: a bill has lines, and the version of the plan was always the first. */
export function billToLines(data: unknown): unknown {
  const { plan, description, quantity, unitPrice, ...rest } = data as BilledV1; // the shape of version 1
  const { start, end, currency } = rest;
  const days = daysBetween(start, end);
  const sold = { plan, planVersion: 1, description, price: unitPriceModel(unitPrice), quantity };
  const listMinor = fromRational(multiply(fromDecimal(quantity), fromDecimal(unitPrice)), currency).minor;
  const line = { kind: 'whole', sold, start, end, days, of: days, listMinor, discountMinor: 0n, coupons: [] };

  return { ...rest, change: null, suppliedOn: start, lines: [line] };
}

function unitPriceModel(amount: string) {
  return { model: 'per_unit', amount, minimum: null };
}
