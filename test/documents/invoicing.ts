/** One invoice proved in all its forms against what was agreed. */
import { ok as holds } from 'node:assert';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { reckonGrossSale, reckonSale } from '../checker/sale.ts';
import { assertBooks, assertEInvoices, assertFigures, assertWords } from './agreement.ts';
import { agreedOf } from './expecting.ts';
import type { Expected } from './figures.ts';
import type { IssuedInvoice } from './issuing.ts';
import { type Paper, paperOf } from './papers.ts';
import type { IssuedNote } from './pieces.ts';
import { CREDIT_NUMBER } from './pieces.ts';
import type { Sale, SoldLine } from './sale.ts';
import { count, countInvoice, type Kind, type Tally } from './tallying.ts';

/** Draft, words, postings and e-invoices say what is expected; the paper is what they are printed on. */
export function proveInvoice(
  { draft, document, books, number }: IssuedInvoice,
  of: { readonly expected: Expected; readonly kind: Kind; readonly tally: Tally },
): Paper {
  const { expected, kind, tally } = of;
  assertFigures(draft, expected);
  assertWords(document, expected);
  assertBooks(books, expected, false);
  count(tally, 'eInvoices', assertEInvoices(document, number, expected));
  count(tally, kind);
  countInvoice(tally, document.model);

  return paperOf(document, number);
}

/** The papers of credit notes, which were proved when they were issued. */
export function countNotes(notes: readonly IssuedNote[], tally: Tally): readonly Paper[] {
  for (const { document, eInvoices, isCounted } of notes) {
    const { corrects, priceBasis, reductions } = document.model;
    count(tally, 'creditNotes');
    count(tally, 'eInvoices', eInvoices);
    if (!corrects?.isPart) continue;
    count(tally, 'pieces');
    if (reductions) count(tally, 'piecesWithReductions');
    if (priceBasis) count(tally, 'piecesOfGross');
    if (isCounted) count(tally, 'piecesByQuantity');
  }

  return notes.map(({ document }) => paperOf(document, CREDIT_NUMBER));
}

/** A refusal has its reason in what was agreed. */
export function assertRefused({ code, message }: Refusal, sale: Sale, lines: readonly SoldLine[]): void {
  const agreed = agreedOf(sale, lines);
  const { amounts, ...expected } = inBasis(sale, agreed);
  const bare = agreed.lines.map((line) => ({ ...line, discount: null }));
  const undiscounted = inBasis(sale, { ...agreed, reductions: [], lines: bare }).amounts;
  const isTrue: Readonly<Record<string, boolean>> = {
    'invoice.negative': expected.gross < 0n,
    'correction.nothing_left': lines.length === 0,
    'order.allowance_exceeds_net':
      sale.reductions.some(({ isCharge }) => !isCharge) &&
      amounts.reduce((total, each) => total + each, 0n) <= expected.allowances,
    'order.discount_exceeds_line': amounts.some(
      (amount, index) => amount < 0n && (undiscounted[index] ?? 0n) >= 0n,
    ),
  };
  holds(isTrue[code], `${code}: ${message}`);
}

function inBasis({ isGross }: Sale, agreed: ReturnType<typeof agreedOf>) {
  if (!isGross) {
    const { nets: amounts, ...reckoned } = reckonSale(agreed);
    return { amounts, ...reckoned };
  }
  const { grosses: amounts, ...reckoned } = reckonGrossSale(agreed);

  return { amounts, ...reckoned };
}
