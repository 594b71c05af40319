/**
 * Repairs: where all bills of a subscription, reckoned again from its beginning, must have come to another amount than they did,
 * the next bill charges or gives back the difference, each line naming the bill that it puts right. Nothing that was issued is
 * edited.
 */
import { addDays, type CivilDate, daysBetween, laterDay, type Period } from '../../kernel/time.ts';
import type { BilledLine, RepairOfLine, Sold } from './billed-line.ts';
import type { Coupon } from './coupons.ts';
import { type CreditableInvoice, drawnUpTo } from './creditable-invoice.ts';
import { soldIn } from './lines.ts';
import type { Spending } from './minimum-spend.ts';

/**
 * The version of the rules that bill. Whoever mends a rule by which bills came to a wrong amount counts it up: every subscription
 * is then reckoned again with its next bill, once, and what was billed too little or too much is billed with it.
 */
export const RULES_VERSION = 1;

/** Repairs that one bill makes; the rest is left to the next. */
export const REPAIRS_PER_BILL_MAX = 24;

/** One bill that is to be put right. */
export type Repair = Period &
  RepairOfLine & {
    /** The day whose tax rate held for it; null where it has no bill. */
    readonly suppliedOn: CivilDate | null;
    /** What charged it, line by line, and so could give it back. */
    readonly charged: readonly CreditableInvoice[];
  };

/** What one bill puts right; `isAll` once nothing is left that would make a later one wrong, for all that is known. */
export type Repairs = {
  readonly of: readonly Repair[];
  readonly isAll: boolean;
  /** Absent where the state is what it must be. */
  readonly healed?: Healed;
};

/** What of a state later bills follow from, as it must be. */
export type Healed = {
  readonly charged?: readonly BilledLine[];
  readonly coupons?: readonly Coupon[];
  readonly spending?: Spending;
  readonly unserved?: readonly BilledLine[];
};

/** Of whoever decides a second bill ahead: the first has all that the journal tells of. */
export const NOBODY_LOOKED: Repairs = { of: [], isAll: false };

type ToRepair = { readonly repairs?: Repairs };

/** The lines that put earlier bills right. */
export function repairLines(state: Sold, { repairs }: ToRepair): readonly BilledLine[] {
  return (repairs?.of ?? []).map(({ start, end: until, charged: _, suppliedOn: __, ...repair }) => {
    const end = laterDay(until, addDays(start, 1));
    const days = daysBetween(start, end);
    const listMinor = repair.expectedMinor - repair.billedMinor;
    const amounts = { listMinor, discountMinor: 0n, coupons: [] };

    return { kind: 'repair', sold: soldIn(state), start, end, days, of: days, ...amounts, repair };
  });
}

/** How much of what charged the bills that came to too much could give it back. */
export function loweredByRepairs({ repairs }: ToRepair): readonly CreditableInvoice[] {
  return (repairs?.of ?? []).flatMap(({ charged, expectedMinor, billedMinor }) =>
    drawnUpTo(charged, billedMinor - expectedMinor),
  );
}

/** The state that the bill which puts earlier ones right is made from. */
export function mended<State extends Healed>(state: State, { repairs }: ToRepair): State {
  return repairs?.healed ? { ...state, ...repairs.healed } : state;
}

/** What a bill tells of the state that it healed, and of the rules that all before it are right by, where it was not told before. */
export function rulesTold(
  state: { readonly rulesVersion?: number },
  { repairs }: ToRepair,
): { readonly rulesVersion?: number; readonly healed?: Healed } {
  const isNews = repairs?.isAll && state.rulesVersion !== RULES_VERSION;
  const healed = repairs?.healed && { healed: repairs.healed };

  return { ...(isNews && { rulesVersion: RULES_VERSION }), ...healed };
}
