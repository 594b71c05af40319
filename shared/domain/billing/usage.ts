/** The usage that a bill charges: one line for each window, also where nothing was used, so that none is charged twice. */
import { fromRational } from '../../kernel/money.ts';
import type { CivilDate } from '../../kernel/time.ts';
import { daysBetween, laterDay } from '../../kernel/time.ts';
import { invariant } from '../../kernel/invariant.ts';
import { refusedTotal } from '../pricing/check.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';
import type { BillCommand } from './bill.ts';
import type { BilledLine } from './billed-line.ts';
import { exactOf } from './lines.ts';
import {
  type LateUsage,
  type Metered,
  takenIn,
  type UsageTaken,
  type UsageWindow,
  windowsUntil,
} from './metering.ts';

/** The lines of the windows until a day; none where nobody has read them. */
export function usageLines(
  state: KnownSubscription,
  of: { readonly until: CivilDate; readonly usage: BillCommand['usage'] },
): readonly BilledLine[] {
  const { until, usage } = of;
  if (usage === undefined) return [];

  return windowsUntil(state, until).map((window) => {
    const taken = usage === 'unread' ? nothingIn(window) : takenIn(window, usage);
    invariant(taken, 'the usage of a window was read before it is billed');
    return usageLine(window, taken, state.currency);
  });
}

/** The window that a line of usage charges. */
export function windowOf({ sold, usage, start, end }: BilledLine): readonly UsageWindow[] {
  if (!sold || !usage) return [];
  const { plan, planVersion, description, price } = sold;
  const { meter: code, aggregation } = usage;

  return [{ plan, planVersion, description, code, aggregation, price, start, end }];
}

/** Why the usage until a day cannot be charged, or null. */
export function refusedUsage(
  state: KnownSubscription,
  of: { readonly until: CivilDate; readonly usage: BillCommand['usage'] },
): { readonly code: string; readonly reason: string } | null {
  const { until, usage } = of;
  if (usage === undefined || usage === 'unread') return null;
  for (const window of windowsUntil(state, until)) {
    const taken = takenIn(window, usage);
    if (!taken) continue;
    const refused = taken.obstacle ?? refusedTaken(window, taken);
    if (refused) return refused;
  }

  return null;
}

/** How far usage is billed after a bill. */
export function billedUsage(
  state: Metered,
  bill: { readonly lines: readonly BilledLine[]; readonly late?: readonly LateUsage[] },
): Pick<Metered, 'usage'> {
  if (!state.usage) return {};
  const { late: noted, ...usage } = state.usage;
  const left = bill.late ?? noted ?? [];
  const ends = bill.lines.flatMap(({ kind, end }) => (kind === 'usage' ? [end] : []));
  const end = ends.reduce(laterDay, usage.former[0]?.start ?? usage.from);
  const former = usage.former.filter(({ start }) => start >= end);
  const billed = ends.length > 0 && { from: laterDay(end, usage.from), former };

  return { usage: { ...usage, ...billed, ...(left.length > 0 && { late: left }) } };
}

function usageLine(window: UsageWindow, taken: UsageTaken, currency: string): BilledLine {
  const { plan, planVersion, code, price, aggregation, start, end } = window;
  const { quantity, events, hash, paid, cells, carried } = taken;
  const sold = { plan, planVersion, description: `${window.description}: ${code}`, price, quantity };
  const usage = {
    meter: code,
    aggregation,
    events,
    hash,
    ...(paid && { paid }),
    ...(cells && { cells }),
    ...(carried !== undefined && { carried }),
  };
  const days = daysBetween(start, end);
  const listMinor = fromRational(exactOf(sold, usage).total, currency).minor;
  const nothingOff = { discountMinor: 0n, coupons: [] };

  return { kind: 'usage', sold, start, end, days, of: days, listMinor, ...nothingOff, usage };
}

function refusedTaken({ price }: UsageWindow, taken: UsageTaken) {
  const refused = refusedTotal(price, taken);

  return refused ? { code: refused.refusal.code, reason: refused.refusal.message } : null;
}

function nothingIn({ code, start, end }: UsageWindow): UsageTaken {
  return {
    meter: code,
    start,
    end,
    quantity: '0',
    events: 0,
    hash: '',
    paid: { value: '0', events: 0 },
    cells: [],
    obstacle: null,
  };
}
