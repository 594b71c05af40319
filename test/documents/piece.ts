/** What one credit note among several must come to. */
import { deepStrictEqual } from 'node:assert';
import type { Draft } from '../../shared/domain/drafting/draft.ts';
import { amountMinorOf, type LineAmounts } from '../../shared/domain/invoices/wishes.ts';
import type { ReductionShare } from '../../shared/domain/reductions.ts';
import { containedIn, percentOf, rounded } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import type { ReckonedTax } from '../checker/sale.ts';
import { converted, onTheWhole, provenNets } from './expecting.ts';
import { bearsOf, type Expected, type Figures, totalOf } from './figures.ts';
import type { Sale } from './sale.ts';

type Asked = {
  readonly sale: Sale;
  readonly draft: Draft;
  readonly expected: Expected;
  readonly lines: LineAmounts;
  /** What was taken of each line before, in the basis of the prices. */
  readonly before: readonly bigint[];
  readonly notes: readonly Figures[];
  /** What is to be proved. */
  readonly piece: Figures;
};

/**
 * Allowances and charges go with the lines of their rate, in the part that all notes so far take of them. The tax of a piece is
 * that on all that is taken back with it, less what the pieces before it bore.
 */
export function expectedPiece(asked: Asked): Expected {
  const { sale, draft, expected, lines, notes, piece } = asked;
  assertInProportion(asked);
  const amounts = lines.map(amountMinorOf);
  const parts = lines.map(({ line }, index) => {
    const of = draft.lines[line - 1];
    return { bears: of ? bearsOf(of) : '', gross: amounts[index] ?? 0n };
  });
  const names = [...new Set([...parts.map(({ bears }) => bears), ...(piece.reductions ?? []).map(bearsOf)])];
  const taxes = names.toSorted().map((bears) => {
    const own = sum(parts.filter((part) => part.bears === bears).map(({ gross }) => gross));
    return taxOf(bears, own + onTop(piece, bears, sale.isGross), { notes, isGross: sale.isGross });
  });
  const [net, tax] = [sum(taxes.map(({ base }) => base)), sum(taxes.map((each) => each.tax))];
  const nets = sale.isGross
    ? { grosses: amounts, ...provenNets(parts, taxes, piece) }
    : { nets: amounts, ...onTheWhole(piece) };
  const earlier = sum(notes.map(({ taxMinor }) => taxMinor));

  return {
    ...{ code: expected.code, ...nets, taxes, net, tax, gross: net + tax },
    ...(expected.isDeposit && { isDeposit: true as const }),
    ...accountingOf(expected, sale, { earlier, tax }),
  };
}

function accountingOf(
  { accounting }: Expected,
  sale: Sale,
  of: { readonly earlier: bigint; readonly tax: bigint },
) {
  if (!accounting) return {};
  const { currency } = accounting;
  const [before, after] = [of.earlier, of.earlier + of.tax].map((minor) => converted(minor, sale, currency));

  return { accounting: { currency, tax: (after ?? 0n) - (before ?? 0n) } };
}

/** In the basis of the prices: net on a net document, gross on the other. */
function taxOf(
  bears: string,
  amount: bigint,
  { notes, isGross }: { readonly notes: readonly Figures[]; readonly isGross: boolean },
): ReckonedTax {
  const sofar = totalOf(notes, bears);
  const rate = bears.split(' ')[1] ?? '0';
  if (!isGross) return { bears, base: amount, tax: percentOf(sofar.base + amount, rate) - sofar.tax };
  const tax = containedIn(sofar.base + sofar.tax + amount, rate) - sofar.tax;

  return { bears, base: amount - tax, tax };
}

function onTop({ reductions = [] }: Figures, bears: string, isGross: boolean): bigint {
  return sum(
    reductions
      .filter((share) => bearsOf(share) === bears)
      .map((share) => (share.isCharge ? 1n : -1n) * basisOf(share, isGross)),
  );
}

function basisOf({ grossMinor, amountMinor }: ReductionShare, isGross: boolean): bigint {
  return isGross ? (grossMinor ?? 0n) : amountMinor;
}

/** Of each rate and direction all notes so far take the part of the whole that they take of the lines, rounded once. */
function assertInProportion({ sale: { isGross }, draft, lines, before, notes, piece }: Asked): void {
  const { reductions = [] } = draft;
  const groupOf = (share: ReductionShare) => `${bearsOf(share)} ${share.isCharge}`;
  const takenOf = (group: string, all: readonly Figures[]) =>
    sum(
      all
        .flatMap((each) => each.reductions ?? [])
        .filter((share) => groupOf(share) === group)
        .map((share) => basisOf(share, isGross)),
    );
  const amounts = new Map(lines.map((each) => [each.line, amountMinorOf(each)]));
  for (const group of new Set(reductions.map(groupOf))) {
    const bears = group.split(' ').slice(0, 2).join(' ');
    let [whole, taken] = [0n, 0n];
    for (const [index, line] of draft.lines.entries()) {
      if (bearsOf(line) !== bears) continue;
      whole += isGross ? (line.gross?.amountMinor ?? 0n) : line.netMinor;
      taken += (before[index] ?? 0n) + (amounts.get(index + 1) ?? 0n);
    }
    const due = whole > 0n ? rounded({ over: takenOf(group, [draft]) * taken, under: whole }) : 0n;
    deepStrictEqual(takenOf(group, [...notes, piece]), due, group);
  }
}
