/** What becomes true of a subscription. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import type { Coupon } from '../billing/coupons.ts';
import type { LateUsage } from '../billing/metering.ts';
import type { OneOffCharge } from '../billing/one-off.ts';
import type { Rhythm } from '../billing/rhythm.ts';
import type { Request } from '../requests.ts';
import type {
  Cancellation,
  DueMove,
  GroupingAsked,
  Parking,
  Scheduled,
  Settlement,
  SubscriptionChange,
} from './states.ts';
import type { AttachedAddOn, SubscriptionTerms } from './terms.ts';

/** What becomes true. */
export type SubscriptionFact =
  | {
      readonly type: 'subscription.created';
      readonly data: Dated<SubscriptionTerms & { readonly nextDueAt: Instant }>;
    }
  | {
      readonly type: 'subscription.start_set';
      /** By hand: the first day of service, and the periods that are laid out from it. */
      readonly data: Dated<Pick<SubscriptionTerms, 'startsOn' | 'rhythm'> & { readonly nextDueAt: Instant }>;
    }
  | {
      readonly type: 'subscription.trial_started';
      readonly data: Dated<{ readonly until: CivilDate; readonly due?: DueMove }>;
    }
  | {
      readonly type: 'subscription.payment_awaited';
      readonly data: Dated<{ readonly until: Instant; readonly due?: DueMove }>;
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
      readonly data: Dated<GoneOn>;
    }
  | {
      readonly type: 'subscription.suspended';
      /** `from` is the day from which no period is charged; null where suspended days are charged. */
      readonly data: Dated<{
        readonly reason: string;
        readonly on: CivilDate;
        readonly from: CivilDate | null;
      }>;
    }
  | { readonly type: 'subscription.reinstated'; readonly data: Dated<GoneOn> }
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
      readonly type: 'subscription.credit_returned';
      /** Usage came to less once it had ended, or an earlier bill was put right, and no later bill is left to take that off. */
      readonly data: Dated<{
        readonly endsOn: CivilDate;
        readonly settlement: Settlement;
        /** Absent where usage came to less. */
        readonly reason?: 'billing_repaired';
      }>;
    }
  | {
      readonly type: 'subscription.ended';
      readonly data: Dated<{
        readonly reason: 'cancelled' | 'unpaid';
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

/** The day from which periods are charged again; `rhythm` where they begin anew. */
export type GoneOn = {
  readonly on: CivilDate;
  readonly rhythm: Rhythm | null;
  readonly due: DueMove | null;
};

export type Dated<Data = unknown> = Data & { readonly at: Instant };

export type Asked = { readonly request: Request };
