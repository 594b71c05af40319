/** When a provider is asked about what it has not told: after five minutes, an hour, then daily five times; then a person. */
import { addToInstant, type Instant } from '../../kernel/time.ts';
import type { Asking } from './payment.ts';

/** The first question comes this long after the attempt was made. */
export const FIRST_ASK_SECONDS = 300;

const PAUSES_SECONDS: readonly number[] = [3_600, 86_400, 86_400, 86_400, 86_400, 86_400];

/** Questions in all. */
export const ASKS_MAX = PAUSES_SECONDS.length + 1;

/** The instant of the first question about an attempt made at `at`. */
export function firstAskAt(at: Instant): Instant {
  return addToInstant(at, { seconds: FIRST_ASK_SECONDS });
}

/** The count after one more question, and when the next one is due. */
export function askedAgain(before: Asking | null, at: Instant): Asking {
  const count = (before?.count ?? 0) + 1;
  const seconds = PAUSES_SECONDS[count - 1];

  return { count, nextAt: seconds === undefined ? null : addToInstant(at, { seconds }) };
}
