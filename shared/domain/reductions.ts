/**
 * Allowances and charges on a whole document: split over the VAT categories and rates of its lines, so that each share is
 * taxed as what it belongs to (Directive 2006/112/EC, Art. 78 (b): ancillary costs such as freight are part of the taxable
 * amount of the supply; Art. 79: discounts lower it).
 */
import { allocate, fromRational, type Money, money, parseMoney, toRational } from '../kernel/money.ts';
import { add, compare, fromDecimal, multiply, type Rational, rational } from '../kernel/rational.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { TaxedNet, TaxRate } from './tax.ts';
import { taxSubtotals } from './tax.ts';

/** An allowance or a charge as agreed: percent of the sum of the lines, or an amount in major units. */
export type Reduction = {
  readonly isCharge: boolean;
  readonly reason: string;
  /** UNTDID 5189 of an allowance, 7161 of a charge. */
  readonly code: string | null;
} & ({ readonly percent: string } | { readonly amount: string });

/** What of it falls on one category and rate; `amountMinor` is never negative. */
export type ReductionShare = TaxRate & {
  readonly isCharge: boolean;
  readonly reason: string;
  readonly code: string | null;
  /** Told where the amount is that percentage of the base but for the rounding. */
  readonly percent: string | null;
  readonly baseMinor: bigint;
  readonly amountMinor: bigint;
  /** With the tax it contains; absent where prices are net. */
  readonly grossMinor?: bigint;
  /** Present where prepaid credits are what it takes off. */
  readonly isCredit?: true;
};

/** The sums of a document's allowances and of its charges. */
export type ReductionSums = { readonly allowancesMinor: bigint; readonly chargesMinor: bigint };

type Group = TaxRate & {
  readonly baseMinor: bigint;
  /** What the allowances before have left of it. */
  readonly left: bigint;
};

/**
 * Splits them by largest remainder. An allowance is shared by what those before it left of each base, so that no base falls
 * below zero; percentages are of the sum of the lines all the same. Charges are shared by the bases of the lines; where none
 * is above zero, the first takes them. Refuses allowances that exceed the lines together.
 */
export function shareReductions(
  reductions: readonly Reduction[],
  of: { readonly lines: readonly TaxedNet[]; readonly currency: string },
): Result<readonly ReductionShare[]> {
  const { lines, currency } = of;
  let groups: readonly Group[] = taxSubtotals(lines).map(({ category, rate, baseMinor }) => ({
    ...{ category, rate, baseMinor },
    left: atLeastZero(baseMinor),
  }));
  const netMinor = atLeastZero(lines.reduce((sum, line) => sum + line.netMinor, 0n));
  const net = toRational(money(netMinor, currency));
  const shares: ReductionShare[] = [];
  let taken = rational(0n, 1n);
  let leftMinor = netMinor;
  for (const [index, reduction] of reductions.entries()) {
    const exact = exactOf(reduction, net, currency);
    const pointer = reductionPointer(reductions, index);
    if (exact === null)
      return refuse('order.amount_too_precise', 'The amount has more decimals than the currency.', {
        pointer,
      });
    const amount = fromRational(exact, currency);
    if (reduction.isCharge) {
      shares.push(...sharesOf(reduction, { amount, groups, weights: chargeWeights(groups) }));
      continue;
    }
    taken = add(taken, exact);
    if (compare(taken, net) > 0)
      return refuse('order.allowance_exceeds_net', 'The allowances exceed the lines.', { pointer });
    // Halves that were rounded up may come to more than is left; nothing is taken twice.
    const off = amount.minor > leftMinor ? money(leftMinor, currency) : amount;
    const weights = groups.map(({ left }) => left);
    shares.push(...sharesOf(reduction, { amount: off, groups, weights }));
    groups = after(groups, { amount: off, weights });
    leftMinor -= off.minor;
  }

  return ok(shares);
}

/** What all of it comes to. */
export function reductionSums(
  shares: readonly Pick<ReductionShare, 'isCharge' | 'amountMinor'>[],
): ReductionSums {
  let [allowancesMinor, chargesMinor] = [0n, 0n];
  for (const { isCharge, amountMinor } of shares) {
    if (isCharge) chargesMinor += amountMinor;
    else allowancesMinor += amountMinor;
  }

  return { allowancesMinor, chargesMinor };
}

/** The shares as parts of the tax computation: what is taken off counts against its base. */
export function taxedShares(shares: readonly ReductionShare[]): readonly TaxedNet[] {
  return shares.map(({ category, rate, isCharge, amountMinor }) => ({
    category,
    rate,
    netMinor: isCharge ? amountMinor : -amountMinor,
  }));
}

function exactOf(reduction: Reduction, net: Rational, currency: string): Rational | null {
  if ('percent' in reduction)
    return multiply(multiply(net, fromDecimal(reduction.percent)), rational(1n, 100n));
  const amount = parseMoney(reduction.amount, currency);

  return amount.ok ? toRational(amount.value) : null;
}

type Split = { readonly amount: Money; readonly weights: readonly bigint[] };

function split({ amount, weights }: Split): readonly bigint[] {
  return amount.minor === 0n ? weights.map(() => 0n) : allocate(amount, weights).map(({ minor }) => minor);
}

function sharesOf(
  reduction: Reduction,
  { groups, ...parts }: Split & { readonly groups: readonly Group[] },
): readonly ReductionShare[] {
  const { isCharge, reason, code } = reduction;
  const amounts = split(parts);

  return groups.flatMap(({ category, rate, baseMinor }, index) => {
    const amountMinor = amounts[index] ?? 0n;
    const percent = 'percent' in reduction ? reduction.percent : null;
    const told = percent !== null && isPercentOf(amountMinor, baseMinor, percent) ? percent : null;

    return amountMinor === 0n
      ? []
      : [{ isCharge, reason, code, percent: told, category, rate, baseMinor, amountMinor }];
  });
}

/** Whether it is that percentage within one unit, which the splitting may shift. */
export function isPercentOf(amountMinor: bigint, baseMinor: bigint, percent: string): boolean {
  const { n, d } = fromDecimal(percent);
  const off = amountMinor * 100n * d - baseMinor * n;

  return (off < 0n ? -off : off) <= 100n * d;
}

function after(groups: readonly Group[], taken: Split): readonly Group[] {
  const parts = split(taken);

  return groups.map((group, index) => ({ ...group, left: group.left - (parts[index] ?? 0n) }));
}

function chargeWeights(groups: readonly Group[]): readonly bigint[] {
  const weights = groups.map(({ baseMinor }) => atLeastZero(baseMinor));

  return weights.some((weight) => weight > 0n) ? weights : weights.map((_, index) => (index === 0 ? 1n : 0n));
}

function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}

/** Where a request has it: allowances come first in the list, charges after them, each in the order of the request. */
export function reductionPointer(reductions: readonly Reduction[], index: number): string {
  const allowances = reductions.filter(({ isCharge }) => !isCharge).length;

  return reductions[index]?.isCharge ? `#/charges/${index - allowances}` : `#/allowances/${index}`;
}
