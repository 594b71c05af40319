/** Plans: what is sold again and again, at which price in which currency. A published version never changes. */
import type { Supply } from '../contracts/tax.ts';
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { SpendMinimum } from './billing/minimum-spend.ts';
import type { BillingRules } from './billing/proration.ts';
import type { Charge, Interval } from './billing/rhythm.ts';
import { refusedTerms } from './plans/check.ts';
import { PLAN_VERSIONS_MAX, planStory } from './plans/story.ts';
import { boundsWhereMoreCostsLess } from './pricing/check.ts';
import type { Price } from './pricing/models.ts';
import { type Request, requestMet } from './requests.ts';
import type { TermRules } from './subscriptions/term.ts';
import type { TaxClass } from './tax.ts';
import type { Meter } from './usage.ts';

/** What is done with days before the anchor: charged by the day, free, or billed together with the first period. */
export type StubRule = 'charge' | 'free' | 'merge';

/** Where good sellers differ; pinned in each subscription. */
export type PlanRules = BillingRules & {
  readonly stub: StubRule;
  /** Days before the anchor from which on they are charged by themselves though others are merged; absent where all are merged. */
  readonly mergedBelow?: number;
};

/** What a version of a plan promises; one price for each currency. */
export type PlanTerms = {
  readonly name: string;
  readonly description: string | null;
  /** The one legal entity that sells it, or null where every one does. */
  readonly entity: string | null;
  /** Whether it is sold on top of another plan, and then again and again or once; absent where it stands alone. */
  readonly kind?: 'add_on' | 'one_off';
  /** The add-ons that its subscribers may have; absent where they may have any. */
  readonly addOns?: readonly string[];
  readonly interval: Interval;
  /** So many intervals make one period. */
  readonly count: number;
  readonly charge: Charge;
  /** Days of service before the first charge. */
  readonly trialDays: number;
  readonly rules: PlanRules;
  readonly prices: readonly (readonly [currency: string, price: Price])[];
  /** Whether all its prices contain the tax; absent where they are net. */
  readonly priceBasis?: 'gross';
  /** Introductory prices; absent where there are none. */
  readonly phases?: readonly PlanPhase[];
  /** What setting up costs, in major units; absent where nothing. */
  readonly setup?: readonly (readonly [currency: string, amount: string])[];
  /** What is measured; absent where nothing is. */
  readonly meters?: readonly Meter[];
  /** Hours that a period waits for late usage; absent where no meter has a price. */
  readonly graceHours?: number;
  /** What a subscription comes to at least, in one amount for each currency; absent where nothing is asked. */
  readonly minimum?: PlanMinimum;
  /** What subscribers are bound to; absent where they are not. */
  readonly term?: TermRules;
  readonly tax: TaxClass;
  /** Absent where it is services. */
  readonly supply?: Supply;
};

/** The minimum spend of a plan; amounts in major units. */
export type PlanMinimum = Omit<SpendMinimum, 'amount'> & {
  readonly amounts: readonly (readonly [currency: string, amount: string])[];
};

/** What so many periods cost, one price for each currency. */
export type PlanPhase = { readonly periods: number; readonly prices: PlanTerms['prices'] };

/** A plan's life. */
export type Plan =
  | { readonly status: 'none' }
  | (PlanTerms & {
      readonly status: 'published';
      readonly version: number;
      /** When this version was published, and when the first one was. */
      readonly publishedAt: string;
      readonly createdAt: string;
      /** The requests that published the versions from the second on, in their order. */
      readonly requests: readonly Request[];
    });

/** What can be asked. */
export type PlanCommand =
  | { readonly do: 'publish'; readonly terms: PlanTerms; readonly at: string }
  | {
      readonly do: 'publish_version';
      readonly terms: PlanTerms;
      readonly request: Request;
      readonly at: string;
    };

/** What becomes true. */
export type PlanFact = {
  readonly type: 'plan.published';
  readonly data: PlanTerms & {
    readonly version: number;
    /** The request that published it, where it is not the first version. */
    readonly request?: Request;
    readonly at: string;
  };
};

/** Something that a publisher should know and may well have meant. */
export type PlanWarning = {
  readonly code: 'price.more_costs_less';
  readonly message: string;
  readonly pointer: string;
};

/** The rules of one plan. */
export const plans: Decider<Plan, PlanCommand, PlanFact> = {
  ...planStory,
  decide(state, command) {
    if (command.do === 'publish_version') return nextVersion(state, command);
    const { terms, at } = command;
    const refused = refusedTerms(terms);
    if (refused) return refused;

    return ok(
      state.status === 'none' ? [{ type: 'plan.published', data: { ...terms, version: 1, at } }] : [],
    );
  },
};

/** Whoever subscribed to an earlier version keeps it; a version is told once for each request. */
function nextVersion(
  state: Plan,
  { terms, request, at }: Extract<PlanCommand, { readonly do: 'publish_version' }>,
): Result<readonly PlanFact[]> {
  if (state.status === 'none') return refuse('plan.not_found', 'There is no such plan.');
  const met = requestMet(state.requests, request);
  if (met) return met;
  if (state.version >= PLAN_VERSIONS_MAX)
    return refuse('plan.too_many_versions', `A plan has at most ${PLAN_VERSIONS_MAX} versions.`, {
      hint: 'Publish another plan.',
    });
  const refused = refusedTerms(terms);
  if (refused) return refused;

  return ok([{ type: 'plan.published', data: { ...terms, version: state.version + 1, request, at } }]);
}

/** The version that a request published; 0 where it published none. */
export function versionOfRequest(plan: Plan, request: Request): number {
  if (plan.status === 'none') return 0;
  const index = plan.requests.findIndex(({ key }) => key === request.key);

  // The first version is not remembered: the plan's id derives from its request.
  return index === -1 ? 0 : index + 2;
}

/** What is worth a second look in the prices of a plan. */
export function warningsOf({ prices }: Pick<PlanTerms, 'prices'>): readonly PlanWarning[] {
  return prices.flatMap(([, price], index) =>
    boundsWhereMoreCostsLess(price).map((bound) => ({
      code: 'price.more_costs_less' as const,
      message: `A quantity just above ${bound} costs less than ${bound} itself.`,
      pointer: `#/prices/${index}`,
    })),
  );
}
