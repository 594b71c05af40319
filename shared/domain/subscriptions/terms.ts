/** What a subscription agreed on. */
import type { Supply } from '../../contracts/tax.ts';
import type { CivilDate } from '../../kernel/time.ts';
import type { Sold } from '../billing/billed-line.ts';
import type { Coupon } from '../billing/coupons.ts';
import type { Metering } from '../billing/metering.ts';
import type { SpendMinimum } from '../billing/minimum-spend.ts';
import type { OneOffCharge } from '../billing/one-off.ts';
import type { BillingRules } from '../billing/proration.ts';
import type { Alignment, Charge, Grid, Interval, Rhythm } from '../billing/rhythm.ts';
import type { StubRules } from '../billing/stubs.ts';
import type { Origin } from '../imports.ts';
import type { PricePhase } from '../pricing/phases.ts';
import type { TaxClass } from '../tax.ts';

/** What a subscription agreed on; a snapshot that no later version of the plan changes. */
export type SubscriptionTerms = Sold & {
  /** Null where it was taken over from another system. */
  readonly order: string | null;
  readonly line: number | null;
  /** The row it was taken over from, and the day until which that system billed it; absent where it was ordered here. */
  readonly origin?: Origin;
  readonly billedUntil?: CivilDate;
  /** The subscription that it is an add-on of; absent where it is none. */
  readonly host?: string;
  /** What is sold on top of it and has not ended; absent where nothing ever was. */
  readonly addOns?: readonly AttachedAddOn[];
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  /** Whether all that it is charged contains the tax; absent where it is net. */
  readonly priceBasis?: 'gross';
  readonly tax: TaxClass;
  /** Absent where it is services. */
  readonly supply?: Supply;
  /** IANA zone in which days begin. */
  readonly zone: string;
  readonly rhythm: Rhythm;
  readonly charge: Charge;
  /** The first day of service; with a trial, charges begin later, with the rhythm. */
  readonly startsOn: CivilDate;
  readonly rules: BillingRules;
  /** What the first periods cost; absent where it is the price. */
  readonly phases?: readonly PricePhase[];
  /** Absent where it is not bound to a term. */
  readonly commitment?: TermRules;
  /** What it comes to at least; absent where nothing was promised, null where a change has ended that. */
  readonly minimum?: SpendMinimum | null;
  /** How usage is charged; absent where it is not, null where a change has ended it. */
  readonly metering?: Metering | null;
  /** What is charged once and not billed yet: at first, what the plan asks for setting it up. */
  readonly charges?: readonly OneOffCharge[];
  /** What it is charged less from its first bill on; absent where nothing was agreed on with the order. */
  readonly coupons?: readonly Coupon[];
  /** Present where it is not active from its start by itself: once its first invoice is paid, or once it is activated by hand. */
  readonly activation?: FirstPayment | ByHand;
  readonly dueDays: number;
  /** Whether its bills are gathered with others of the customer; absent where each has an invoice of its own. */
  readonly grouping?: 'by_billing_day';
  /** The customer's name for those that share invoices with it; absent where they have none. */
  readonly invoiceGroup?: string;
  readonly language: string;
};

/** Active with the first payment, or ended where none came in so many hours. */
export type FirstPayment = { readonly on: 'first_payment'; readonly limitHours: number };

/** Its first day is set by hand; until then nothing of it is charged. Its terms tell what it would be from its agreed day on, or from that of its order. */
export type ByHand = {
  readonly on: 'hand';
  readonly orderedOn: CivilDate;
  /** The first day that was agreed on; null where none was. */
  readonly agreedOn: CivilDate | null;
  /** How its periods are laid out, whichever day is its first. */
  readonly layout: Layout;
};

/** Where the periods of a subscription begin, whichever day is its first. */
export type Layout = {
  readonly alignment: Alignment;
  readonly anchorDay: number | null;
  readonly trialDays: number;
  readonly grid?: Grid;
} & StubRules;

/** What a plan binds its subscribers to; `noticeDays` count back from the end. */
export type TermRules = {
  readonly interval: Interval;
  readonly count: number;
  /** What follows a term: another one, the end, or periods without a term. */
  readonly renewal: 'renew' | 'end' | 'evergreen';
  readonly noticeDays: number;
};

/** The term that runs; the grid on which terms end is that of the first period, whatever is changed later. */
export type Term = {
  readonly number: number;
  readonly end: CivilDate;
  readonly anchor: CivilDate;
  readonly anchorDay: number;
};

/** An add-on of a host: its own subscription, what it is of, and its first day. */
export type AttachedAddOn = {
  readonly subscription: string;
  readonly plan: string;
  readonly from: CivilDate;
  /** The first day that is charged, where it is a later one. */
  readonly chargedFrom?: CivilDate;
  /** Present where days before the anchor are free, of one that is activated with its host. */
  readonly stub?: 'free';
};
