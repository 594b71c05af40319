/** What one credit note among several says: the pieces of the lines, what follows them of allowances and charges, the tax. */
import { invariant } from '../../kernel/invariant.ts';
import { accountingTaxOfPart } from '../accounting-tax.ts';
import type { DraftLine } from '../drafting/draft.ts';
import { explainPrintedLine } from '../explaining.ts';
import { isPercentOf, type ReductionShare, taxedShares } from '../reductions.ts';
import { type TaxedNet, type TaxSubtotal, taxSubtotals } from '../tax.ts';
import type { AccountingTax } from '../tax/accounting.ts';
import type { Divided, SharePart } from './divided.ts';
import { grossPieces } from './gross-pieces.ts';
import { type Piece, printedPiece } from './printed-pieces.ts';
import { basisMinorOf, sharesTaken } from './sharing.ts';
import { amountMinorOf, type LineAmounts } from './wishes.ts';

/** What one credit note among several takes back: its lines and shares as they are printed, and its sums. */
export function partOf(
  invoice: Divided & { readonly priceBasis?: 'gross'; readonly accountingTax?: AccountingTax },
  of: { readonly beforeMinor: readonly bigint[]; readonly lines: LineAmounts },
): ReturnType<typeof pricedPart> & { readonly accountingTax?: AccountingTax } {
  const { currency, accountingTax, priceBasis } = invoice;
  const part = pricedPart(invoice, of);
  if (!accountingTax) return part;
  const earlier = of.beforeMinor.flatMap((minor, index) => {
    const line = index + 1;
    if (minor === 0n) return [];
    return [priceBasis === 'gross' ? { line, grossMinor: minor } : { line, netMinor: minor }];
  });
  const beforeMinor = pricedPart(invoice, { beforeMinor: [], lines: earlier }).taxMinor;
  const { taxMinor } = part;

  return {
    ...part,
    accountingTax: accountingTaxOfPart(accountingTax, { from: currency, beforeMinor, taxMinor }),
  };
}

function pricedPart(
  invoice: Divided & { readonly priceBasis?: 'gross' },
  of: { readonly beforeMinor: readonly bigint[]; readonly lines: LineAmounts },
) {
  const pieces = of.lines.map((piece): Piece => {
    const line = invoice.lines[piece.line - 1];
    invariant(line, 'a line that is taken back is one of the invoice');

    return { line, amountMinor: amountMinorOf(piece), quantity: piece.quantity };
  });
  const { beforeMinor } = of;
  const shares = sharesOfPart(invoice, of);
  const { lines, taxes, amounts } =
    invoice.priceBasis === 'gross'
      ? grossPieces({ pieces, shares }, beforeMinor, invoice)
      : netPieces({ pieces, shares }, beforeMinor, invoice);
  const reductions = printedShares(shares, { amounts, lines });
  const onTop = taxedShares(reductions).reduce((sum, share) => sum + share.netMinor, 0n);
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, onTop);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  const more = reductions.length > 0 && { reductions };

  return { lines, ...more, taxes, netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}

function sharesOfPart(
  { lines, reductions = [] }: Divided,
  of: { readonly beforeMinor: readonly bigint[]; readonly lines: LineAmounts },
): readonly SharePart[] {
  const pieces = new Map(of.lines.map((piece) => [piece.line, amountMinorOf(piece)]));
  const takenOf = (isAfter: boolean) =>
    sharesTaken(
      reductions,
      lines.map(({ category, rate, gross, netMinor }, index) => ({
        ...{ category, rate, wholeMinor: gross?.amountMinor ?? netMinor },
        takenMinor: (of.beforeMinor[index] ?? 0n) + ((isAfter && pieces.get(index + 1)) || 0n),
      })),
    );
  const [before, after] = [takenOf(false), takenOf(true)];

  return reductions.map((share, index) => {
    const beforeMinor = before[index] ?? 0n;

    return { share, beforeMinor, amountMinor: (after[index] ?? 0n) - beforeMinor };
  });
}

/** As they stand on the note: by their nets, those that come to nothing left out. */
function printedShares(
  shares: readonly SharePart[],
  of: { readonly amounts: readonly bigint[]; readonly lines: readonly DraftLine[] },
): readonly ReductionShare[] {
  const bases = new Map(taxSubtotals(of.lines).map((base) => [`${base.category} ${base.rate}`, base]));

  return shares.flatMap(({ share, amountMinor: basisMinor }, index) => {
    if (basisMinor === 0n) return [];
    const { percent, grossMinor } = share;
    const amountMinor = of.amounts[index] ?? 0n;
    const baseMinor = bases.get(`${share.category} ${share.rate}`)?.baseMinor ?? 0n;
    const isTold = percent !== null && isPercentOf(amountMinor, baseMinor, percent);
    const contained = grossMinor !== undefined && { grossMinor: basisMinor };

    return [{ ...share, percent: isTold ? percent : null, baseMinor, amountMinor, ...contained }];
  });
}

function netPieces(
  { pieces, shares }: { readonly pieces: readonly Piece[]; readonly shares: readonly SharePart[] },
  beforeMinor: readonly bigint[],
  invoice: Divided,
) {
  const lines = pieces.map((piece) =>
    piece.amountMinor === piece.line.netMinor ? piece.line : pieceOf(piece, invoice),
  );
  const before = invoice.lines.map((line, index) => ({ ...line, netMinor: beforeMinor[index] ?? 0n }));
  const amounts = shares.map(({ amountMinor }) => amountMinor);
  const sharesBefore = shares.map((part) => ({ ...part.share, amountMinor: part.beforeMinor }));
  const sharesNow = shares.map(({ share, amountMinor }) => ({ ...share, amountMinor }));
  const nowTaxed = [...lines, ...taxedShares(sharesNow.filter((share) => basisMinorOf(share) !== 0n))];

  return { lines, amounts, taxes: taxesOfPart(nowTaxed, [...before, ...taxedShares(sharesBefore)]) };
}

function pieceOf({ line, amountMinor, quantity }: Piece, of: Divided): DraftLine {
  const printed = printedPiece(line, { amountMinor, quantity }, of.currency);
  const { cause = of.cause } = line.explanation ?? {};

  return { ...line, ...printed, explanation: explainPrintedLine(printed, { ...of, cause }) };
}

/**
 * The tax of one credit note among several: for each category and rate what all of them come to with it, less what they
 * came to before. So the notes that take back everything sum to the very tax of the invoice, however it was cut.
 */
export function taxesOfPart(part: readonly TaxedNet[], before: readonly TaxedNet[]): readonly TaxSubtotal[] {
  const taxIn = (nets: readonly TaxedNet[], { category, rate }: TaxSubtotal) =>
    taxSubtotals(nets).find((tax) => tax.category === category && tax.rate === rate)?.taxMinor ?? 0n;

  return taxSubtotals(part).map((tax) => ({
    ...tax,
    taxMinor: taxIn([...before, ...part], tax) - taxIn(before, tax),
  }));
}
