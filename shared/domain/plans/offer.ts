/** What a version of a plan offers to a seller in a currency. */
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { SpendMinimum } from '../billing/minimum-spend.ts';
import type { Metering } from '../billing/metering.ts';
import type { Price } from '../pricing/models.ts';
import type { Phase } from '../pricing/phases.ts';
import type { Plan, PlanPhase, PlanTerms } from './states.ts';

/** What a subscription takes over from a plan. */
export type PlanOffer = Omit<
  PlanTerms,
  'description' | 'entity' | 'prices' | 'phases' | 'setup' | 'meters' | 'graceHours' | 'minimum'
> & {
  readonly version: number;
  readonly price: Price;
  /** Present where the price was agreed on in place of the plan's. */
  readonly isAgreed?: boolean;
  /** Absent where there are none. */
  readonly phases?: readonly Phase[];
  readonly setup?: string;
  /** Absent where no minimum spend is asked. */
  readonly minimum?: SpendMinimum;
  /** Absent where no usage is charged. */
  readonly metering?: Metering;
};

/**
 * What a plan offers to an order of that seller and currency; nothing is ever converted. An agreed price stands in place of the plan's own
 * and of its introductory ones, also where the plan has none in that currency.
 * Refusals: `plan.unknown`, `plan.not_sold_by_entity`, `plan.currency_missing`.
 */
export function offerOf(
  plan: Plan,
  of: { readonly entity: string; readonly currency: string; readonly agreedPrice?: Price },
): Result<PlanOffer> {
  if (plan.status === 'none') return refuse('plan.unknown', 'There is no such plan.');
  if (plan.entity !== null && plan.entity !== of.entity) {
    return refuse('plan.not_sold_by_entity', 'This plan is sold by another legal entity.');
  }
  const { agreedPrice } = of;
  const price = agreedPrice ?? priceIn(plan.prices, of.currency);
  if (!price) return currencyMissing('This plan', of.currency);
  const unpriced = plan.meters?.find(({ prices = [] }) => prices.length > 0 && !priceIn(prices, of.currency));
  if (unpriced) return currencyMissing(`The meter ${unpriced.code} of this plan`, of.currency);
  const phases = phasesIn(agreedPrice ? [] : (plan.phases ?? []), of.currency);
  if (!phases) return currencyMissing('A phase of this plan', of.currency);
  const setup = plan.setup?.find(([currency]) => currency === of.currency)?.[1];
  if (plan.setup && setup === undefined) return currencyMissing('The set-up of this plan', of.currency);
  const minimum = minimumIn(plan, of.currency);
  if (!minimum) return currencyMissing('The minimum spend of this plan', of.currency);
  const metering = meteringOf(plan, of.currency);

  return ok({
    ...inEveryCurrency(plan),
    price,
    ...(agreedPrice && { isAgreed: true }),
    ...(phases.length > 0 && { phases }),
    ...(setup !== undefined && { setup }),
    ...minimum,
    ...(metering && { metering }),
  });
}

/** What a plan offers whatever the currency. */
function inEveryCurrency(plan: Exclude<Plan, { status: 'none' }>) {
  const { name, version, kind, addOns, interval, count, charge, trialDays, rules, term, tax, supply } = plan;
  const { priceBasis } = plan;

  return {
    ...{ name, version, interval, count, charge, trialDays, rules, tax },
    ...(kind && { kind }),
    ...(addOns && { addOns }),
    ...(priceBasis && { priceBasis }),
    ...(supply && { supply }),
    ...(term && { term }),
  };
}

function currencyMissing(what: string, currency: string) {
  return refuse('plan.currency_missing', `${what} has no price in ${currency}.`, {
    hint: 'Publish a plan with a price in that currency, or order in another one.',
  });
}

function priceIn(prices: PlanTerms['prices'], currency: string): Price | undefined {
  return prices.find(([each]) => each === currency)?.[1];
}

/** The phases in a currency, or null where one has no price in it. */
function phasesIn(phases: readonly PlanPhase[], currency: string): readonly Phase[] | null {
  const priced = phases.flatMap(({ periods, prices }) => {
    const price = priceIn(prices, currency);
    return price ? [{ periods, price }] : [];
  });

  return priced.length === phases.length ? priced : null;
}

/** The minimum spend in a currency, where there is one; null where it has no amount in it. */
function minimumIn(
  { minimum: asked }: Pick<PlanTerms, 'minimum'>,
  currency: string,
): Pick<PlanOffer, 'minimum'> | null {
  if (!asked) return {};
  const { amounts, ...minimum } = asked;
  const amount = amounts.find(([each]) => each === currency)?.[1];

  return amount === undefined ? null : { minimum: { ...minimum, amount } };
}

/** How usage is charged in a currency, or null where no meter has a price. */
function meteringOf({ meters = [], graceHours = 0 }: PlanTerms, currency: string): Metering | null {
  const priced = meters.flatMap(({ code, aggregation, prices = [] }) => {
    const price = priceIn(prices, currency);
    return price ? [{ code, aggregation, price }] : [];
  });

  return priced.length === 0 ? null : { graceHours, meters: priced };
}
