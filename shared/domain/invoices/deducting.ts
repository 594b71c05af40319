/**
 * Deposits that a final invoice deducts. Only what was received may be deducted (German VAT act, section 14 (5)): the rest
 * of the deposit invoice is taken back in the same decision, so that nothing is owed twice.
 */
import { invariant } from '../../kernel/invariant.ts';
import { allocate, lesser, money } from '../../kernel/money.ts';
import { fromDecimal } from '../../kernel/rational.ts';
import { taxContained, taxOn } from '../tax.ts';
import { creditableMinor } from './crediting.ts';
import type { Deducted } from './deductions.ts';
import type { Invoice, InvoiceData, InvoiceFact } from './states.ts';
import type { LineAmounts } from './wishes.ts';

type Deposit = Pick<
  Exclude<Invoice, { status: 'none' }>,
  'netsMinor' | 'grossesMinor' | 'taxes' | 'credits' | 'creditedMinor' | 'currency'
>;

/** A line of a deposit invoice, which has one for each category and rate; its amounts are in the basis of the prices. */
type Line = {
  readonly isGross: boolean;
  readonly chargedMinor: bigint;
  readonly rate: string;
  readonly leftMinor: bigint;
};

/**
 * Decides what is deducted: what was paid, at most the limit and what was not taken back before, shared by the lines as
 * their totals are. Where a rate does not allow for the very cent, less is deducted, never more.
 */
export function deductDeposit(
  state: Deposit,
  of: { readonly final: string; readonly paidMinor: bigint; readonly limitMinor: bigint },
): readonly InvoiceFact[] {
  const lines = linesOf(state);
  const lefts = lines.map((line) => grossOf(line, line.leftMinor));
  const left = summed(lefts);
  const wantedMinor = lesser(left, lesser(of.paidMinor, of.limitMinor));
  const shares = wantedMinor <= 0n ? lines.map(() => 0n) : sharesOf(wantedMinor, lefts, state.currency);
  const kept = lines.map((line, index) => ({ line, minor: keptWithin(line, shares[index] ?? 0n) }));
  const netsMinor = kept.map(({ line, minor }) => grossOf(line, minor) - taxIn(line, minor));
  const grossesMinor = kept.map(({ line, minor }) => grossOf(line, minor));
  const [netMinor, grossMinor] = [summed(netsMinor), summed(grossesMinor)];
  const { final } = of;
  const deducted: InvoiceFact = {
    type: 'invoice.deducted',
    data: {
      ...{ final, netsMinor, ...(state.grossesMinor && { grossesMinor }) },
      ...{ netMinor, taxMinor: grossMinor - netMinor, grossMinor },
    },
  };
  const back: LineAmounts = kept.flatMap(({ line, minor }, index) => {
    const rest = line.leftMinor - minor;
    if (rest === 0n) return [];
    return [{ line: index + 1, ...(line.isGross ? { grossMinor: rest } : { netMinor: rest }) }];
  });
  if (back.length === 0) return [deducted];
  const ordinal = state.credits.length + 1;
  const wish = { reason: 'deposit_not_deducted', remainder: 'credit', fingerprint: final } as const;

  return [deducted, { type: 'invoice.credit_requested', data: { ...wish, ordinal, lines: back } }];
}

/** What is deducted of a deposit by the rates of its taxes, in their order. */
export function deductedByRate(
  state: Deposit,
  { netsMinor, grossesMinor }: Pick<Deducted, 'netsMinor' | 'grossesMinor'>,
): readonly { readonly rate: string; readonly netMinor: bigint; readonly taxMinor: bigint }[] {
  return linesOf(state).map((line, index) => {
    const netMinor = netsMinor[index] ?? 0n;
    const grossMinor = grossesMinor?.[index] ?? grossOf(line, netMinor);

    return { rate: line.rate, netMinor, taxMinor: grossMinor - netMinor };
  });
}

/** What the customer owes of an invoice: its total less the deposits that it deducts and what prepaid credits pay. */
export function dueMinorOf({
  grossMinor,
  deducts = [],
  prepaid,
}: Pick<InvoiceData, 'grossMinor' | 'deducts' | 'prepaid'>): bigint {
  const paidMinor = prepaid?.amountMinor ?? 0n;

  return deducts.reduce((due, deduction) => due - deduction.grossMinor, grossMinor - paidMinor);
}

function linesOf(state: Deposit): readonly Line[] {
  const lefts = creditableMinor(state);
  invariant(state.taxes.length === lefts.length, 'a deposit invoice has a line for each rate');

  const chargedMinor = state.grossesMinor ?? state.netsMinor;

  return state.taxes.map(({ rate }, index) => ({
    rate,
    isGross: state.grossesMinor !== undefined,
    chargedMinor: chargedMinor[index] ?? 0n,
    leftMinor: lefts[index] ?? 0n,
  }));
}

function sharesOf(minor: bigint, weights: readonly bigint[], currency: string): readonly bigint[] {
  return allocate(money(minor, currency), weights).map((share) => share.minor);
}

function summed(minors: readonly bigint[]): bigint {
  return minors.reduce((sum, minor) => sum + minor, 0n);
}

/** The tax of so much of a line that is left when all the rest was taken back. */
function taxIn({ isGross, chargedMinor, rate }: Line, keptMinor: bigint): bigint {
  const taxOf = isGross ? taxContained : taxOn;

  return taxOf(chargedMinor, rate) - taxOf(chargedMinor - keptMinor, rate);
}

function grossOf(line: Line, keptMinor: bigint): bigint {
  return line.isGross ? keptMinor : keptMinor + taxIn(line, keptMinor);
}

/** The largest part of a line, in the basis of its prices, that comes to no more than the share. */
function keptWithin(line: Line, shareMinor: bigint): bigint {
  if (line.isGross) return lesser(shareMinor, line.leftMinor);
  const { n, d } = fromDecimal(line.rate);
  // One above what an exact division gives; rounding makes it fit within a few units.
  let net = (shareMinor * 100n * d) / (100n * d + n) + 1n;
  if (net > line.leftMinor) net = line.leftMinor;
  while (net > 0n && grossOf(line, net) > shareMinor) net -= 1n;

  return net;
}
