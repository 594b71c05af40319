/** Days and periods in the Cross Industry Invoice. */
import type { SemanticPeriod } from './model.ts';
import { attribute, leaf, node } from './xml-text.ts';

const FORMAT_102 = attribute('format', '102');

/** A day as the syntax writes it: eight digits, in the namespace that its place asks for. */
export function ciiDay(name: string, day: string | null, prefix: 'udt' | 'qdt' = 'udt'): string {
  if (day === null) return '';

  return node(name, leaf(`${prefix}:DateTimeString`, day.replaceAll('-', ''), FORMAT_102));
}

/** First and last day of a period. */
export function ciiPeriod(period: SemanticPeriod | null): string {
  if (period === null) return '';

  return node(
    'ram:BillingSpecifiedPeriod',
    ciiDay('ram:StartDateTime', period.start),
    ciiDay('ram:EndDateTime', period.end),
  );
}
