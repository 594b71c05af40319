/** Prices between the wire and the rules. */
import type { NewPlan } from '../../contracts/catalog.ts';
import type { PlanPrice, PriceModel } from '../../contracts/prices.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { PlanPhase, PlanTerms } from '../plans/states.ts';
import { refusedTiers } from '../pricing/check.ts';
import { type Price, perUnit } from '../pricing/models.ts';
import type { Meter } from '../usage/meter.ts';

/** The prices of a new plan. Refuses tables with `price.tier_gap` or `price.tier_overlap`. */
export function readPrices(
  bodies: readonly PlanPrice[],
  at = '#/prices',
): Result<readonly (readonly [string, Price])[]> {
  const prices: (readonly [string, Price])[] = [];
  for (const [index, body] of bodies.entries()) {
    const price = 'amount' in body ? ok(perUnit(body.amount)) : readPrice(body.price, `${at}/${index}/price`);
    if (!price.ok) return price;
    prices.push([body.currency, price.value]);
  }

  return ok(prices);
}

/** The phases of a new plan; nothing where there are none. Refuses as `readPrices` does. */
export function readPhases(plan: Pick<NewPlan, 'phases'>): Result<Pick<PlanTerms, 'phases'>> {
  const phases: PlanPhase[] = [];
  for (const [index, { periods, prices }] of plan.phases.entries()) {
    const read = readPrices(prices, `#/phases/${index}/prices`);
    if (!read.ok) return read;
    phases.push({ periods, prices: read.value });
  }

  return ok(phases.length > 0 ? { phases } : {});
}

/**
 * The meters of a new plan and its grace: an hour where a meter has a price and nothing else is said. Refuses as `readPrices`
 * does.
 */
export function readMetering(
  plan: Pick<NewPlan, 'meters' | 'grace_hours'>,
): Result<Pick<PlanTerms, 'meters' | 'graceHours'>> {
  const meters: Meter[] = [];
  for (const [index, { prices, ...meter }] of plan.meters.entries()) {
    const read = readPrices(prices, `#/meters/${index}/prices`);
    if (!read.ok) return read;
    meters.push(prices.length === 0 ? meter : { ...meter, prices: read.value });
  }
  const isPriced = meters.some(({ prices }) => prices !== undefined);
  const graceHours = plan.grace_hours ?? GRACE_HOURS;

  return ok({ ...(meters.length > 0 && { meters }), ...(isPriced && { graceHours }) });
}

/** Hours that a period waits for late usage where its plan says nothing else. */
const GRACE_HOURS = 1;

/** A price model as the rules know it. Refuses tables with `price.tier_gap` or `price.tier_overlap`. */
export function readPrice(body: PriceModel, pointer: string): Result<Price> {
  switch (body.model) {
    case 'flat':
    case 'per_unit':
    case 'package':
      return ok(body);
    case 'graduated':
    case 'volume': {
      const { tiers, flat_at_zero: flatAtZero, fraction, model, minimum } = body;
      const given = tiers.map(({ above = null, up_to: upTo, unit_amount: unit, flat_amount: flat }) => ({
        above,
        upTo,
        unit,
        flat,
      }));
      const refused = refusedTiers(given, pointer);
      return (
        refused ??
        ok({ model, tiers: given.map(({ above: _, ...tier }) => tier), flatAtZero, fraction, minimum })
      );
    }
    case 'matrix': {
      const { default: other, ...rest } = body;
      return ok({ ...rest, other });
    }
    case 'percentage': {
      const { free_events: freeEvents, free_value: freeValue, ...rest } = body;
      return ok({ ...rest, freeEvents, freeValue });
    }
  }
}

/** Prices as answered, one for each currency. */
export function answerPlanPrices(prices: PlanTerms['prices']): PlanPrice[] {
  return prices.map(([currency, price]) => answerPlanPrice(currency, price));
}

/** A price as answered: a bare amount for one unit, or the model. */
function answerPlanPrice(currency: string, price: Price): PlanPrice {
  return price.model === 'per_unit' && price.minimum === null
    ? { currency, amount: price.amount }
    : { currency, price: answerPrice(price) };
}

/** A price model as answered. */
export function answerPrice(price: Price): PriceModel {
  switch (price.model) {
    case 'flat':
    case 'per_unit':
    case 'package':
      return price;
    case 'graduated':
    case 'volume': {
      const { tiers, flatAtZero: flat_at_zero, fraction, model, minimum } = price;
      const shown = tiers.map(({ upTo: up_to, unit: unit_amount, flat: flat_amount }) => ({
        up_to,
        unit_amount,
        flat_amount,
      }));
      return { model, tiers: shown, flat_at_zero, fraction, minimum };
    }
    case 'matrix': {
      const { other, dimensions, cells, ...rest } = price;
      const shown = cells.map(({ values, amount }) => ({ values: [...values], amount }));
      return { ...rest, dimensions: [...dimensions], cells: shown, default: other };
    }
    case 'percentage': {
      const { freeEvents: free_events, freeValue: free_value, ...rest } = price;
      return { ...rest, free_events, free_value };
    }
  }
}
