/**
 * Subscriptions: a plan that a customer has, from its first day to its end, through trials, changes and pauses, and which
 * of its periods were billed. Each period is billed once, in order, by a fact that says all an invoice needs.
 */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { BillCommand, BilledPeriodData } from './billing.ts';
import type { Coupon } from './billing/coupons.ts';
import type { BilledLine, Sold } from './billing/lines.ts';
import { isCorrectionLeft, type ToldUsage } from './billing/late.ts';
import type { LateUsage, Metering, UsageProgress } from './billing/metering.ts';
import type { SpendMinimum, Spending } from './billing/minimum-spend.ts';
import type { OneOffCharge } from './billing/one-off.ts';
import type { Charge, Interval, Rhythm } from './billing/rhythm.ts';
import type { Request } from './requests.ts';
import type { GroupingAsked } from './subscriptions/grouping.ts';
import type { AddOnCommand } from './subscriptions/add-ons.ts';
import type { AttachedAddOn } from './subscriptions/attached.ts';
import type { CancelCommand } from './subscriptions/cancel.ts';
import type { SubscriptionChange } from './subscriptions/changing.ts';
import type { CreditableInvoice } from './subscriptions/creditable.ts';
import { decidedLive } from './subscriptions/decide.ts';
import type { CancellationCredit, Settlement } from './subscriptions/ending.ts';
import { subscriptionStory } from './subscriptions/evolve.ts';
import { noted } from './subscriptions/note.ts';
import { started } from './subscriptions/start.ts';
import type { Term } from './subscriptions/term.ts';
import type { SubscriptionTerms } from './subscriptions/terms.ts';

/** How a subscription will end: how many periods it has in all, and when its service stops. */
export type Cancellation = {
  readonly when: 'period_end' | 'now' | 'date' | 'term_end';
  readonly periods: number;
  readonly endsOn: CivilDate;
  readonly endsAt: Instant;
  /** What becomes of what was charged in advance for days behind it. */
  readonly credit: CancellationCredit;
  /** Present where an add-on ends because its host does. */
  readonly withHost?: true;
};

/** Why billing set a subscription aside, and from when on it is tried again. */
export type Parking = {
  readonly code: string;
  readonly reason: string;
  readonly run: string | null;
  readonly retryAt: Instant;
};

/** What a subscription is changed to. `anchorDay` moves the day of the month that it returns to. */
export type Target = {
  readonly sold: Sold;
  readonly interval: Interval;
  readonly count: number;
  readonly charge: Charge;
  readonly anchorDay: number | null;
  /** Absent where no usage is charged. */
  readonly metering?: Metering;
  /** From the next commitment period on; absent where it stays what it is, null where there is to be none. */
  readonly minimum?: SpendMinimum | null;
};

/** A change that waits for its boundary. */
export type Scheduled = { readonly target: Target; readonly index: number; readonly on: CivilDate };

/** The instant that was owed next before a fact, and after it, where the fact moves it. */
export type DueMove = { readonly former: Instant; readonly next: Instant };

/** What was sold in the period that runs until a day, and the day from which something else was, where it is charged in arrears. */
export type FormerSale = { readonly sold: Sold; readonly until: CivilDate; readonly next: CivilDate };

/** A subscription that exists. `nextDueAt` is the instant from which period `nextIndex` is owed. */
export type KnownSubscription = SubscriptionTerms & {
  readonly status: 'pending' | 'trialing' | 'active' | 'paused' | 'ended';
  readonly nextIndex: number;
  readonly nextDueAt: Instant;
  /** The day of `nextDueAt`; null where nothing is left to begin or to bill. */
  readonly dueOn: CivilDate | null;
  readonly cancellation: Cancellation | null;
  /** The term that runs; absent where there is none, null once it is followed by none. */
  readonly term?: Term | null;
  readonly parked: Parking | null;
  /** The run that billed it last. */
  readonly run: string | null;
  /** The day from which nothing is charged. */
  readonly pausedFrom: CivilDate | null;
  readonly scheduled: Scheduled | null;
  /** Bills that changes made. */
  readonly changes: number;
  /** Lines of the period that runs, as far as a change could give them back; empty where it is charged in arrears. */
  readonly charged: readonly BilledLine[];
  readonly former: readonly FormerSale[];
  /** How far usage is billed; absent where it was never charged. */
  readonly usage?: UsageProgress;
  /** How far its minimum spend is reached; absent where none was ever promised. */
  readonly spending?: Spending;
  /** What earlier bills left to take off later ones, before tax. */
  readonly creditMinor: bigint;
  /** What invoices could still give back, newest first. */
  readonly creditable: readonly CreditableInvoice[];
  readonly coupons: readonly Coupon[];
  /** The newest requests that changed it, so that a repetition is met. */
  readonly requests: readonly Request[];
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
};

/** A subscription's life. */
export type Subscription = { readonly status: 'none' } | KnownSubscription;

/** Asks for a change; `agreed` is the hash of the preview that was agreed to, or null. */
export type ChangeCommand = Omit<BillCommand, 'target' | 'run'> & {
  readonly when: 'now' | 'period_end';
  /** A change at a period's end waits for the first period that begins on this day or later. */
  readonly notBefore?: CivilDate;
  readonly target: Target;
  readonly agreed: string | null;
  readonly request: Request;
};

