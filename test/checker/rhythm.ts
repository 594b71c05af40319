/** The periods of a rhythm, reckoned from its anchor. */
import { daysLater, monthsLater } from './arithmetic.ts';
import { type Data, text, whole } from './books.ts';

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 };
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 };

/** Period number `index` of a rhythm. */
export function periodOf(
  { rhythm }: { readonly rhythm: Data },
  index: number,
): { readonly start: string; readonly end: string } {
  const [start, anchor] = [text(rhythm, 'start'), text(rhythm, 'anchor')];
  const isMerged = rhythm.merged === true;
  const hasStub = start < anchor && !isMerged;
  const place = index - whole(rhythm, 'firstIndex') - (hasStub ? 1 : 0);
  if (place < 0) return { start, end: anchor };

  return { start: place === 0 && isMerged ? start : gridDay(rhythm, place), end: gridDay(rhythm, place + 1) };
}

/** The day on which place number `place` of a rhythm's grid begins. */
export function gridDay(rhythm: Data, place: number): string {
  const [interval, count, anchor] = [
    text(rhythm, 'interval'),
    whole(rhythm, 'count'),
    text(rhythm, 'anchor'),
  ];
  const months = MONTHS[interval];

  return months === undefined
    ? daysLater(anchor, place * count * (DAYS[interval] ?? 0))
    : monthsLater(anchor, place * count * months, whole(rhythm, 'anchorDay'));
}
