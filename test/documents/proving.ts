/** One sale proved from agreement to the last credit note; `count` of them from a seed. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { proveChain } from './chain.ts';
import { CORRECTED_INVOICE, changedLines, issueCorrection, type Stated, takenBackFor } from './correcting.ts';
import { settleEarly } from './discounting.ts';
import { expectedOf } from './expecting.ts';
import { assertRefused, countNotes, proveInvoice } from './invoicing.ts';
import { issueSale, orderOf } from './issuing.ts';
import { type Paper, proveProForma, proveReceipt } from './papers.ts';
import { type Taking, takeBack, untouched } from './pieces.ts';
import { assertPrinted } from './printed.ts';
import type { Change, Sale } from './sale.ts';
import { randomSale } from './sales.ts';
import { provePurchase } from './self-billing.ts';
import { count, countSale, emptyTally, type Tally } from './tallying.ts';

/** Throws with the seed and the smallest sale that shows a difference. */
export function proveSales(of: { readonly count: number; readonly seed: number }): Tally {
  const tally = emptyTally();
  fc.assert(
    fc.property(randomSale, (sale) => void proveSale(sale, tally)),
    { seed: of.seed, numRuns: of.count },
  );

  return tally;
}

/** Prints everything that so many sales of a seed lead to and reads it back; tells how many pages that were. */
export async function provePrints(of: { readonly count: number; readonly seed: number }): Promise<number> {
  let pages = 0;
  await fc.assert(
    fc.asyncProperty(randomSale, async (sale) => {
      for (const paper of proveSale(sale, emptyTally())) pages += (await assertPrinted(paper)).pages.length;
    }),
    { seed: of.seed, numRuns: of.count },
  );

  return pages;
}

/** Everything that a sale leads to, each document proved in all its forms. */
export function proveSale(sale: Sale, tally: Tally): readonly Paper[] {
  countSale(tally, sale);
  const purchase = sale.purchase ? provePurchase(sale.purchase, tally) : [];
  if (sale.advance) return [...purchase, ...proveChain(sale, sale.advance, tally)];

  return [...purchase, ...proveAtOnce(sale, tally)];
}

/** Invoiced at once, put right where it was wrong, and then taken back, paid early or not. */
function proveAtOnce(sale: Sale, tally: Tally): readonly Paper[] {
  const issued = issueSale(sale, orderOf(sale));
  if (!issued.ok) {
    assertRefused(issued.refusal, sale, sale.lines);
    count(tally, 'refused');
    return [];
  }
  const { draft } = issued.value;
  const expected = expectedOf(sale, { lines: sale.lines }, draft);
  const papers = [
    proveInvoice(issued.value, { expected, kind: 'plain', tally }),
    proveProForma(draft, sale, expected),
    proveReceipt(issued.value, sale),
  ];
  for (const kind of ['proForma', 'receipt'] as const) count(tally, kind);
  const right = putRight(untouched(sale, issued.value, expected), tally);
  const notes = takeBack(right.taking, sale.cuts);
  if (sale.discounted && settleEarly(right.taking.issued, sale.discounted, notes)) count(tally, 'discounts');

  return [...papers, ...right.papers, ...countNotes(notes, tally)];
}

/** One correction after the other, as far as each can be invoiced; tells the invoice that holds in the end. */
function putRight(
  first: Taking,
  tally: Tally,
): { readonly taking: Taking; readonly papers: readonly Paper[] } {
  const papers: Paper[] = [];
  let taking = first;
  let stated: Stated = { revision: 0, lines: first.sale.lines, stored: undefined };
  for (const changes of first.sale.corrections) {
    const next = correctOnce(taking, { stated, changes }, tally);
    if (!next) break;
    papers.push(...next.papers);
    ({ taking, stated } = next);
  }

  return { taking, papers };
}

function correctOnce(
  former: Taking,
  of: { readonly stated: Stated; readonly changes: readonly Change[] },
  tally: Tally,
) {
  const { sale } = former;
  const lines = changedLines(of.stated.lines, of.changes);
  const corrected = issueCorrection(sale, { ...of, former: former.issued });
  if (!corrected.ok) {
    assertRefused(corrected.refusal, sale, lines);
    count(tally, 'refused');
    return undefined;
  }
  const { issued, stored } = corrected.value;
  const revision = of.stated.revision + 1;
  const { notes } = takenBackFor(former, revision);
  const expected = expectedOf(sale, { lines, code: CORRECTED_INVOICE }, issued.draft);
  const paper = proveInvoice(issued, { expected, kind: 'corrected', tally });
  const { number, draft } = former.issued;
  deepStrictEqual(issued.document.model.corrects, { number, date: draft.issueDate });

  return {
    taking: untouched(sale, issued, expected),
    stated: { revision, lines, stored },
    papers: [...countNotes(notes, tally), paper],
  };
}