/** What can be asked. */
export type SubscriptionCommand =
  | { readonly do: 'start'; readonly terms: SubscriptionTerms; readonly at: Instant }
  | ({ readonly do: 'bill' } & BillCommand)
  | ({ readonly do: 'change' } & ChangeCommand)
  | { readonly do: 'note_usage'; readonly told: readonly ToldUsage[]; readonly at: Instant }
  | { readonly do: 'withdraw_change'; readonly at: Instant }
  | ({ readonly do: 'pause' | 'resume' | 'reactivate' } & Dated<WithHost>)
  | ({ readonly do: 'add_add_on' } & AddOnCommand)
  | ({ readonly do: 'remove_add_on'; readonly addOn: string } & Dated)
  | { readonly do: 'add_coupon'; readonly coupon: Coupon; readonly at: Instant; readonly request: Request }
  | ({ readonly do: 'add_charge'; readonly charge: Omit<OneOffCharge, 'on'> } & Dated<Asked>)
  | { readonly do: 'withdraw_charge'; readonly charge: string; readonly at: Instant }
  | ({ readonly do: 'regroup' } & Dated<GroupingAsked>)
  | ({ readonly do: 'cancel' } & CancelCommand);

/** Whether an add-on is asked because its host is. */
type WithHost = { readonly withHost?: boolean };
type Asked = { readonly request: Request };
type Dated<Data = unknown> = Data & { readonly at: Instant };

/** What becomes true. */
export type SubscriptionFact =
  | {
      readonly type: 'subscription.created';
      readonly data: Dated<SubscriptionTerms & { readonly nextDueAt: Instant }>;
    }
  | {
      readonly type: 'subscription.trial_started';
      readonly data: Dated<{ readonly until: CivilDate; readonly due?: DueMove }>;
    }
  | { readonly type: 'subscription.activated'; readonly data: Dated<{ readonly due?: DueMove }> }
  | { readonly type: 'subscription.billed'; readonly data: BilledPeriodData }
  | {
      readonly type: 'subscription.change_scheduled';
      readonly data: Dated<Scheduled & { readonly request: Request }>;
    }
  | { readonly type: 'subscription.change_withdrawn'; readonly data: Dated }
  | { readonly type: 'subscription.changed'; readonly data: Dated<SubscriptionChange> }
  | { readonly type: 'subscription.paused'; readonly data: Dated<{ readonly from: CivilDate }> }
  | {
      readonly type: 'subscription.resumed';
      readonly data: Dated<{
        readonly on: CivilDate;
        readonly rhythm: Rhythm | null;
        readonly due: DueMove | null;
      }>;
    }
  | {
      readonly type: 'subscription.coupon_added';
      readonly data: Dated<{ readonly coupon: Coupon; readonly request: Request }>;
    }
  | {
      readonly type: 'subscription.charge_added';
      readonly data: Dated<{ readonly charge: OneOffCharge; readonly request: Request }>;
    }
  | { readonly type: 'subscription.charge_withdrawn'; readonly data: Dated<{ readonly charge: string }> }
  | {
      readonly type: 'subscription.add_on_added';
      /** Told by the host; `terms` are those that the add-on starts with. */
      readonly data: Dated<Asked & { readonly addOn: AttachedAddOn; readonly terms: SubscriptionTerms }>;
    }
  | { readonly type: 'subscription.regrouped'; readonly data: Dated<GroupingAsked> }
  | { readonly type: 'subscription.add_on_removed'; readonly data: Dated<{ readonly addOn: string }> }
  | {
      readonly type: 'subscription.cancellation_scheduled';
      readonly data: Dated<Cancellation & { readonly due?: DueMove }>;
    }
  | {
      readonly type: 'subscription.renewed';
      /** The term that has begun and its end, or null where none follows. */
      readonly data: Dated<{ readonly number: number; readonly end: CivilDate | null }>;
    }
  | {
      readonly type: 'subscription.cancellation_withdrawn';
      readonly data: Dated<{ readonly rhythm: Rhythm | null; readonly due: DueMove | null }>;
    }
  | {
      readonly type: 'subscription.ended';
      readonly data: Dated<{
        readonly reason: 'cancelled';
        readonly endsOn: CivilDate;
        /** Absent where nothing is given back. */
        readonly settlement?: Settlement;
      }>;
    }
  | {
      readonly type: 'subscription.usage_came_late';
      /** All days that are to be looked at again; `due` where no other bill would. */
      readonly data: Dated<{ readonly late: readonly LateUsage[]; readonly due: DueMove | null }>;
    }
  | { readonly type: 'subscription.parked'; readonly data: Dated<Parking> }
  | { readonly type: 'subscription.released'; readonly data: Dated };

/** The rules of one subscription. */
export const subscriptions: Decider<Subscription, SubscriptionCommand, SubscriptionFact> = {
  ...subscriptionStory,
  decide(state, command) {
    if (command.do === 'start') return ok(state.status === 'none' ? started(command.terms, command.at) : []);
    if (state.status === 'none') return refuse('subscription.not_found', 'There is no such subscription.');
    if (command.do === 'note_usage') return ok(noted(state, command));
    if (state.status !== 'ended') return decidedLive(state, command);
    if (command.do === 'bill' && isCorrectionLeft(state)) return decidedLive(state, command);
    if (command.do === 'bill' || command.do === 'cancel') return ok([]);

    return refuse('subscription.ended', 'This subscription has ended.', {
      hint: 'Order its plan again, with `start_on`.',
    });
  },
};
