/** What was proved, by kind. A proof in which a kind never occurs has proved nothing of it, and fails. */
import type { DocumentModel } from '../../shared/documents/model.ts';
import { placesOf } from '../checker/arithmetic.ts';
import type { Sale } from './sale.ts';
import { SITUATIONS } from './situations.ts';

/** Everything that is counted beside the situations of tax. */
const KINDS = [
  'sales',
  'refused',
  'lines',
  'eInvoices',
  'discounts',
  'netPriced',
  'grossPriced',
  'withReductions',
  'withTaxInAnotherCurrency',
  'withoutDecimals',
  'withTwoDecimals',
  'withThreeDecimals',
  'plain',
  'deposit',
  'partial',
  'final',
  'corrected',
  'selfBilled',
  'proForma',
  'receipt',
  'deducted',
  'paidFromCredits',
  'directlyDebited',
  'creditNotes',
  'pieces',
  'piecesByQuantity',
  'piecesWithReductions',
  'piecesOfGross',
  'piecesOfDeposits',
  'creditNotesOfFinals',
] as const;

/** What may be counted. */
export type Kind = (typeof KINDS)[number];

/** How many of each kind, and of each situation by its name. */
export type Tally = Map<string, number>;

/** Nothing yet. */
export function emptyTally(): Tally {
  return new Map([...KINDS, ...SITUATIONS.map(({ name }) => name)].map((name) => [name, 0]));
}

/** So many more of a kind. */
export function count(tally: Tally, kind: Kind, more = 1): void {
  tally.set(kind, (tally.get(kind) ?? 0) + more);
}

/** A sale that was invoiced, by its situation. */
export function countSale(tally: Tally, { situation: { name } }: Sale): void {
  count(tally, 'sales');
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** A document that charges something. */
export function countInvoice(tally: Tally, of: DocumentModel): void {
  const { lines, currency, priceBasis, reductions = [], accountingTax, prepaid, directDebit } = of;
  const places = placesOf(currency);
  count(tally, 'lines', lines.length);
  count(tally, priceBasis === 'gross' ? 'grossPriced' : 'netPriced');
  count(tally, places === 0 ? 'withoutDecimals' : places === 2 ? 'withTwoDecimals' : 'withThreeDecimals');
  if (reductions.length > 0) count(tally, 'withReductions');
  if (accountingTax) count(tally, 'withTaxInAnotherCurrency');
  if (prepaid) count(tally, 'paidFromCredits');
  if (directDebit) count(tally, 'directlyDebited');
}

/** The kinds that never occurred. */
export function missingIn(tally: Tally): readonly string[] {
  return [...tally].flatMap(([name, times]) => (times === 0 ? [name] : []));
}
