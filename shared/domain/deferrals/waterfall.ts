/** What is deferred on a day, how it came there since the month began, and in which months it will be earned. */
import type { CivilDate } from '../../kernel/time.ts';
import { addDays } from '../../kernel/time.ts';
import type { OpenDeferral } from '../deferrals.ts';
import {
  type DeferredLine,
  lastDayOf,
  leftOf,
  monthEndBefore,
  monthEndOf,
  netOfLines,
  unearnedAt,
} from './earning.ts';

/** Months that a waterfall names; what is earned behind them is one sum. */
export const WATERFALL_MONTHS_MAX = 36;

/** What is known of a document that defers revenue. */
type Listed = Pick<OpenDeferral, 'entity' | 'currency' | 'issueDate' | 'lines' | 'credits'>;

/**
 * One seller's deferred revenue in one currency, in minor units: what it was when the month began, plus what was deferred,
 * less what was recognised and what was taken back unearned, is `balanceMinor`, and so are the months with the rest.
 */
export type Waterfall = {
  readonly entity: string;
  readonly currency: string;
  openingMinor: bigint;
  deferredMinor: bigint;
  creditedMinor: bigint;
  /** By the days served up to and with the day asked for. */
  balanceMinor: bigint;
  /** In the ledger by then, which recognises a month once it is over. */
  postedMinor: bigint;
  /** By month, `2028-02`. */
  readonly months: Map<string, bigint>;
  laterMinor: bigint;
  /** Credit that waits for a later bill, so that no month earns it. */
  undatedMinor: bigint;
};

/** Waterfalls, taken up document by document so that a long list is never held as a whole. */
export type Waterfalls = Map<string, Waterfall>;

/** Adds a document as it stood at the end of a day. */
export function pour(waterfalls: Waterfalls, document: Listed, day: CivilDate): void {
  if (document.issueDate > day) return;
  const { entity, currency, issueDate, lines, credits } = document;
  const name = `${entity} ${currency}`;
  const fall = waterfalls.get(name) ?? emptyOf(entity, currency);
  waterfalls.set(name, fall);
  const before = monthEndBefore(day);
  const left = leftOf(lines, credits, day);
  if (issueDate <= before) fall.openingMinor += unearnedAt(leftOf(lines, credits, before), before);
  else fall.deferredMinor += netOfLines(lines);
  fall.creditedMinor += creditedBetween(document, before, day);
  fall.balanceMinor += unearnedAt(left, day);
  fall.postedMinor += unearnedAt(left, postedThrough(left, day));
  addMonths(fall, left, day);
}

/** What was recognised since the month began. */
export function recognisedMinor(fall: Waterfall): bigint {
  return fall.openingMinor + fall.deferredMinor - fall.creditedMinor - fall.balanceMinor;
}

/** The waterfalls by seller, then by currency. */
export function sortedFalls(waterfalls: Waterfalls): readonly Waterfall[] {
  return [...waterfalls].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, fall]) => fall);
}

/** What credit notes took back that the months before theirs had not earned, as it was posted. */
function creditedBetween({ lines, credits }: Listed, after: CivilDate, until: CivilDate): bigint {
  return credits.reduce((sum, { on, through }, index) => {
    if (on <= after || on > until) return sum;
    const moved = [index, index + 1].map((count) =>
      unearnedAt(leftOf(lines, credits.slice(0, count)), through),
    );

    return sum + (moved[0] ?? 0n) - (moved[1] ?? 0n);
  }, 0n);
}

/** The last day whose revenue is in the ledger on a day. */
function postedThrough(lines: readonly DeferredLine[], day: CivilDate): CivilDate {
  const last = lastDayOf(lines);

  return monthEndOf(day) === day || (last !== null && last <= day) ? day : monthEndBefore(day);
}

function addMonths(fall: Waterfall, lines: readonly DeferredLine[], day: CivilDate): void {
  const last = lastDayOf(lines) ?? day;
  let from = day;
  for (let months = 0; from < last && months < WATERFALL_MONTHS_MAX; months += 1) {
    const end = monthEndOf(addDays(from, 1));
    const earnedMinor = unearnedAt(lines, from) - unearnedAt(lines, end);
    const month = end.slice(0, 7);
    if (earnedMinor !== 0n) fall.months.set(month, (fall.months.get(month) ?? 0n) + earnedMinor);
    from = end;
  }
  const undatedMinor = netOfLines(lines.filter(({ period }) => period === null));
  fall.undatedMinor += undatedMinor;
  fall.laterMinor += unearnedAt(lines, from) - undatedMinor;
}

function emptyOf(entity: string, currency: string): Waterfall {
  const sums = { openingMinor: 0n, deferredMinor: 0n, creditedMinor: 0n, balanceMinor: 0n, postedMinor: 0n };

  return { entity, currency, ...sums, months: new Map(), laterMinor: 0n, undatedMinor: 0n };
}
