/** Taking back parts of an invoice whose prices contain the tax: amounts are gross, as they were agreed. */
import { formatMoney, money } from '../../kernel/money.ts';
import { netsOfGross } from '../drafting/gross.ts';
import type { DraftLine } from '../drafting.ts';
import { explainContained } from '../explaining/contained.ts';
import { explainPrintedLine } from '../explaining.ts';
import type { InvoiceCause } from '../invoices.ts';

type Of = {
  readonly currency: string;
  readonly cause: InvoiceCause;
  readonly lines: readonly DraftLine[];
};

/** The lines of one credit note as printed, and its taxes; `beforeMinor` is the gross that earlier notes took of each line. */
export function grossPieces(
  pieces: readonly { readonly line: DraftLine; readonly amountMinor: bigint }[],
  beforeMinor: readonly bigint[],
  invoice: Of,
) {
  const before = invoice.lines.map(({ category, rate }, index) => {
    return { category, rate, grossMinor: beforeMinor[index] ?? 0n };
  });
  const parts = pieces.map(({ line: { category, rate }, amountMinor }) => {
    return { category, rate, grossMinor: amountMinor };
  });
  const { netsMinor, taxes } = netsOfGross(parts, before);
  const lines = pieces.map(({ line, amountMinor }, index) => {
    const netMinor = netsMinor[index] ?? 0n;
    const isWhole = amountMinor === line.gross?.amountMinor && netMinor === line.netMinor;

    return isWhole ? line : pieceOf(line, { amountMinor, netMinor }, invoice);
  });

  return { lines, taxes };
}

function pieceOf(
  line: DraftLine,
  { amountMinor, netMinor }: { readonly amountMinor: bigint; readonly netMinor: bigint },
  of: Of,
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
