/** The hash by which a preview is agreed to: of the bill and the credit notes that it shows, without what differs from one request to the next. */
import { canonicalJson, sha256Hex } from '../../kernel/hash.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import { amountMinorOf } from '../invoices/wishes.ts';
import type { Cancellation, Settlement } from './states.ts';

/** One bill with what is given back beside it, one hash; a change that bills nothing by itself has one, too. */
export function previewHash(bill: BilledPeriodData | null, settlement?: Settlement): string {
  if (bill === null) return sha256Hex(canonicalJson({ bill: null }));
  const { start, end, index, change, nextDueAt } = bill;
  const lines = bill.lines.map(
    ({ listMinor, discountMinor, coupons, sold, back: _, trueUp: _basis, ...line }) => ({
      ...line,
      sold: sold && { ...sold },
      list: String(listMinor),
      discount: String(discountMinor),
      coupons: coupons.map(({ coupon, offMinor }) => [coupon, String(offMinor)]),
    }),
  );

  const back = settlement && { notes: notesIn(settlement) };

  return sha256Hex(canonicalJson({ start, end, index, change, nextDueAt, lines, ...back }));
}

/** The hash of a cancellation: when it ends, and what is given back by which invoice. */
export function cancellationHash(of: {
  readonly cancellation: Cancellation;
  readonly settlement: Settlement | null;
}): string {
  const { endsOn, periods, credit } = of.cancellation;
  const notes = of.settlement ? notesIn(of.settlement) : [];

  return sha256Hex(canonicalJson({ endsOn, periods, credit, notes }));
}

function notesIn({ notes }: Settlement) {
  return notes.map(({ invoice, lines }) => ({
    invoice,
    lines: lines.map((each) => [each.line, String(amountMinorOf(each))]),
  }));
}
