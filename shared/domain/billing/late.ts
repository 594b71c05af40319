/**
 * Late usage: events of days that may be billed already are remembered by their days, and the next bill charges or gives back
 * what their windows come to today, less what was charged for them. Nothing that was issued is edited.
 */
import { fromRational } from '../../kernel/money.ts';
import type { CivilDate, Instant } from '../../kernel/time.ts';
import { addDays, addToInstant, daysBetween, earlierDay, laterDay, localDate } from '../../kernel/time.ts';
import { refusedTotal } from '../pricing/check.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';
import type { BillCommand, BilledPeriodData } from './bill.ts';
import type { BilledLine } from './billed-line.ts';
import { chargedBy, type CreditableInvoice, drawnUpTo } from './creditable-invoice.ts';
import { exactOf } from './lines.ts';
import {
  type ChargedWindow,
  type LateUsage,
  type ToldUsage,
  type UsageTaken,
  windowKey,
} from './metering.ts';
import { isAnythingLeft, isUsageLeft } from './owed.ts';

/** Minutes before a bill is owed from which an event may miss it: longer than any request takes. */
export const UNDER_WAY_MINUTES = 2;

/** The days that are to be looked at again, of events that may have missed their bill; empty where none may. */
export function lateDays(
  state: KnownSubscription,
  told: readonly ToldUsage[],
  now: Instant,
): readonly LateUsage[] {
  const { usage, zone, nextDueAt } = state;
  if (!usage) return [];
  const isUnderWay = state.dueOn !== null && nextDueAt <= addToInstant(now, { minutes: UNDER_WAY_MINUTES });
  const isOpen = (day: CivilDate) =>
    day >= usage.from || usage.former.some(({ start, end }) => start <= day && day < end);

  return told.flatMap(({ meter, at, isLevel }) => {
    const start = localDate(at, zone);
    const end = isLevel ? laterDay(addDays(start, 1), usage.from) : addDays(start, 1);
    return isOpen(start) && !isUnderWay ? [] : [{ meter, start, end }];
  });
}

/** Days in few words: for each meter from the first to the last. */
export function mergedDays(days: readonly LateUsage[]): readonly LateUsage[] {
  const merged = new Map<string, LateUsage>();
  for (const each of days) {
    const { meter, start, end } = merged.get(each.meter) ?? each;
    merged.set(each.meter, { meter, start: earlierDay(start, each.start), end: laterDay(end, each.end) });
  }

  return [...merged.values()];
}

/** Whether days wait to be looked at that no other bill will bring. */
export function isCorrectionLeft(state: KnownSubscription): boolean {
  const hasLate = state.usage?.late !== undefined && state.usage.late.length > 0;

  return hasLate && !isAnythingLeft(state) && !isUsageLeft(state);
}

/** Whether they are owed by now. */
export function isCorrectionOwed(
  state: KnownSubscription,
  { at, target }: Pick<BillCommand, 'at' | 'target'>,
): boolean {
  if (!isCorrectionLeft(state) || state.nextDueAt > at) return false;

  return target === null || localDate(state.nextDueAt, state.zone) <= target;
}

/** The lines that correct windows which were billed; one that comes to what was charged needs none. */
export function correctionLines(
  { currency }: Pick<KnownSubscription, 'currency'>,
  { corrections }: Pick<BillCommand, 'corrections'>,
): readonly BilledLine[] {
  return (corrections?.windows ?? []).flatMap((window) => {
    const line = correctionLine(window, window.taken, currency);
    return line.listMinor === 0n ? [] : [line];
  });
}

/** Why corrections cannot be made, or null. */
export function refusedCorrections({ corrections }: Pick<BillCommand, 'corrections'>) {
  for (const { price, taken } of corrections?.windows ?? []) {
    if (taken.obstacle) return taken.obstacle;
    const refused = refusedTotal(price, taken);
    if (refused) return { code: refused.refusal.code, reason: refused.refusal.message };
  }

  return null;
}

function correctionLine(window: ChargedWindow, taken: UsageTaken, currency: string): BilledLine {
  const { plan, planVersion, description, price, code, aggregation, start, end, formerMinor } = window;
  const { quantity, events, hash, paid, cells, carried } = taken;
  const sold = { plan, planVersion, description, price, quantity };
  const usage = {
    meter: code,
    aggregation,
    events,
    hash,
    ...(paid && { paid }),
    ...(cells && { cells }),
    ...(carried !== undefined && { carried }),
    formerMinor,
  };
  const days = daysBetween(start, end);
  const listMinor = fromRational(exactOf(sold, usage).total, currency).minor - formerMinor;
  const nothingOff = { discountMinor: 0n, coupons: [] };

  return { kind: 'correction', sold, start, end, days, of: days, listMinor, ...nothingOff, usage };
}

/** The windows that bills, newest first, have charged in some days, oldest first, each with what was charged for it in all. */
export function chargedWindows(
  bills: readonly Pick<BilledPeriodData, 'invoice' | 'gathering' | 'lines'>[],
  late: readonly LateUsage[],
): readonly ChargedWindow[] {
  const windows = new Map<string, ChargedWindow>();
  for (const bill of bills)
    for (const [place, { kind, sold, usage, start, end, listMinor }] of bill.lines.entries()) {
      if (!sold || !usage || (kind !== 'usage' && kind !== 'correction')) continue;
      const { meter: code, aggregation } = usage;
      if (!late.some((days) => days.meter === code && days.start < end && start < days.end)) continue;
      const key = windowKey({ code, start, end });
      const { formerMinor: former = 0n, charged: before = [] } = windows.get(key) ?? {};
      const own = listMinor > 0n ? [chargedBy(bill, { line: place + 1, netMinor: listMinor })] : [];
      const { plan, planVersion, description, price } = sold;
      const window = { plan, planVersion, description, price, code, aggregation, start, end };
      windows.set(key, { ...window, formerMinor: former + listMinor, charged: [...before, ...own] });
    }

  return [...windows.values()].sort((a, b) => (`${a.start} ${a.code}` < `${b.start} ${b.code}` ? -1 : 1));
}

/** How much of what charged the windows that turn out to have been charged too much could give it back. */
export function loweredByUsage(
  { currency }: Pick<KnownSubscription, 'currency'>,
  { corrections }: Pick<BillCommand, 'corrections'>,
): readonly CreditableInvoice[] {
  return (corrections?.windows ?? []).flatMap((window) =>
    drawnUpTo(window.charged, -correctionLine(window, window.taken, currency).listMinor),
  );
}

/** What is left of days once the windows before one were corrected. */
export function daysFrom(late: readonly LateUsage[], first: ChargedWindow | undefined): readonly LateUsage[] {
  if (!first) return [];

  return late.flatMap((days) =>
    days.end <= first.start ? [] : [{ ...days, start: laterDay(days.start, first.start) }],
  );
}
