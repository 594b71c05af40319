/**
 * Charged usage: on which terms it is measured, which windows of days a bill charges, and what a window came to. A window
 * is `[start, end)` by the local midnights of the subscription's zone; usage is never prorated, so where the terms or the
 * rhythm change the window splits at the beginning of the day of the change.
 */
import type { CivilDate, Instant, Period } from '../../kernel/time.ts';
import type { Price } from '../pricing/models.ts';
import type { Aggregation } from '../usage/meter.ts';
import type { Sold, UsageOfLine } from './billed-line.ts';
import type { CreditableInvoice } from './creditable-invoice.ts';

/** A meter with its price in the subscription's currency. */
export type PricedMeter = {
  readonly code: string;
  readonly aggregation: Aggregation;
  readonly price: Price;
};

/** How usage is charged; a snapshot, as the price is. */
export type Metering = {
  /** Hours that a period waits for late usage before it is billed. */
  readonly graceHours: number;
  readonly meters: readonly PricedMeter[];
};

/** Days whose usage is charged on the same terms. */
export type MeteredSpan = Period &
  Pick<Sold, 'plan' | 'planVersion' | 'description'> & { readonly metering: Metering };

/** How far the usage of a subscription is billed. */
export type UsageProgress = {
  /** The first day that no bill and no former span holds. */
  readonly from: CivilDate;
  /** Days on earlier terms that are not billed yet. */
  readonly former: readonly MeteredSpan[];
  /** Bills of usage alone. */
  readonly bills: number;
  /** Days of which usage came that may be billed already; absent where there are none. */
  readonly late?: readonly LateUsage[];
  /** Earlier versions of plans, oldest first, whose meters may still be told of. */
  readonly earlier?: readonly (readonly [plan: string, version: number])[];
};

/** Days of a meter whose windows are looked at again with the next bill. */
export type LateUsage = Period & { readonly meter: string };

/** A window that was billed, with what has been charged for it so far, and by which lines of which bills, newest first. */
export type ChargedWindow = UsageWindow & {
  readonly formerMinor: bigint;
  readonly charged: readonly CreditableInvoice[];
};

/** What windows that were billed come to today, and the days that are left to look at. */
export type UsageCorrections = {
  readonly windows: readonly (ChargedWindow & { readonly taken: UsageTaken })[];
  readonly left: readonly LateUsage[];
};

/** Earlier versions of plans that a subscription remembers. */
export const EARLIER_PLANS_MAX = 10;

/** Windows that one bill corrects; the rest is left to the next. */
export const CORRECTIONS_PER_BILL_MAX = 8;

/** Spans that one bill charges; there are several only where plans change within a period. */
export const SPANS_PER_BILL_MAX = 4;

/** The usage of one meter that one line charges. */
export type UsageWindow = Period & PricedMeter & Pick<Sold, 'plan' | 'planVersion' | 'description'>;

/** How a window is known. */
export function windowKey({ code, start, end }: Pick<UsageWindow, 'code' | 'start' | 'end'>): string {
  return `${code} ${start} ${end}`;
}

/** What the events of a window came to. */
export type UsageTaken = Period &
  Pick<UsageOfLine, 'meter' | 'events' | 'hash' | 'paid' | 'cells' | 'carried'> & {
    /** A decimal, or a fraction `n/d` where there is no short one. */
    readonly quantity: string;
    /** Why they cannot be charged, or null. */
    readonly obstacle: { readonly code: string; readonly reason: string } | null;
  };

/** What of a subscription its usage depends on. */
export type Metered = Pick<Sold, 'plan' | 'planVersion' | 'description'> & {
  readonly metering?: Metering | null;
  readonly usage?: UsageProgress;
};

/** The spans that are charged on a bill that closes at a day: what was left of earlier terms, and the days since. */
export function spansUntil(state: Metered, until: CivilDate): readonly MeteredSpan[] {
  const { usage, metering, plan, planVersion, description } = state;
  if (!usage) return [];
  const { from, former } = usage;

  return metering && from < until
    ? [...former, { start: from, end: until, plan, planVersion, description, metering }]
    : former;
}

/** The windows of the spans that one bill charges, meter by meter; later spans are left to the next. */
export function windowsUntil(state: Metered, until: CivilDate): readonly UsageWindow[] {
  return spansUntil(state, until)
    .slice(0, SPANS_PER_BILL_MAX)
    .flatMap(({ metering, ...span }) => metering.meters.map((meter) => ({ ...span, ...meter })));
}

/** Hours to wait for the usage of spans. */
export function graceOf(spans: readonly MeteredSpan[]): number {
  return Math.max(0, ...spans.map(({ metering }) => metering.graceHours));
}

/** What a window came to, of all that was read. */
export function takenIn(
  { code, start, end }: UsageWindow,
  taken: readonly UsageTaken[],
): UsageTaken | undefined {
  return taken.find((each) => each.meter === code && each.start === start && each.end === end);
}

/** Usage whose terms or rhythm change on a day: what was measured before it is kept as a span of its own. */
export function splitOn(state: Metered, on: CivilDate): UsageProgress {
  const { usage, metering, plan, planVersion } = state;
  const from = usage && usage.from > on ? usage.from : on;
  const known = usage?.earlier ?? [];
  const isKnown = known.some(([id, version]) => id === plan && version === planVersion);
  const earlier = metering && !isKnown ? [...known, [plan, planVersion] as const] : known;
  const remembered = earlier.length > 0 && { earlier: earlier.slice(-EARLIER_PLANS_MAX) };

  return { ...usage, from, former: spansUntil(state, on), bills: usage?.bills ?? 0, ...remembered };
}

/** An event as far as it may be late. */
export type ToldUsage = {
  readonly meter: string;
  readonly at: Instant;
  /** Whether it sets a level, which holds in later windows, too. */
  readonly isLevel: boolean;
};
