/** Why a line that is charged once is what it is. */
import { answerPrice } from '../answers/prices.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { exactOf, netOf } from '../billing/lines.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { Explanation } from './explanation.ts';
import { amounts, nothing, partsOf, planOf, roundingOf, text } from './figures.ts';

/** Explains a charge that no period prorates. */
export function explainOneOff(
  line: BilledLine & { readonly sold: NonNullable<BilledLine['sold']> },
  { currency, cause }: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { sold, listMinor, start } = line;
  const exact = exactOf(sold);
  const net = amounts(currency)(netOf(line));
  const [unit] = exact.parts;

  return {
    ...nothing(currency, cause),
    rule: 'one_off',
    formula: 'net = round(quantity × price)',
    sentence: `${sold.quantity} × ${unit ? text(unit.rate) : '0'} ${currency} are charged once, for ${start}: ${net} ${currency}.`,
    quantity: sold.quantity,
    price: answerPrice(sold.price),
    plan: planOf(sold),
    parts: partsOf(exact),
    list: amounts(currency)(listMinor),
    net,
    rounding: roundingOf(exact.total, currency),
  };
}
