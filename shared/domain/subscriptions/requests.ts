/** Requests that a subscription has met before. */
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { KnownSubscription, Request } from '../subscriptions.ts';

/** Requests that a subscription remembers. */
export const REQUESTS_MAX = 10;

/** Nothing new for a repetition, a refusal for the key of another request, undefined for a new one. */
export function requestMet(state: KnownSubscription, request: Request): Result<readonly never[]> | undefined {
  const former = state.requests.find(({ key }) => key === request.key);
  if (!former) return undefined;

  return former.fingerprint === request.fingerprint
    ? ok([])
    : refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.', {
        hint: 'Send a new key, or the same request again.',
      });
}
