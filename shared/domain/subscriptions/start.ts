/** How a subscription begins: on its first day, before it, or long after it. */
import { refuse } from '../../kernel/result.ts';
import {
  addDays,
  addToInstant,
  type CivilDate,
  daysBetween,
  type Instant,
  localDate,
  startOfDay,
} from '../../kernel/time.ts';
import {
  type Alignment,
  dueInstantOf,
  type Grid,
  periodAt,
  periodIndexOn,
  type Rhythm,
  rhythmFrom,
} from '../billing/rhythm.ts';
import type { Coupon } from '../billing/coupons.ts';
import type { SpendMinimum } from '../billing/minimum-spend.ts';
import { isStubMerged, type StubRules } from '../billing/stubs.ts';
import type { InvoiceGrouping } from '../gatherings.ts';
import type { PlanOffer } from '../plans/offer.ts';
import type { Dimensions } from '../pricing/matrix.ts';
import type { Price } from '../pricing/models.ts';
import { awaitingFact } from './awaiting.ts';
import type { SubscriptionFact } from './facts.ts';
import type { ByHand, FirstPayment, SubscriptionTerms } from './terms.ts';
import { firstTerm } from './term.ts';

/** How a subscription begins: its first day, where its periods begin, and the days before the first charge. */
export type SubscriptionBegin = {
  readonly startsOn: string | null;
  /** `customer` is resolved to the customer's billing day when the order is placed. */
  readonly alignment: 'anniversary' | 'calendar' | 'customer';
  readonly anchorDay: number | null;
  readonly trialDays: number | null;
  /** The subscription whose periods it is to meet, and where they begin; absent where it goes by itself. */
  readonly alignTo?: string;
  readonly grid?: Grid;
  /** The line of its host, where it is an add-on; absent where it is none. */
  readonly addOnTo?: number;
  /** Absent where the customer's holds. */
  readonly grouping?: InvoiceGrouping;
  /** Absent where it has no name. */
  readonly group?: string;
  /** What a matrix prices it by; absent where nothing was told. */
  readonly dimensions?: Dimensions;
  /** What was agreed on in place of the plan's prices; absent where they hold. */
  readonly agreedPrice?: Price;
  /** Absent where it is active from its start. */
  readonly activation?: FirstPayment | Pick<ByHand, 'on'>;
  /** What it is charged less from the first bill on; absent where nothing. */
  readonly coupons?: readonly Omit<Coupon, 'id'>[];
  /** What the customer has promised in place of what the plan asks. */
  readonly minimum?: SpendMinimum;
};

/** Days that a first day of service may lie before or behind the day of the order. */
export const START_DAYS_MAX = 1_100;

/** Why a first day cannot be, or undefined. */
export function refusedStart(startsOn: CivilDate | null, today: CivilDate) {
  const isFar = startsOn !== null && Math.abs(daysBetween(today, startsOn)) > START_DAYS_MAX;

  return isFar
    ? refuse(
        'subscription.start_out_of_range',
        `A subscription starts at most ${START_DAYS_MAX} days from today.`,
      )
    : undefined;
}

/** The first day of service, and the rhythm of what is charged once the trial is over. */
export function beginningOf(
  ordered: CivilDate,
  begin: Pick<SubscriptionBegin, 'startsOn' | 'alignment' | 'anchorDay' | 'trialDays' | 'grid'> | null,
  offer: Pick<PlanOffer, 'interval' | 'count' | 'trialDays'> & {
    readonly rules: StubRules;
  },
): { readonly startsOn: CivilDate; readonly rhythm: Rhythm } {
  const startsOn = begin?.startsOn ?? ordered;
  const { interval, count, rules } = offer;
  const grid = {
    interval,
    count,
    alignment: begin?.alignment === 'calendar' ? ('calendar' as const) : ('anniversary' as const),
    anchorDay: begin?.anchorDay ?? null,
    grid: begin?.grid,
  };
  const charged = addDays(startsOn, begin?.trialDays ?? offer.trialDays);
  const rhythm = rhythmFrom(charged, { ...grid, firstIndex: 0 });
  if (rules.stub === 'free') return { startsOn, rhythm: { ...rhythm, start: rhythm.anchor } };

  return { startsOn, rhythm: { ...rhythm, merged: isStubMerged(rules, rhythm) } };
}

