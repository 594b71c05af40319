/** What the events of a window come to: their quantity, their number, and the hash by which they are known again. */
import { canonicalJson, sha256Hex } from '../../kernel/hash.ts';
import { fromDecimal, isZero } from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import type { PricedMeter, UsageTaken } from '../billing/metering.ts';
import { type CellQuantity, type Matrix, valuesTold } from '../pricing/matrix.ts';
import { paidOf, quantityOf } from '../pricing/amounts.ts';
import { aggregated, corrected, type LevelSpan } from '../usage.ts';
import type { MeteredEvent } from './meter.ts';

/** What the events of a meter come to, in the order of their instants and ids, or why they could not be read. */
export function summed(
  { aggregation, price }: Pick<PricedMeter, 'aggregation' | 'price'>,
  events: Result<readonly MeteredEvent[]>,
  span: LevelSpan,
): Pick<UsageTaken, 'quantity' | 'events' | 'hash' | 'paid' | 'cells' | 'carried' | 'obstacle'> {
  if (!events.ok) {
    const { code, message: reason } = events.refusal;
    return { quantity: '0', events: 0, hash: '', obstacle: { code, reason } };
  }
  const level = aggregation === 'time_weighted' && { carried: span.carried };
  const hash = sha256Hex(canonicalJson(level ? [span.carried, ...events.value] : events.value));
  const quantity = aggregated(aggregation, events.value, span);
  const taken = { quantity, events: events.value.length, hash, ...level, obstacle: null };
  if (price.model === 'matrix') return { ...taken, cells: cellsOf(price, aggregation, events.value) };
  if (price.model !== 'percentage') return taken;

  // Only a sum is made of the values of its events; any other quantity is one value.
  const whole = quantityOf(quantity);
  const values = isZero(whole) ? [] : [whole];
  const each = corrected(events.value).map((event) => fromDecimal(event.quantity));

  return { ...taken, paid: paidOf(price, aggregation === 'sum' ? each : values) };
}

/** What of the events falls into each cell, in the order of the matrix; what has no cell comes last. */
function cellsOf(
  price: Matrix,
  aggregation: PricedMeter['aggregation'],
  events: readonly MeteredEvent[],
): readonly CellQuantity[] {
  const byValues = Map.groupBy(corrected(events), ({ dimension }) => valuesTold(price, dimension));
  const order = [...price.cells.map(({ values }) => values), null];

  return order.flatMap((values) => {
    const own = byValues.get(values);
    return own ? [{ values, quantity: aggregated(aggregation, own) }] : [];
  });
}
