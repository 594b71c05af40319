/** How a part of a line stands on its credit note. */
import { formatMoney, fromRational, money } from '../../kernel/money.ts';
import { fromDecimal, multiply } from '../../kernel/rational.ts';
import type { DraftLine } from '../drafting/draft.ts';
import { netPrice } from '../drafting/gross.ts';

/** A piece of a line, in the basis of the prices. */
export type Piece = {
  readonly line: DraftLine;
  readonly amountMinor: bigint;
  readonly quantity?: string | undefined;
};

/**
 * How a part of a line is printed. By quantity it is that many at the line's price, less what they came to less; where a
 * rounded cent makes them dearer, the price says so. Of an amount how much was delivered is not ours to say.
 */
export function printedPiece(
  line: Pick<DraftLine, 'unit' | 'unitPrice'>,
  { amountMinor, quantity }: Pick<Piece, 'amountMinor' | 'quantity'>,
  currency: string,
) {
  const netMinor = amountMinor;
  if (quantity === undefined) {
    const unitPrice = formatMoney(money(netMinor, currency));

    return { quantity: '1', unit: null, unitPrice, discountMinor: 0n, netMinor };
  }
  const list = fromRational(multiply(fromDecimal(quantity), fromDecimal(line.unitPrice)), currency);
  const discountMinor = list.minor - netMinor;
  if (discountMinor >= 0n)
    return { quantity, unit: line.unit, unitPrice: line.unitPrice, discountMinor, netMinor };
  const unitPrice = netPrice(netMinor, quantity, currency);

  return { quantity, unit: line.unit, unitPrice, discountMinor: 0n, netMinor };
}
