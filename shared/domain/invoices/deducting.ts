/**
 * Deposits that a final invoice deducts. Only what was received may be deducted (German VAT act, section 14 (5)): the rest
 * of the deposit invoice is taken back in the same decision, so that nothing is owed twice.
 */
import { invariant } from '../../kernel/invariant.ts';
import { allocate, money } from '../../kernel/money.ts';
import { fromDecimal } from '../../kernel/rational.ts';
import type { Invoice, InvoiceData, InvoiceFact } from '../invoices.ts';
import { lesser } from '../receivables/account.ts';
import { taxOn } from '../tax.ts';
import { creditableMinor } from './crediting.ts';
import type { LineAmounts } from './wishes.ts';

/** What of a deposit invoice its final invoice deducts; the nets are those of its lines. */
export type Deducted = {
  readonly final: string;
  readonly netsMinor: readonly bigint[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
};

/** A deposit invoice as far as the final one deducts it. */
export type Deduction = {
  readonly invoice: string;
  readonly number: string;
  readonly issueDate: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
};

type Deposit = Pick<
  Exclude<Invoice, { status: 'none' }>,
  'netsMinor' | 'taxes' | 'credits' | 'creditedMinor' | 'currency'
>;

/** A line with its tax; a deposit invoice has one line for each category and rate. */
type Line = { readonly netMinor: bigint; readonly rate: string; readonly leftMinor: bigint };

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
  const left = lefts.reduce((sum, minor) => sum + minor, 0n);
  const wantedMinor = lesser(left, lesser(of.paidMinor, of.limitMinor));
  const shares = wantedMinor <= 0n ? lines.map(() => 0n) : sharesOf(wantedMinor, lefts, state.currency);
  const netsMinor = lines.map((line, index) => netWithin(line, shares[index] ?? 0n));
  const netMinor = netsMinor.reduce((sum, minor) => sum + minor, 0n);
  const grossMinor = lines.reduce((sum, line, index) => sum + grossOf(line, netsMinor[index] ?? 0n), 0n);
  const { final } = of;
  const deducted: InvoiceFact = {
    type: 'invoice.deducted',
    data: { final, netsMinor, netMinor, taxMinor: grossMinor - netMinor, grossMinor },
  };
  const back: LineAmounts = lines.flatMap(({ leftMinor }, index) => {
    const minor = leftMinor - (netsMinor[index] ?? 0n);
    return minor === 0n ? [] : [{ line: index + 1, netMinor: minor }];
  });
  if (back.length === 0) return [deducted];
  const ordinal = state.credits.length + 1;
  const wish = { reason: 'deposit_not_deducted', remainder: 'credit', fingerprint: final } as const;

  return [deducted, { type: 'invoice.credit_requested', data: { ...wish, ordinal, lines: back } }];
}

/** What is deducted of a deposit by the rates of its taxes, in their order. */
export function deductedByRate(
  state: Deposit,
  { netsMinor }: Pick<Deducted, 'netsMinor'>,
): readonly { readonly rate: string; readonly netMinor: bigint; readonly taxMinor: bigint }[] {
  return linesOf(state).map((line, index) => {
    const netMinor = netsMinor[index] ?? 0n;

    return { rate: line.rate, netMinor, taxMinor: grossOf(line, netMinor) - netMinor };
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

  return state.taxes.map(({ rate }, index) => ({
    rate,
    netMinor: state.netsMinor[index] ?? 0n,
    leftMinor: lefts[index] ?? 0n,
  }));
}

function sharesOf(minor: bigint, weights: readonly bigint[], currency: string): readonly bigint[] {
  return allocate(money(minor, currency), weights).map((share) => share.minor);
}

/** What so much of a line's net comes to with the tax that is left when all the rest was taken back. */
function grossOf({ netMinor, rate }: Line, keptMinor: bigint): bigint {
  return keptMinor + taxOn(netMinor, rate) - taxOn(netMinor - keptMinor, rate);
}

/** The largest net that comes to no more than the share. */
function netWithin(line: Line, shareMinor: bigint): bigint {
  const { n, d } = fromDecimal(line.rate);
  // One above what an exact division gives; rounding makes it fit within a few units.
  let net = (shareMinor * 100n * d) / (100n * d + n) + 1n;
  if (net > line.leftMinor) net = line.leftMinor;
  while (net > 0n && grossOf(line, net) > shareMinor) net -= 1n;

  return net;
}
