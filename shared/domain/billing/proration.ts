/** How much of a period some of its days are: counted as they are, as months of thirty days each, or not at all. */
import { type CivilDate, dayOf, daysBetween, monthOf, type Period, yearOf } from '../../kernel/time.ts';
import type { Stacking } from './coupons.ts';
import { monthsIn, type Rhythm } from './rhythm.ts';

/** To whom the day of a change belongs: to the new, to the old, or to both. */
export type ChangeDay = 'new' | 'old' | 'both';

/** What parts of a period are measured in; with `none` a price is for a period, however long it is, and is never divided. */
export type ProrationUnit = 'day' | 'month30' | 'none';

/** The rules that a subscription began with; the unit is left out where it is the day. */
export type BillingRules = {
  readonly changeDay: ChangeDay;
  readonly stacking: Stacking;
  readonly unit?: ProrationUnit;
  /** Present where days without service are charged all the same. */
  readonly suspensionBilled?: true;
  /** What becomes of a change that gives back more than it charges; absent where the next bills are lowered by it. */
  readonly negative?: 'credit_note';
};

/** A whole period whose months count thirty days each. */
export type Month30 = Period & { readonly months: number };

const MONTH_DAYS = 30;

/** The rules of a plan that a subscription keeps. */
export function keptRules(rules: BillingRules): BillingRules {
  const { changeDay, stacking, unit, suspensionBilled, negative } = rules;
  const kept = { ...(unit && { unit }), ...(suspensionBilled && { suspensionBilled }) };

  return { changeDay, stacking, ...kept, ...(negative && { negative }) };
}

/** The whole period in months of thirty days, where the rules say so and it is made of months. */
export function month30Of(
  whole: Period,
  of: { readonly rhythm: Rhythm; readonly rules: BillingRules },
): Month30 | undefined {
  const months = monthsIn(of.rhythm);

  return of.rules.unit === 'month30' && months > 0 ? { ...whole, months } : undefined;
}

/** Whether prices are divided by the parts of a period at all. */
export function isDivided({ rules }: { readonly rules: BillingRules }): boolean {
  return rules.unit !== 'none';
}

/** To whom the day of a change belongs; nobody shares a day of a price that is not divided. */
export function edgeOf(rules: BillingRules): ChangeDay {
  return isDivided({ rules }) ? rules.changeDay : 'new';
}

/** The days of a part of a period, in its own measure. Parts that tile a period add up to the whole, whatever the measure. */
export function daysIn(part: Period, month30?: Month30): number {
  return month30
    ? placeIn(month30, part.end) - placeIn(month30, part.start)
    : daysBetween(part.start, part.end);
}

/** Days of thirty-day months from the beginning of the period; a 31st is the 30th, and the last day ends the month whatever it is. */
function placeIn({ start, end, months }: Month30, day: CivilDate): number {
  const most = months * MONTH_DAYS;
  if (day >= end) return most;

  return Math.min(most, Math.max(0, thirties(day) - thirties(start)));
}

function thirties(day: CivilDate): number {
  return (yearOf(day) * 12 + monthOf(day)) * MONTH_DAYS + Math.min(dayOf(day), MONTH_DAYS);
}
