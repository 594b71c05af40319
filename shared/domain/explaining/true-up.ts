/** Why a true-up is what it is: what was promised for the days that count, and what was charged of it. */
import { fromDecimal, multiply, rational } from '../../kernel/rational.ts';
import { answerPrice } from '../answers/prices.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { netOf } from '../billing/lines.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { Explanation } from './explanation.ts';
import { amounts, nothing, planOf, roundingOf, text } from './figures.ts';

type TrueUpLine = BilledLine & {
  readonly sold: NonNullable<BilledLine['sold']>;
  readonly trueUp: NonNullable<BilledLine['trueUp']>;
};

/** Explains what a commitment period was short of its minimum. */
export function explainTrueUp(
  line: TrueUpLine,
  { currency, cause }: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { sold, trueUp, start, end, listMinor } = line;
  const { counted, of, covers, spentMinor, formerMinor } = trueUp;
  const shown = amounts(currency);
  const amount = sold.price.model === 'flat' ? sold.price.amount : '0';
  const due = multiply(fromDecimal(amount), rational(BigInt(counted), BigInt(of)));
  const net = shown(netOf(line));
  const before =
    formerMinor === 0n ? '' : `, of which ${shown(formerMinor)} ${currency} were trued up before`;
  const share =
    counted === of ? '' : `, of which ${text(due)} ${currency} are due for ${counted} of ${of} days`;

  return {
    ...nothing(currency, cause),
    rule: 'minimum_spend',
    formula: 'net = max(0, round(minimum × days ÷ days of the commitment period) − spent) − trued up before',
    sentence: `At least ${amount} ${currency} were promised from ${start} until before ${end}${share}; ${shown(spentMinor)} ${currency} were charged${before}: that is ${net} ${currency}.`,
    quantity: sold.quantity,
    price: answerPrice(sold.price),
    plan: planOf(sold),
    true_up: {
      ...{ covers, days: { counted, of } },
      ...{ spent: shown(spentMinor), trued_up_before: shown(formerMinor) },
    },
    list: shown(listMinor),
    net,
    rounding: roundingOf(due, currency),
  };
}
