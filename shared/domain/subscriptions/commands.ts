/** What can be asked of a subscription. */
import type { CivilDate, Instant } from '../../kernel/time.ts';
import type { BillCommand } from '../billing/bill.ts';
import type { Sold } from '../billing/billed-line.ts';
import type { Coupon } from '../billing/coupons.ts';
import type { ToldUsage } from '../billing/metering.ts';
import type { OneOffCharge } from '../billing/one-off.ts';
import type { PlanOffer } from '../plans/offer.ts';
import type { Request } from '../requests.ts';
import type { Asked, Dated } from './facts.ts';
import type { CancellationCredit, GroupingAsked, Target } from './states.ts';
import type { SubscriptionTerms } from './terms.ts';

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
  /** Bills the repairs alone, whether or not anything else is owed. */
  | ({ readonly do: 'repair' } & BillCommand)
  | ({ readonly do: 'change' } & ChangeCommand)
  /** Tells what became of the first payment; without one, only the end of the wait changes anything. */
  | ({ readonly do: 'conclude_payment'; readonly isPaid: boolean } & Dated)
  | ({ readonly do: 'activate' } & ActivateCommand)
  | { readonly do: 'note_usage'; readonly told: readonly ToldUsage[]; readonly at: Instant }
  | { readonly do: 'withdraw_change'; readonly at: Instant }
  | ({ readonly do: 'pause' | 'resume' | 'reactivate' } & Dated<WithHost>)
  | ({ readonly do: 'suspend'; readonly reason: string } & Dated<WithHost>)
  | ({ readonly do: 'reinstate' } & Dated<WithHost>)
  | ({ readonly do: 'add_add_on' } & AddOnCommand)
  | ({ readonly do: 'remove_add_on'; readonly addOn: string } & Dated)
  | { readonly do: 'add_coupon'; readonly coupon: Coupon; readonly at: Instant; readonly request: Request }
  | ({ readonly do: 'add_charge'; readonly charge: Omit<OneOffCharge, 'on'> } & Dated<Asked>)
  | { readonly do: 'withdraw_charge'; readonly charge: string; readonly at: Instant }
  | ({ readonly do: 'regroup' } & Dated<GroupingAsked>)
  | ({ readonly do: 'cancel' } & CancelCommand);

/** Sets the first day of one that waits to be activated by hand; left out, the agreed one where it is to come, else today. */
export type ActivateCommand = Dated<WithHost> & {
  readonly on?: CivilDate;
  /** The host as it has begun, where an add-on begins with it. */
  readonly host?: Pick<SubscriptionTerms, 'startsOn' | 'rhythm'>;
};

/** Whether an add-on is asked because its host is. */
export type WithHost = { readonly withHost?: boolean };

/** Asks for an add-on; `agreed` is the hash of the preview that was agreed to, or null. */
export type AddOnCommand = {
  readonly tenant: string;
  /** The host. */
  readonly subscription: string;
  /** The id that the add-on's subscription, or its charge, is to have. */
  readonly addOn: string;
  readonly plan: string;
  readonly offer: PlanOffer;
  /** The add-ons that the version of the host's plan allows; null where it names none and so allows any. */
  readonly allowed: readonly string[] | null;
  readonly sold: Pick<Sold, 'quantity' | 'dimensions'>;
  /** At once, with the next period of the host, or from a day on. */
  readonly start: 'now' | 'period_end' | CivilDate;
  readonly profile: number | null;
  readonly agreed: string | null;
  readonly request: Request;
  readonly at: Instant;
};

/** Asks for an end: with the period that runs, now, or on a day, from which on nothing is charged. */
export type CancelCommand = {
  readonly when: 'period_end' | 'now' | 'date';
  /** The day, where one is asked for. */
  readonly on?: CivilDate | undefined;
  /** Left out, none. */
  readonly credit?: CancellationCredit | undefined;
  /** Whether it ends though its term or its notice does not allow it. */
  readonly despiteTerm?: boolean | undefined;
  /** Whether it is an add-on that ends because its host does. */
  readonly withHost?: true;
  /** The hash of the preview that was agreed to. */
  readonly agreed?: string | undefined;
  readonly at: Instant;
};