/** That its first day is set by hand, with what its periods are laid out by from whichever day that is. */
export function byHand(
  { startsOn: agreedOn, alignment: asked, anchorDay, trialDays, grid }: SubscriptionBegin,
  { ordered: orderedOn, offer }: { readonly ordered: CivilDate; readonly offer: PlanOffer },
): ByHand {
  const { stub, mergedBelow } = offer.rules;
  const days = trialDays ?? offer.trialDays;
  const rules = { stub, ...(mergedBelow !== undefined && { mergedBelow }) };
  // The customer's day was resolved to an anchor day when it was ordered.
  const alignment: Alignment = asked === 'calendar' ? asked : 'anniversary';
  const layout = { alignment, anchorDay, trialDays: days, ...(grid && { grid }), ...rules };

  return { on: 'hand', orderedOn, agreedOn, layout };
}

/** Its creation, and whatever has become true by then: the trial has begun, or charges have. */
export function started(terms: SubscriptionTerms, at: Instant): readonly SubscriptionFact[] {
  const { rhythm, startsOn, zone, charge, billedUntil } = terms;
  if (billedUntil !== undefined) return broughtForward({ ...terms, billedUntil }, at);
  if (terms.activation?.on === 'hand')
    return [{ type: 'subscription.created', data: { ...terms, nextDueAt: startOfDay(startsOn, zone), at } }];
  const today = localDate(at, zone);
  const isActive = rhythm.start <= today;
  const isTrial = startsOn < rhythm.start && startsOn <= today;
  // The first bill in advance charges no usage, the first in arrears its own.
  const hours = charge === 'in_arrears' ? (terms.metering?.graceHours ?? 0) : 0;
  const nextDueAt = isActive
    ? addToInstant(dueInstantOf(rhythm, rhythm.firstIndex, { charge, zone }), { hours })
    : startOfDay(isTrial ? rhythm.start : startsOn, zone);

  return [
    { type: 'subscription.created', data: { ...terms, nextDueAt, at } },
    ...(isTrial ? [{ type: 'subscription.trial_started', data: { until: rhythm.start, at } } as const] : []),
    ...(isActive
      ? [awaitingFact(terms, { at }) ?? ({ type: 'subscription.activated', data: { at } } as const)]
      : []),
    ...endOfOnlyTerm(terms, at),
  ];
}

/** Its creation as one that another system billed until a day: it is active, and nothing before that day is owed. */
function broughtForward(
  terms: SubscriptionTerms & { readonly billedUntil: CivilDate },
  at: Instant,
): readonly SubscriptionFact[] {
  const { rhythm, zone, charge, billedUntil } = terms;
  const hours = charge === 'in_arrears' ? (terms.metering?.graceHours ?? 0) : 0;
  const next = periodIndexOn(rhythm, billedUntil);
  const nextDueAt = addToInstant(dueInstantOf(rhythm, next, { charge, zone }), { hours });

  return [
    { type: 'subscription.created', data: { ...terms, nextDueAt, at } },
    { type: 'subscription.activated', data: { at } },
  ];
}

/** Whether a period begins on a day, so that billing can go on from it. */
export function isPeriodStart(rhythm: Rhythm, day: CivilDate): boolean {
  return day >= rhythm.start && periodAt(rhythm, periodIndexOn(rhythm, day)).start === day;
}

/** A term that nothing follows: its end is known from the beginning. */
export function endOfOnlyTerm(
  { commitment, rhythm, zone }: Pick<SubscriptionTerms, 'commitment' | 'rhythm' | 'zone'>,
  at: Instant,
): readonly SubscriptionFact[] {
  if (commitment?.renewal !== 'end') return [];
  const endsOn = firstTerm(rhythm, commitment).end;
  const periods = periodIndexOn(rhythm, addDays(endsOn, -1)) + 1;
  const end = {
    when: 'term_end',
    periods,
    endsOn,
    endsAt: startOfDay(endsOn, zone),
    credit: 'none',
  } as const;

  return [{ type: 'subscription.cancellation_scheduled', data: { ...end, at } }];
}
