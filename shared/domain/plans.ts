/** Plans: what is sold again and again, at which price in which currency. A published version never changes. */
import type { Supply } from '../contracts/tax.ts';
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { TaxClass } from './tax.ts';

/** How long one period lasts. */
export type Interval = 'month' | 'year';

/** What a version of a plan promises; prices are major units as decimals, one for each currency. */
export type PlanTerms = {
  readonly name: string;
  readonly description: string | null;
  /** The one legal entity that sells it, or null where every one does. */
  readonly entity: string | null;
  readonly interval: Interval;
  readonly prices: readonly (readonly [currency: string, amount: string])[];
  readonly tax: TaxClass;
  /** Absent where it is services. */
  readonly supply?: Supply;
};

/** A plan's life. */
export type Plan =
  | { readonly status: 'none' }
  | (PlanTerms & { readonly status: 'published'; readonly version: number; readonly publishedAt: string });

/** What can be asked. */
export type PlanCommand = { readonly do: 'publish'; readonly terms: PlanTerms; readonly at: string };

/** What becomes true. */
export type PlanFact = {
  readonly type: 'plan.published';
  readonly data: PlanTerms & { readonly version: number; readonly at: string };
};

/** What a subscription takes over from a plan. */
export type PlanOffer = Pick<PlanTerms, 'interval' | 'tax' | 'supply'> & {
  readonly version: number;
  readonly unitPrice: string;
};

/** The rules of one plan. */
export const plans: Decider<Plan, PlanCommand, PlanFact> = {
  name: 'plans',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { terms, at }) {
    const repeated = terms.prices.findIndex(([currency], index) =>
      terms.prices.slice(0, index).some(([earlier]) => earlier === currency),
    );
    if (repeated >= 0) {
      return refuse('plan.price_repeated', 'A plan has one price for each currency.', {
        pointer: `#/prices/${repeated}/currency`,
      });
    }

    return ok(
      state.status === 'none' ? [{ type: 'plan.published', data: { ...terms, version: 1, at } }] : [],
    );
  },
  evolve(_, fact) {
    const { at, ...terms } = fact.data;

    return { ...terms, status: 'published', publishedAt: at };
  },
};

/**
 * What a plan offers to an order of that seller and currency; nothing is ever converted.
 * Refusals: `plan.unknown`, `plan.not_sold_by_entity`, `plan.currency_missing`.
 */
export function offerOf(
  plan: Plan,
  of: { readonly entity: string; readonly currency: string },
): Result<PlanOffer> {
  if (plan.status === 'none') return refuse('plan.unknown', 'There is no such plan.');
  if (plan.entity !== null && plan.entity !== of.entity) {
    return refuse('plan.not_sold_by_entity', 'This plan is sold by another legal entity.');
  }
  const price = plan.prices.find(([currency]) => currency === of.currency);
  if (!price) {
    return refuse('plan.currency_missing', `This plan has no price in ${of.currency}.`, {
      hint: 'Publish a plan with a price in that currency, or order in another one.',
    });
  }

  const { version, interval, tax, supply } = plan;

  return ok({ version, unitPrice: price[1], interval, tax, ...(supply && { supply }) });
}
