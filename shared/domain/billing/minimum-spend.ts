/**
 * Minimum spend: what a subscription promises to come to at least in each commitment period, a time of whole periods on the
 * grid of its first. What is charged for days that begin in it counts at list price; what is short of the promise once the
 * commitment period is over is charged as a true-up. Whatever comes later is compared anew with all that was charged.
 */
import { fromRational } from '../../kernel/money.ts';
import { fromDecimal, multiply, rational } from '../../kernel/rational.ts';
import type { CivilDate, Period } from '../../kernel/time.ts';
import { daysBetween, earlierDay, laterDay } from '../../kernel/time.ts';
import type { BilledLine } from './billed-line.ts';
import { isOf } from './credits.ts';
import { type Interval, periodAt, type Rhythm } from './rhythm.ts';

/** What counts: what periods charge, what usage does, or both. One-off charges never do. */
export type SpendCovers = 'all' | 'fixed' | 'usage';

/** What is still due where the subscription ends within a commitment period: its days' share, the whole, or nothing. */
export type EarlyEnd = 'prorated' | 'full' | 'none';

/** What is promised; `amount` is in major units, with the VAT where the prices contain it. */
export type SpendMinimum = {
  readonly interval: Interval;
  readonly count: number;
  readonly amount: string;
  readonly covers: SpendCovers;
  readonly earlyEnd: EarlyEnd;
};

/** One commitment period, with what counts towards it and what true-ups have charged of it. */
export type Commitment = Period & {
  readonly minimum: SpendMinimum;
  /** Its place on the grid, from 1. */
  readonly number: number;
  readonly anchor: CivilDate;
  readonly anchorDay: number;
  readonly spentMinor: bigint;
  readonly truedMinor: bigint;
};

/** The commitment periods, oldest first, and days on which nothing was to be charged. */
export type Spending = { readonly commitments: readonly Commitment[]; readonly off: readonly Period[] };

/** Commitment periods that a later correction still finds; what belongs to an earlier one changes no true-up. */
export const COMMITMENTS_KEPT_MAX = 13;

/** Times without charges that are remembered. */
export const OFF_KEPT_MAX = 12;

/** Commitment periods that pass without a charge, as in the longest pause. */
const COMMITMENTS_AHEAD_MAX = 2_000;

/** What of a subscription its commitment depends on. */
export type Committed = {
  readonly minimum?: SpendMinimum | null;
  readonly spending?: Spending;
  readonly rhythm: Rhythm;
  readonly currency: string;
  readonly cancellation: { readonly endsOn: CivilDate } | null;
  readonly pausedFrom: CivilDate | null;
  /** What was charged for the running period, of which something may be given back. */
  readonly charged?: readonly BilledLine[];
  /** The same of the period before, while the bill that gives it back is made. */
  readonly chargedBefore?: readonly BilledLine[];
};

/** The first commitment period, from a day on: days before the anchor belong to it. */
export function firstSpending(
  minimum: SpendMinimum,
  { start, anchor, anchorDay }: Pick<Rhythm, 'start' | 'anchor' | 'anchorDay'>,
): Spending {
  return { commitments: [{ ...commitmentAt(minimum, { anchor, anchorDay, number: 1 }), start }], off: [] };
}

/** The spending once lines are billed: each counts where its first day lies, and true-ups for what they true up. */
export function spendingWith(state: Committed, lines: readonly BilledLine[]): Spending | undefined {
  const { spending } = state;
  if (!spending) return undefined;
  const last = lines.reduce<CivilDate>(
    (day, line) => (isOpening(line) ? laterDay(day, line.start) : day),
    '',
  );
  const all = opened(state, spending.commitments, last);
  const end = all.at(-1)?.end ?? last;
  const commitments = all.map((each) => ({
    ...each,
    spentMinor: lines.reduce((sum, line) => sum + countedIn(each, { line, end, state }), each.spentMinor),
    truedMinor: lines.reduce((sum, line) => sum + truedIn(each, line), each.truedMinor),
  }));

  return { ...spending, commitments: commitments.slice(-COMMITMENTS_KEPT_MAX) };
}

/**
 * The true-ups of a bill behind which nothing is left to be billed of days before `by`: for each commitment period that is over by
 * then what it is short of its minimum, less what was trued up before. Negative where late usage has made up for it.
 */
export function trueUpLines(
  state: Committed & Pick<NonNullable<BilledLine['sold']>, 'plan' | 'planVersion' | 'description'>,
  { lines, by }: { readonly lines: readonly BilledLine[]; readonly by: CivilDate },
): readonly BilledLine[] {
  const spending = spendingWith(state, lines);
  if (!spending) return [];

  return spending.commitments.flatMap((commitment) => {
    const end = endOf(commitment, state);
    return end <= by ? trueUpLine(commitment, { ...state, spending, end }) : [];
  });
}

/** What is promised for a commitment period as far as it is known now, and the days that it is promised for. */
export function promisedIn(
  commitment: Commitment,
  state: Pick<Committed, 'spending' | 'cancellation' | 'pausedFrom' | 'currency'>,
): { readonly minor: bigint; readonly days: number; readonly of: number } {
  const { start, end, minimum } = commitment;
  const of = daysBetween(start, end);
  const stop = endOf(commitment, state);
  const isCut = stop < end;
  // What ends before it begins has promised nothing.
  const until = isCut && stop > start && minimum.earlyEnd === 'full' ? end : stop;
  const days =
    isCut && minimum.earlyEnd === 'none'
      ? 0
      : Math.max(0, daysBetween(start, until) - daysOff(commitment, until, state));
  const exact = multiply(fromDecimal(minimum.amount), rational(BigInt(days), BigInt(of)));

  return { minor: fromRational(exact, state.currency).minor, days, of };
}

