/** The day on which something that happened at an instant is booked. */
import { type CivilDate, type Instant, localDate } from '../kernel/time.ts';

/** The seller's day; that of UTC where its zone is not known, as of accounts and payments of before it was told to them. */
export function bookingDay(at: Instant, zone: string | undefined): CivilDate {
  return zone === undefined ? at.slice(0, 10) : localDate(at, zone);
}
