/** Reads how far to move a clock: seconds, an ISO 8601 duration, or an instant to arrive at. */
import { addMonthsAnchored } from '../../../shared/kernel/time.ts';

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The epoch millisecond that lies so far after `now`; undefined for a text that is neither. */
export function targetOf(advance: unknown, now: number): number | undefined {
  if (typeof advance === 'number')
    return Number.isFinite(advance) && advance >= 0 ? now + advance * 1000 : undefined;
  const found = typeof advance === 'string' && advance.length > 2 ? DURATION.exec(advance) : null;
  if (!found) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const today = new Date(now).toISOString().slice(0, 10);
  const later = Date.parse(addMonthsAnchored(today, years * 12 + months)) - Date.parse(today);

  return now + later + (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000;
}