/** The commitment period that a day lies in; of a day behind all of them the last. */
export function commitmentOn({ commitments }: Spending, day: CivilDate): Commitment | undefined {
  return commitments.find(({ end }) => day < end) ?? commitments.at(-1);
}

/** A time without charges; the oldest ones are forgotten. */
export function withOff(spending: Spending, off: Period): Spending {
  return { ...spending, off: [...spending.off, off].slice(-OFF_KEPT_MAX) };
}

type Grid = Pick<Commitment, 'anchor' | 'anchorDay' | 'number'>;

function commitmentAt(minimum: SpendMinimum, { anchor, anchorDay, number }: Grid): Commitment {
  const { interval, count } = minimum;
  const grid = { interval, count, start: anchor, anchor, anchorDay, merged: false, firstIndex: 1 };

  return { ...periodAt(grid, number), minimum, number, anchor, anchorDay, spentMinor: 0n, truedMinor: 0n };
}

/** With the commitment periods that begin until a day; each is pinned to the minimum that holds when it does. */
function opened(
  { minimum, rhythm }: Committed,
  commitments: readonly Commitment[],
  until: CivilDate,
): readonly Commitment[] {
  const all = [...commitments];
  for (let step = 0; step < COMMITMENTS_AHEAD_MAX && minimum; step += 1) {
    const last = all.at(-1);
    if (!last || last.end > until) break;
    const isSameGrid = last.minimum.interval === minimum.interval && last.minimum.count === minimum.count;
    const { anchor, anchorDay, number, end } = last;
    const place = isSameGrid
      ? { anchor, anchorDay, number: number + 1 }
      : { anchor: end, anchorDay: rhythm.anchorDay, number: 1 };
    all.push({ ...commitmentAt(minimum, place), start: end });
  }

  return all;
}

const FIXED: readonly BilledLine['kind'][] = ['whole', 'part', 'credit'];
const USED: readonly BilledLine['kind'][] = ['usage', 'correction'];

/** What gives back never begins a commitment period: it is of a charge that counts already. */
function isOpening({ kind }: BilledLine): boolean {
  return kind !== 'credit' && (FIXED.includes(kind) || USED.includes(kind));
}

type Given = Pick<Committed, 'charged' | 'chargedBefore'>;

/** Where its first day lies; of what gives back of a charge that counts in the last one, there at most. At list price: a coupon lowers the price, and what it takes off is not asked for by a true-up. */
function countedIn(
  { minimum, start, end }: Commitment,
  { line, end: last, state }: { readonly line: BilledLine; readonly end: CivilDate; readonly state: Given },
): bigint {
  const isCovered =
    (minimum.covers !== 'usage' && FIXED.includes(line.kind)) ||
    (minimum.covers !== 'fixed' && USED.includes(line.kind));

  const isBehind = line.kind === 'credit' && end === last && line.start >= end && chargeOf(line, state) < end;

  return isCovered && start <= line.start && (line.start < end || isBehind) ? line.listMinor : 0n;
}

/** The first day of the charge that a line gives back, as far as it is known. */
function chargeOf(line: BilledLine, { charged = [], chargedBefore = [] }: Given): CivilDate {
  return [...chargedBefore, ...charged].find((each) => isOf(each, line))?.start ?? '';
}

function truedIn({ start }: Commitment, line: BilledLine): bigint {
  return line.kind === 'true_up' && line.start === start ? line.listMinor : 0n;
}

/** Where it ends: with the subscription, if that is earlier. */
function endOf({ end }: Commitment, { cancellation }: Pick<Committed, 'cancellation'>): CivilDate {
  return cancellation === null ? end : earlierDay(end, cancellation.endsOn);
}

/** Days of a pause, and those that another system billed, are promised nothing for. */
function daysOff(
  { start }: Commitment,
  until: CivilDate,
  { spending, pausedFrom }: Pick<Committed, 'spending' | 'pausedFrom'>,
): number {
  const running = pausedFrom === null ? [] : [{ start: pausedFrom, end: laterDay(pausedFrom, until) }];

  return [...(spending?.off ?? []), ...running].reduce((sum, off) => {
    const [from, to] = [laterDay(off.start, start), earlierDay(off.end, until)];
    return from < to ? sum + daysBetween(from, to) : sum;
  }, 0);
}

function trueUpLine(
  commitment: Commitment,
  state: Parameters<typeof trueUpLines>[0] & { readonly end: CivilDate },
): readonly BilledLine[] {
  const { start, spentMinor, truedMinor, minimum } = commitment;
  const promised = promisedIn(commitment, state);
  const short = promised.minor - spentMinor;
  const listMinor = (short > 0n ? short : 0n) - truedMinor;
  if (listMinor === 0n) return [];
  const { plan, planVersion, description } = state;
  const end = laterDay(state.end, commitment.start);
  const days = daysBetween(start, end);
  // The minimum itself is the price of which a true-up is the rest.
  const price = { model: 'flat', amount: minimum.amount, minimum: null } as const;
  const sold = { plan, planVersion, description, price, quantity: '1' };
  const trueUp = {
    counted: promised.days,
    of: promised.of,
    covers: minimum.covers,
    spentMinor,
    formerMinor: truedMinor,
  };

  return [
    { kind: 'true_up', sold, start, end, days, of: days, listMinor, discountMinor: 0n, coupons: [], trueUp },
  ];
}
