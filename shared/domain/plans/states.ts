/** A plan and its versions, as its facts tell them. */
import type { Supply } from '../../contracts/tax.ts';
import type { SpendMinimum } from '../billing/minimum-spend.ts';
import type { BillingRules } from '../billing/proration.ts';
import type { Charge, Interval } from '../billing/rhythm.ts';
import type { StubRules } from '../billing/stubs.ts';
import type { Price } from '../pricing/models.ts';
import type { Request } from '../requests.ts';
import type { TermRules } from '../subscriptions/terms.ts';
import type { TaxClass } from '../tax.ts';
import type { Meter } from '../usage/meter.ts';

/** Where good sellers differ; pinned in each subscription. */
export type PlanRules = BillingRules & StubRules;

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
