/** Why a line of usage is what it is: the window, its events and their hash, the quantity and the price. */
import { answerPrice } from '../answers/prices.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import { exactOf, netOf } from '../billing/lines.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { Explanation } from './explanation.ts';
import { amounts, nothing, partsOf, planOf, roundingOf, text } from './figures.ts';

type UsageLine = BilledLine & {
  readonly sold: NonNullable<BilledLine['sold']>;
  readonly usage: NonNullable<BilledLine['usage']>;
};

/** Explains what was charged for usage. */
export function explainUsage(
  line: UsageLine,
  of: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { currency, cause } = of;
  const { sold, usage, start, end } = line;
  const { meter, aggregation, events, hash, paid = null, carried = null, formerMinor } = usage;
  const shown = amounts(currency);
  const exact = exactOf(sold, usage);
  const net = shown(netOf(line));
  const isCorrection = formerMinor !== undefined;
  const before = isCorrection ? shown(formerMinor) : null;
  const said = `${counted(line)} to ${sold.quantity}`;
  const less = before === null ? '' : ` ${before} ${currency} were charged before,`;

  return {
    ...nothing(currency, cause),
    rule: isCorrection ? 'usage_correction' : 'usage',
    formula: isCorrection
      ? 'net = round(price of quantity) − what was charged before'
      : 'net = round(price of quantity)',
    sentence: `${said}, which costs ${text(exact.total)} ${currency};${less} that is ${net} ${currency}.`,
    quantity: sold.quantity,
    price: answerPrice(sold.price),
    plan: planOf(sold),
    parts: partsOf(exact),
    ...(usage.cells && { cells: usage.cells }),
    usage: { meter, aggregation, start, end, events, hash, paid, carried, charged_before: before },
    list: shown(line.listMinor),
    net,
    rounding: roundingOf(exact.total, currency),
  };
}

/** A level that was told before the days counts in them, even where nothing else was told. */
function counted({ usage, start, end }: UsageLine): string {
  const { meter, events, carried = null } = usage;
  const [what, comes] = events === 1 ? ['event', 'comes'] : ['events', 'come'];
  const level = carried === null || carried === '0' ? '' : `, with a level of ${carried} from before,`;

  return `${events} ${what} of ${meter} from ${start} until before ${end}${level} ${comes}`;
}
