/** Requests that an aggregate has met before, where it lives on and a request is not its first commit. */
import { ok, refuse, type Result } from '../kernel/result.ts';

/** A request by its idempotency key, and the fingerprint of what it asked. */
export type Request = { readonly key: string; readonly fingerprint: string };

/** Nothing new for a repetition, a refusal for the key of another request, undefined for a new one. */
export function requestMet(met: readonly Request[], request: Request): Result<readonly never[]> | undefined {
  const former = met.find(({ key }) => key === request.key);
  if (!former) return undefined;

  return former.fingerprint === request.fingerprint
    ? ok([])
    : refuse('idempotency.key_reused', 'This Idempotency-Key was used with another request.', {
        hint: 'Send a new key, or the same request again.',
      });
}
