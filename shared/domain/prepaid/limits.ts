/** Grants that are limited to plans or meters: what of an invoice each may be used for. */
import { allocate, lesser, money } from '../../kernel/money.ts';
import type { Draft } from '../drafting/draft.ts';
import type { GrantTerms } from './balance.ts';
import type { PrepaidPosition, UsableLine } from './credits.ts';

/**
 * The lines of a draft with what each is of its total, or before the tax of its net: rate by rate the whole, allowances, charges
 * and tax with it, shared by the nets by largest remainder. What a line gives back is worth nothing.
 */
export function usableLines(draft: Draft, position: PrepaidPosition): readonly UsableLine[] {
  const { lines, taxes, currency } = draft;
  const worths = lines.map(() => 0n);
  for (const { category, rate, baseMinor, taxMinor } of taxes) {
    const whole = position === 'before_tax' ? baseMinor : baseMinor + taxMinor;
    const weights = lines.map((line) =>
      line.category === category && line.rate === rate && line.netMinor > 0n ? line.netMinor : 0n,
    );
    if (whole <= 0n || weights.every((weight) => weight === 0n)) continue;
    for (const [index, { minor }] of allocate(money(whole, currency), weights).entries())
      worths[index] = (worths[index] ?? 0n) + minor;
  }

  return lines.map(({ explanation }, index) => ({
    plan: explanation?.plan?.id ?? null,
    meter: explanation?.usage?.meter ?? null,
    worthMinor: worths[index] ?? 0n,
  }));
}

/** Whether a grant may be used for a line. */
function covers({ limit }: Pick<GrantTerms, 'limit'>, { plan, meter }: UsableLine): boolean {
  if (!limit) return true;
  const isOf = (names: readonly string[], name: string | null) =>
    names.length === 0 || (name !== null && names.includes(name));

  return isOf(limit.plans, plan) && isOf(limit.meters, meter);
}

/** Takes from the lines of an invoice; each is taken from once. */
export type Drawing = {
  /** How much of the lines a grant may still be used for. */
  readonly open: (grant: Pick<GrantTerms, 'limit'>) => bigint;
  /** Takes so much of them, first of those that the fewest limited grants can be used for, then in their order. */
  readonly take: (grant: Pick<GrantTerms, 'limit'>, amountMinor: bigint) => void;
};

/** The lines of an invoice before anything is taken; without lines a limited grant can be used for nothing. */
export function drawingOf(
  lines: readonly UsableLine[] | undefined,
  grants: readonly Pick<GrantTerms, 'limit'>[],
): Drawing {
  const limited = grants.filter(({ limit }) => limit);
  const wanted = (line: UsableLine) => limited.filter((grant) => covers(grant, line)).length;
  const inOrder = (lines ?? []).toSorted((a, b) => wanted(a) - wanted(b));
  const lefts = inOrder.map(({ worthMinor }) => worthMinor);
  const isOpen = (grant: Pick<GrantTerms, 'limit'>, index: number) => {
    const line = inOrder[index];
    return line !== undefined && covers(grant, line);
  };

  return {
    open: (grant) => lefts.reduce((sum, left, index) => (isOpen(grant, index) ? sum + left : sum), 0n),
    take: (grant, amountMinor) => {
      let restMinor = amountMinor;
      for (const [index, left] of lefts.entries()) {
        if (!isOpen(grant, index)) continue;
        const minor = lesser(left, restMinor);
        lefts[index] = left - minor;
        restMinor -= minor;
      }
    },
  };
}
