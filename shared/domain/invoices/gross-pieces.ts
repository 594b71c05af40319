/** Taking back parts of an invoice whose prices contain the tax: amounts are gross, as they were agreed. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { DraftLine } from '../drafting/draft.ts';
import { lineWithout, netsOfGross } from '../drafting/gross.ts';
import { explainContained } from '../explaining/contained.ts';
import { explainPrintedLine } from '../explaining.ts';
import type { Divided, SharePart } from './divided.ts';
import { type Piece, printedPiece } from './printed-pieces.ts';

/**
 * The lines of one credit note as printed, the nets of its allowances and charges, and its taxes; `beforeMinor` is the gross
 * that earlier notes took of each line.
 */
export function grossPieces(
  { pieces, shares }: { readonly pieces: readonly Piece[]; readonly shares: readonly SharePart[] },
  beforeMinor: readonly bigint[],
  invoice: Divided,
) {
  const before = [
    ...invoice.lines.map(({ category, rate }, index) => {
      return { category, rate, grossMinor: beforeMinor[index] ?? 0n };
    }),
    ...shares.map((part) => signed(part, part.beforeMinor)),
  ];
  const taken = shares.filter(({ amountMinor }) => amountMinor !== 0n);
  const parts = [
    ...pieces.map(({ line: { category, rate }, amountMinor }) => {
      return { category, rate, grossMinor: amountMinor };
    }),
    ...taken.map((part) => signed(part, part.amountMinor)),
  ];
  const { netsMinor, taxes } = netsOfGross(parts, before);
  const lines = pieces.map((piece, index) => {
    const { line, amountMinor } = piece;
    const netMinor = netsMinor[index] ?? 0n;
    const isWhole = amountMinor === line.gross?.amountMinor && netMinor === line.netMinor;
    if (isWhole) return line;

    return piece.quantity === undefined
      ? pieceOf(line, { amountMinor, netMinor }, invoice)
      : countedPiece(piece, netMinor, invoice);
  });
  const amounts = shares.map((part) => {
    const place = taken.indexOf(part);
    const netMinor = place < 0 ? 0n : (netsMinor[pieces.length + place] ?? 0n);

    return part.share.isCharge ? netMinor : -netMinor;
  });

  return { lines, taxes, amounts };
}

function signed({ share: { category, rate, isCharge } }: SharePart, minor: bigint) {
  return { category, rate, grossMinor: isCharge ? minor : -minor };
}

/** So many at the agreed price, with the net beside it. */
function countedPiece({ line, amountMinor, quantity }: Piece, netMinor: bigint, of: Divided): DraftLine {
  const agreed = { unit: line.unit, unitPrice: line.gross?.unitPrice ?? line.unitPrice };
  const printed = printedPiece(agreed, { amountMinor, quantity }, of.currency);
  const explained = { ...line, ...printed, explanation: explainPrintedLine(printed, of) };

  return lineWithout(explained, netMinor, of.currency);
}

function pieceOf(
  line: DraftLine,
  { amountMinor, netMinor }: { readonly amountMinor: bigint; readonly netMinor: bigint },
  of: Divided,
): DraftLine {
  const unitPrice = formatMoney(money(amountMinor, of.currency));
  const printed = { quantity: '1', unitPrice, discountMinor: 0n, netMinor: amountMinor };
  const explained = explainPrintedLine(printed, of);

  return {
    ...line,
    quantity: '1',
    unit: null,
    unitPrice: formatMoney(money(netMinor, of.currency)),
    discountMinor: 0n,
    netMinor,
    gross: { unitPrice, discountMinor: 0n, amountMinor },
    explanation: explainContained(explained, { amountMinor, netMinor, rate: line.rate }),
  };
}
