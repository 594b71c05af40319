/** What is wrong with a delivery, line by line. */
import { compare, fromDecimal, isZero, type Rational, rational, subtract } from '../../kernel/rational.ts';
import { refuse } from '../../kernel/result.ts';
import type { Delivery, OrderLine } from './states.ts';

/** The refusal of the first line that the order does not have, names twice, or has delivered already; undefined if none. */
export function firstWrongLine(
  delivery: Delivery,
  { lines, delivered }: { readonly lines: readonly OrderLine[]; readonly delivered: readonly Rational[] },
) {
  const seen = new Set<number>();
  for (const [index, [number, quantity]] of delivery.lines.entries()) {
    const line = lines[number - 1];
    const pointer = `#/lines/${index}`;
    if (!line)
      return refuse('order.line_unknown', `The order has no line ${number}.`, { pointer: `${pointer}/line` });
    if (seen.has(number))
      return refuse('order.line_repeated', `Line ${number} is named twice.`, { pointer: `${pointer}/line` });
    seen.add(number);
    if (line.plan !== null) {
      return refuse(
        'order.line_not_delivered',
        `Line ${number} starts a subscription and is not delivered.`,
        { pointer: `${pointer}/line` },
      );
    }
    const open = subtract(fromDecimal(line.quantity), delivered[number - 1] ?? ZERO);
    if (isZero(fromDecimal(quantity)) || compare(fromDecimal(quantity), open) > 0) {
      return refuse(
        'order.quantity_exceeded',
        `Of line ${number} at most what is left can be delivered, and more than 0.`,
        {
          pointer: `${pointer}/quantity`,
        },
      );
    }
  }

  return undefined;
}

const ZERO = rational(0n, 1n);
