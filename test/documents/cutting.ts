/** From a random cut to what is asked of an invoice: amounts of lines, and so many of what was sold. */
import type { Draft } from '../../shared/domain/drafting/draft.ts';
import { creditableMinor } from '../../shared/domain/invoices/crediting.ts';
import { amountMinorOf, type CreditWish, type LineAmount } from '../../shared/domain/invoices/wishes.ts';
import { fraction, rounded } from '../checker/arithmetic.ts';
import { sum } from '../checker/books.ts';
import type { Standing } from './issuing.ts';
import type { Cut } from './sale.ts';

type Wished = NonNullable<CreditWish['lines']>[number];

/** Millionths: the places that a quantity may have. */
const MILLION = 1_000_000n;

/** So much of what is left of each line, each line once; what comes to nothing, or to more than is left of all, is left out. */
export function piecesOf(cut: Cut, invoice: Standing, draft: Pick<Draft, 'lines'>): readonly Wished[] {
  const left = creditableMinor(invoice);
  let most = sum(left);
  const wanted = new Map(cut.map((part) => [part.line % left.length, part]));

  return [...wanted].flatMap(([index, { thousandths, isCounted }]) => {
    const wish = isCounted
      ? countedOf({ index, thousandths }, invoice, draft)
      : amountOf(invoice, index, ((left[index] ?? 0n) * BigInt(thousandths)) / 1_000n);
    const minor = wish ? askedFor(invoice, draft)(wish) : 0n;
    if (!wish || minor <= 0n || minor > most) return [];
    most -= minor;

    return [wish];
  });
}

function amountOf(invoice: Standing, index: number, minor: bigint): LineAmount {
  return invoice.grossesMinor ? { line: index + 1, grossMinor: minor } : { line: index + 1, netMinor: minor };
}

function countedOf(
  { index, thousandths }: { readonly index: number; readonly thousandths: number },
  invoice: Standing,
  { lines }: Pick<Draft, 'lines'>,
): Wished | undefined {
  const { quantity: charged = '0' } = lines[index] ?? {};
  const rest = millionths(charged) - millionths(returnedOf(invoice, index + 1));
  const many = (rest * BigInt(thousandths)) / 1_000n;

  return many > 0n ? { line: index + 1, quantity: decimalOf(many), charged } : undefined;
}

/** What a wish comes to: an amount as it is, a quantity as its share of what is left of both. */
export function askedFor(invoice: Standing, { lines }: Pick<Draft, 'lines'>) {
  return (wish: Wished): bigint => {
    if (!('charged' in wish)) return amountMinorOf(wish);
    const { quantity: charged = '0' } = lines[wish.line - 1] ?? {};
    const left = creditableMinor(invoice)[wish.line - 1] ?? 0n;
    const rest = millionths(charged) - millionths(returnedOf(invoice, wish.line));

    return rounded({ over: left * millionths(wish.quantity), under: rest });
  };
}

function returnedOf({ returned = [] }: Standing, line: number): string {
  return returned.find((each) => each.line === line)?.quantity ?? '0';
}

/** A quantity in millionths. */
export function millionths(decimal: string): bigint {
  const { over, under } = fraction(decimal);

  return (over * MILLION) / under;
}

/** So many millionths as a decimal. */
export function decimalOf(many: bigint): string {
  const digits = String(many).padStart(7, '0');

  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
