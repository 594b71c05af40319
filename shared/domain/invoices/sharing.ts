/**
 * What follows the lines of an invoice that are taken back: the allowances and charges on the whole. Of each category and
 * rate as much is taken back as of its lines, by all credit notes so far, so that the pieces end at exactly nothing in
 * whatever order they come.
 */
import { divideRounded } from '../../kernel/rational.ts';
import type { ReductionShare } from '../reductions.ts';
import type { TaxRate } from '../tax.ts';

/** A line in the basis of the prices, with what is taken back of it. */
export type LineTaken = TaxRate & { readonly wholeMinor: bigint; readonly takenMinor: bigint };

/** What of each share is taken back once so much of the lines is, in the basis of the prices. */
export function sharesTaken(
  shares: readonly ReductionShare[],
  lines: readonly LineTaken[],
): readonly bigint[] {
  const taken = shares.map(() => 0n);
  const groups = Map.groupBy(shares.keys(), (index) => groupOf(shares[index]));
  for (const members of groups.values()) {
    const parts = members.flatMap((index) => shares[index] ?? []);
    const weights = parts.map(basisMinorOf);
    const part = apportioned(dueOf(parts, lines), weights);
    for (const [place, index] of members.entries()) taken[index] = part[place] ?? 0n;
  }

  return taken;
}

/** The amount of a share in the basis of the prices. */
export function basisMinorOf({ grossMinor, amountMinor }: ReductionShare): bigint {
  return grossMinor ?? amountMinor;
}

function groupOf(share: ReductionShare | undefined): string {
  return share ? `${share.category} ${share.rate} ${share.isCharge}` : '';
}

/** All shares of one category, rate and direction together: as large a part of them as of the lines, rounded once. */
function dueOf(parts: readonly ReductionShare[], lines: readonly LineTaken[]): bigint {
  const [first] = parts;
  const amountMinor = parts.reduce((sum, part) => sum + basisMinorOf(part), 0n);
  let [wholeMinor, takenMinor] = [0n, 0n];
  for (const line of lines) {
    if (line.category !== first?.category || line.rate !== first.rate) continue;
    wholeMinor += line.wholeMinor;
    takenMinor += line.takenMinor;
  }

  return wholeMinor <= 0n ? 0n : divideRounded(amountMinor * takenMinor, wholeMinor);
}

/**
 * Divides so many units by weights so that no part ever falls when the units rise: a unit goes where the weight by the odd
 * number after those it has is largest (Sainte-Laguë). Remainders of each amount alone would give back units taken before.
 */
function apportioned(units: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => divideRounded(units * weight, whole));
  let missing = units - parts.reduce((sum, part) => sum + part, 0n);
  const claim = (index: number, units: bigint) => ({
    weight: weights[index] ?? 0n,
    odd: (parts[index] ?? 0n) * 2n + units,
  });
  // Rounding leaves less than one unit for each part, so this ends after at most as many steps as there are parts.
  while (missing > 0n) {
    const next = bestOf(parts, (a, b) => isStronger(claim(b, 1n), claim(a, 1n)));
    parts[next] = (parts[next] ?? 0n) + 1n;
    missing -= 1n;
  }
  while (missing < 0n) {
    const last = bestOf(parts, (a, b) => !isStronger(claim(b, -1n), claim(a, -1n)));
    parts[last] = (parts[last] ?? 0n) - 1n;
    missing += 1n;
  }

  return parts;
}

type Claim = { readonly weight: bigint; readonly odd: bigint };

/** A part without a unit has none to give: its claim to the unit before it is the strongest there is. */
function isStronger(a: Claim, b: Claim): boolean {
  if (a.odd < 0n || b.odd < 0n) return a.odd < 0n && b.odd > 0n;

  return a.weight * b.odd > b.weight * a.odd;
}

function bestOf(parts: readonly bigint[], isBetter: (best: number, other: number) => boolean): number {
  let best = 0;
  for (let index = 1; index < parts.length; index += 1) if (isBetter(best, index)) best = index;

  return best;
}
