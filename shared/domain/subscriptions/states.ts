/** A subscription as its facts tell it. */
import type { CivilDate, Instant, Period } from '../../kernel/time.ts';
import type { BilledLine, Sold } from '../billing/billed-line.ts';
import type { Coupon } from '../billing/coupons.ts';
import type { CreditableInvoice } from '../billing/creditable-invoice.ts';
import type { Metering, UsageProgress } from '../billing/metering.ts';
import type { SpendMinimum, Spending } from '../billing/minimum-spend.ts';
import type { Charge, Interval, Rhythm } from '../billing/rhythm.ts';
import type { InvoiceGrouping } from '../gatherings.ts';
import type { LineAmounts } from '../invoices/wishes.ts';
import type { Request } from '../requests.ts';
import type { SubscriptionTerms, Term } from './terms.ts';

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

/** Why the service is suspended, and its first day without. */
export type Suspension = { readonly reason: string; readonly on: CivilDate; readonly at: Instant };

/** A change that waits for its boundary. */
export type Scheduled = { readonly target: Target; readonly index: number; readonly on: CivilDate };

/** The instant that was owed next before a fact, and after it, where the fact moves it. */
export type DueMove = { readonly former: Instant; readonly next: Instant };

/** What was sold in the period that runs until a day, and the day from which something else was, where it is charged in arrears. */
export type FormerSale = { readonly sold: Sold; readonly until: CivilDate; readonly next: CivilDate };

/** The first bill, which a subscription waits to be paid. */
export type Awaited = {
  /** When it ends unless it is paid by then, or a payment is in process. */
  readonly until: Instant;
  /** Null until it is billed. */
  readonly bill: Omit<CreditableInvoice, 'atMostMinor'> | null;
};

/** A subscription that exists. `nextDueAt` is the instant from which period `nextIndex` is owed. */
export type KnownSubscription = SubscriptionTerms & {
  readonly status: 'pending' | 'incomplete' | 'trialing' | 'active' | 'paused' | 'ended';
  readonly nextIndex: number;
  readonly nextDueAt: Instant;
  /** The day of `nextDueAt`; null where nothing is left to begin or to bill. */
  readonly dueOn: CivilDate | null;
  readonly cancellation: Cancellation | null;
  /** The term that runs; absent where there is none, null once it is followed by none. */
  readonly term?: Term | null;
  readonly parked: Parking | null;
  /** When its first day was set by hand; absent where it was not. */
  readonly startSetAt?: Instant;
  /** Absent where it never waited for its first payment. */
  readonly awaited?: Awaited;
  /** Why it has ended; absent where it has not, or was cancelled. */
  readonly endReason?: 'unpaid';
  /** The run that billed it last. */
  readonly run: string | null;
  /** The day from which nothing is charged. */
  readonly pausedFrom: CivilDate | null;
  /** Null where the service is granted again, absent where it always was. */
  readonly suspension?: Suspension | null;
  /** When its service was granted again last. */
  readonly reinstatedAt?: Instant;
  /** What was charged in advance for days without service, as the next bill of a period gives it back; absent where nothing ever was. */
  readonly unserved?: readonly BilledLine[];
  /** Days without service that are not billed yet, where periods are charged in arrears; absent where there never were any. */
  readonly withheld?: readonly Period[];
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
  /** The version of the rules that all its bills are right by; absent where nobody has looked. */
  readonly rulesVersion?: number;
  /** The newest requests that changed it, so that a repetition is met. */
  readonly requests: readonly Request[];
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
};

/** A subscription's life. */
export type Subscription = { readonly status: 'none' } | KnownSubscription;

/** What is given back of an invoice, line by line. */
export type GivenBack = Pick<CreditableInvoice, 'invoice' | 'gathering'> & { readonly lines: LineAmounts };

/** What becomes of the days that were charged and are not used: nothing, account credit, money back, or less to pay elsewhere. */
export type CancellationCredit = 'none' | 'credit' | 'refund' | 'offset';

/** What an end or a change gives back: which lines of which invoices, and what becomes of the part that was paid. */
export type Settlement = {
  readonly remainder: Exclude<CancellationCredit, 'none'>;
  readonly notes: readonly GivenBack[];
};

/** What a change gives back by credit notes: the days that are not used, at what they were charged for. */
export type ChangeSettlement = Settlement & {
  readonly lines: readonly BilledLine[];
  /** What the invoices could give back later; told, so that nobody who only reads a subscription needs to reckon it. */
  readonly left: readonly CreditableInvoice[];
};

/** A change that took effect on a day; `rhythm` is set where the periods begin anew. */
export type SubscriptionChange = {
  readonly target: Target;
  readonly on: CivilDate;
  /** Where the period that runs is charged in arrears: until when the old terms hold, and from when the new. */
  readonly split: { readonly until: CivilDate; readonly next: CivilDate } | null;
  readonly rhythm: Rhythm | null;
  readonly due: DueMove | null;
  readonly request: Request | null;
  /** Absent where what it gives back is on its own bill. */
  readonly settlement?: ChangeSettlement;
};

/** Asks that bills share invoices with others from now on, of those with those that have the same group, or have their own. */
export type GroupingAsked = { readonly grouping: InvoiceGrouping; readonly group: string | null };
