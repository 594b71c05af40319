/** A token bucket, as API Gateway throttles. */
import type { Throttle } from '../template/api.ts';

/** Tells for each request whether it may pass. */
export type Gate = (nowMilliseconds: number) => boolean;

/** A gate that lets a burst through and then the rate; without settings it is always open. */
export function makeGate(throttle: Throttle | null): Gate {
  if (!throttle) return () => true;
  const { ratePerSecond, burst } = throttle;
  let tokens = burst;
  let filledAt: number | undefined;

  return (nowMilliseconds) => {
    const seconds = (nowMilliseconds - (filledAt ?? nowMilliseconds)) / 1000;
    tokens = Math.min(burst, tokens + Math.max(0, seconds) * ratePerSecond);
    filledAt = nowMilliseconds;
    if (tokens < 1) return false;
    tokens -= 1;

    return true;
  };
}
