/** Why a repair is what it is: which bill came to another amount than it must. */
import { fromDecimal } from '../../kernel/rational.ts';
import type { BilledLine, RepairedKind } from '../billing/billed-line.ts';
import { netOf } from '../billing/lines.ts';
import type { InvoiceCause } from '../invoices/states.ts';
import type { Explanation } from './explanation.ts';
import { amounts, nothing, planOf, roundingOf } from './figures.ts';

type RepairLine = BilledLine & {
  readonly sold: NonNullable<BilledLine['sold']>;
  readonly repair: NonNullable<BilledLine['repair']>;
};

const NAMES: Readonly<Record<RepairedKind, string>> = {
  period: 'The bill of period',
  change: 'The bill of change',
  usage: 'The bill of usage',
  credit: 'What was given back by change',
  end: 'What the end gave back',
};

/** Explains what puts an earlier bill right. */
export function explainRepair(
  line: RepairLine,
  { currency, cause }: { readonly currency: string; readonly cause: InvoiceCause },
): Explanation {
  const { sold, repair, start, end, listMinor } = line;
  const { bill, number, invoice, expectedMinor, billedMinor } = repair;
  const shown = amounts(currency);
  const [expected, before, net] = [shown(expectedMinor), shown(billedMinor), shown(netOf(line))];
  const which = number === null ? NAMES[bill] : `${NAMES[bill]} ${number}`;

  return {
    ...nothing(currency, cause),
    rule: 'repair',
    formula: 'net = what had to be billed − what was billed of it before',
    sentence: `${which}, from ${start} until before ${end}, had to come to ${expected} ${currency}, reckoned again from the beginning, and came to ${before} ${currency}: that is ${net} ${currency}.`,
    plan: planOf(sold),
    repair: { bill, number, invoice, start, end, expected, billed_before: before },
    list: shown(listMinor),
    net,
    rounding: roundingOf(fromDecimal(net), currency),
  };
}
