/** What a period charges beside usage. */
import type { Period } from '../../kernel/time.ts';
import { earlierDay, laterDay } from '../../kernel/time.ts';
import { priceAt } from '../pricing/phases.ts';
import type { KnownSubscription } from '../subscriptions/states.ts';
import type { BilledLine } from './billed-line.ts';
import { chargeLine, soldIn, undividedLine } from './lines.ts';
import { isDivided, month30Of } from './proration.ts';
import { segmentsAt } from './rhythm.ts';
import { daysWithheld, daysWithout } from './withheld.ts';

/** The lines of a period: one for each part of it, and for each thing that was sold in it. */
export function periodLines(state: KnownSubscription, period: Period): readonly BilledLine[] {
  const { currency, nextIndex } = state;
  let start = period.start;
  const sales = state.former.map(({ sold, until, next }) => {
    const span = { sold, start, end: until };
    start = next;
    return span;
  });
  const last = { sold: soldIn(state, priceAt(state, nextIndex)), start, end: period.end };
  const all = [...sales, last];
  if (!isDivided(state)) {
    // Whoever had it when the period began pays for all of it.
    const first = all.find((sale) => isAny(overlapOf(sale, period)));
    return first ? [undividedLine(first.sold, { span: period, currency })] : [];
  }

  // Loops, for every invoice comes through here: lists of lists and objects without a member cost it 1 µs more.
  const lines: BilledLine[] = [];
  const withheld = state.suspension === undefined ? [] : daysWithheld(state);
  for (const segment of segmentsAt(state.rhythm, nextIndex)) {
    const { whole } = segment;
    for (const sale of all) {
      const span = overlapOf(overlapOf(sale, segment), period);
      if (!isAny(span)) continue;
      const month30 = month30Of(whole, state);
      if (withheld.length === 0) lines.push(chargeLine(sale.sold, { span, whole, month30, currency }));
      else
        for (const served of daysWithout(span, withheld))
          lines.push(chargeLine(sale.sold, { span: served, whole, month30, currency }));
    }
  }

  return lines;
}

function isAny({ start, end }: Period): boolean {
  return start < end;
}

function overlapOf(a: Period, b: Period): Period {
  return { start: laterDay(a.start, b.start), end: earlierDay(a.end, b.end) };
}
