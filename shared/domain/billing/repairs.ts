/**
 * Repairs: where all bills of a subscription, reckoned again from its beginning, must have come to another amount than they did,
 * the next bill charges or gives back the difference, each line naming the bill that it puts right. Nothing that was issued is
 * edited.
 */
import { addDays, daysBetween, laterDay, type Period } from '../../kernel/time.ts';
import type { BilledLine, RepairOfLine, Sold } from './billed-line.ts';
import { type CreditableInvoice, drawnUpTo } from './creditable-invoice.ts';
import { soldIn } from './lines.ts';

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
    /** What charged it, line by line, and so could give it back. */
    readonly charged: readonly CreditableInvoice[];
  };

/** What one bill puts right; `isAll` unless more is left to the next, or nobody has looked. */
export type Repairs = { readonly of: readonly Repair[]; readonly isAll: boolean };

/** Of whoever decides a second bill ahead: the first has all that the journal tells of. */
export const NOBODY_LOOKED: Repairs = { of: [], isAll: false };

type ToRepair = { readonly repairs?: Repairs };

/** The lines that put earlier bills right. */
export function repairLines(state: Sold, { repairs }: ToRepair): readonly BilledLine[] {
  return (repairs?.of ?? []).map(({ start, end: until, charged: _, ...repair }) => {
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

/** What a bill tells of the rules that all before it are right by; nothing where it was told before, or is not known. */
export function rulesTold(
  state: { readonly rulesVersion?: number },
  { repairs }: ToRepair,
): { readonly rulesVersion?: number } {
  return repairs?.isAll && state.rulesVersion !== RULES_VERSION ? { rulesVersion: RULES_VERSION } : {};
}
