/** What one credit note to a self-billed invoice takes back: of its lines, of its tax, and of the tax that we owe ourselves. */
import { percentOf } from '../../kernel/rational.ts';
import type { DraftLine } from '../drafting/draft.ts';
import { amountMinorOf } from '../invoices/wishes.ts';
import { partOf } from '../invoices/pieces.ts';
import type { ReverseCharge } from '../self-billing.ts';
import type { SelfBilledCredit, SelfBilledIssued } from './states.ts';

/** The pieces as they are printed with their sums; null where the note takes back the whole. */
export type SelfBilledPart = ReturnType<typeof partOf> | null;

/** What is taken back, from the invoice as it stood once the credit was asked for. */
export function selfBilledCredited(
  asked: SelfBilledIssued,
  of: { readonly credit: SelfBilledCredit; readonly lines: readonly DraftLine[] },
): { readonly part: SelfBilledPart; readonly reverseCharge: ReverseCharge | null } {
  const { lines: taken } = of.credit;
  if (!taken) return { part: null, reverseCharge: asked.reverseCharge };
  const pieces = new Map(taken.map((piece) => [piece.line, amountMinorOf(piece)]));
  const beforeMinor = asked.creditedMinor.map((minor, index) => minor - (pieces.get(index + 1) ?? 0n));
  const cause = { order: asked.request, step: 'self_billed' };
  const invoice = { currency: asked.currency, cause, lines: of.lines };

  return {
    part: partOf(invoice, { beforeMinor, lines: taken }),
    reverseCharge: reversedPart(asked, sumOf(beforeMinor)),
  };
}

/** Of the tax that we owe: what all notes so far take back, less what those before did, so that all sum to the whole. */
function reversedPart(
  { reverseCharge, creditedMinor }: SelfBilledIssued,
  beforeMinor: bigint,
): ReverseCharge | null {
  if (reverseCharge === null) return null;
  const { rate } = reverseCharge;
  const soFarMinor = percentOf(sumOf(creditedMinor), rate);

  return { rate, taxMinor: soFarMinor - percentOf(beforeMinor, rate) };
}

function sumOf(minors: readonly bigint[]): bigint {
  return minors.reduce((sum, minor) => sum + minor, 0n);
}
