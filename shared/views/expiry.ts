/** When rows mean nothing any more, as the table wants to be told it: an epoch second. */
import { epochMilliseconds, type Instant } from '../kernel/time.ts';

/** Days a closed row stays: longer than the sweeper looks back, so that no late projection opens it again. */
const CLOSED_DAYS = 4;

const SECONDS_PER_DAY = 86_400;

/** Of a row that a commit at an instant has closed. */
export function expiryOfClosed(at: Instant): number {
  return expiryAfter(at, CLOSED_DAYS);
}

/** So many days after an instant. */
export function expiryAfter(at: Instant, days: number): number {
  return Math.floor(epochMilliseconds(at) / 1_000) + days * SECONDS_PER_DAY;
}
