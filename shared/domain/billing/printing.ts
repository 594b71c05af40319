/** How the lines of a bill are printed: one that stands for part of a price names its quantity beside what it is. */
import { formatMoney, money } from '../../kernel/money.ts';
import type { Period } from '../../kernel/time.ts';
import { toDecimal } from '../../kernel/rational.ts';
import type { LineDiscount } from '../pricing.ts';
import { quantityOf } from '../pricing/amounts.ts';
import { valuesAt } from '../pricing/matrix.ts';
import type { BilledLine } from './billed-line.ts';
import { isPrintedInFull, printedOf } from './lines.ts';
import { billWords } from './words.ts';

/** A line in the words of the document's language. */
export function printedLine(
  line: BilledLine,
  of: { readonly currency: string; readonly language: string },
): {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: LineDiscount | null;
  readonly period: Period | null;
} {
  const { currency } = of;
  const { quantity, unitPrice, discountMinor } = printedOf(line, currency);
  const { sold, start, end } = line;
  const discount = discountMinor === 0n ? null : { amount: formatMoney(money(discountMinor, currency)) };
  const period = sold === null ? null : { start, end };

  return { description: describedAs(line, of.language), quantity, unitPrice, discount, period };
}

/** What a line is called. */
export function describedAs(line: BilledLine, language: string): string {
  const words = billWords(language);
  const { sold, kind } = line;
  if (sold === null) return kind === 'carried' ? words.carried : words.brought;
  const { price, quantity, description, dimensions } = sold;
  const isPrinted = isPrintedInFull(line) && price.minimum === null;
  const isCounted = !isPrinted && quantity !== '1' && price.model !== 'flat';
  const cell = dimensions && price.model === 'matrix' ? ` (${valuesAt(price, dimensions).join(', ')})` : '';
  const name = isCounted ? `${description}${cell} × ${shownQuantity(quantity)}` : `${description}${cell}`;

  if (kind === 'true_up') return `${words.trueUp}: ${description}`;
  if (kind === 'repair') return `${words.repair}: ${description}`;
  if (kind === 'correction') return `${words.correction}: ${name}`;

  return kind === 'credit' ? `${line.isWithheld ? words.withheld : words.credit}: ${name}` : name;
}

/** A fraction is shown rounded; its explanation has the whole of it. */
function shownQuantity(quantity: string): string {
  return quantity.includes('/') ? `≈ ${toDecimal(quantityOf(quantity), SHOWN_PLACES)}` : quantity;
}

const SHOWN_PLACES = 6;
