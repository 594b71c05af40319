/** One sale proved from agreement to the last credit note; `count` of them from a seed. */
import { ok as holds } from 'node:assert';
import fc from 'fast-check';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { type ReckonedSale, reckonSale } from '../checker/sale.ts';
import { assertBooks, assertEInvoices, assertFigures, assertWords } from './agreement.ts';
import { settleEarly } from './discounting.ts';
import { INVOICE_NUMBER, issueSale } from './issuing.ts';
import { takeBack } from './pieces.ts';
import { assertPrinted } from './printed.ts';
import { randomSale, type Sale } from './sales.ts';

/** What was proved. */
export type Tally = {
  invoices: number;
  refused: number;
  creditNotes: number;
  discounts: number;
  eInvoices: number;
  lines: number;
};

/** Throws with the seed and the smallest sale that shows a difference. */
export function proveSales(of: { readonly count: number; readonly seed: number }): Tally {
  const tally: Tally = { invoices: 0, refused: 0, creditNotes: 0, discounts: 0, eInvoices: 0, lines: 0 };
  fc.assert(
    fc.property(randomSale, (sale) => proveSale(sale, tally)),
    { seed: of.seed, numRuns: of.count },
  );

  return tally;
}

/** Prints so many sales of a seed and reads them back; tells how many pages that were. */
export async function provePrints(of: { readonly count: number; readonly seed: number }): Promise<number> {
  let pages = 0;
  await fc.assert(
    fc.asyncProperty(randomSale, async (sale) => {
      const issued = issueSale(sale);
      fc.pre(issued.ok);
      if (issued.ok) pages += (await assertPrinted(issued.value.document, INVOICE_NUMBER)).pages.length;
    }),
    { seed: of.seed, numRuns: of.count },
  );

  return pages;
}

function proveSale(sale: Sale, tally: Tally): void {
  const { bears } = sale.situation;
  const { currency, reductions } = sale;
  const lines = sale.lines.map((line) => ({ ...line, bears: bears[line.tax] ?? '' }));
  const expected = reckonSale({ currency, reductions, lines });
  const issued = issueSale(sale);
  if (!issued.ok) {
    assertRefused(issued.refusal, sale, expected);
    tally.refused += 1;
    return;
  }
  const { draft, document, books } = issued.value;
  assertFigures(draft, expected);
  assertWords(document, expected);
  assertBooks(books, expected, false);
  tally.invoices += 1;
  tally.lines += lines.length;
  tally.eInvoices += assertEInvoices(document, INVOICE_NUMBER, expected);
  const notes = takeBack(issued.value, expected, sale.cuts);
  tally.creditNotes += notes.length;
  if (sale.discounted && settleEarly(issued.value, sale.discounted, notes)) tally.discounts += 1;
}

/** A refusal has its reason in what was agreed. */
function assertRefused(
  { code, message }: Refusal,
  { lines, reductions, currency }: Sale,
  expected: ReckonedSale,
) {
  const bare = lines.map((line) => ({ ...line, discount: null, bears: 'S 0' }));
  const undiscounted = reckonSale({ currency, reductions: [], lines: bare }).nets;
  const isTrue: Readonly<Record<string, boolean>> = {
    'invoice.negative': expected.gross < 0n,
    'order.allowance_exceeds_net':
      reductions.some(({ isCharge }) => !isCharge) && expected.net <= expected.charges,
    'order.discount_exceeds_line': expected.nets.some(
      (net, index) => net < 0n && (undiscounted[index] ?? 0n) >= 0n,
    ),
  };
  holds(isTrue[code], `${code}: ${message}`);
}
