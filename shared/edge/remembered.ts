/** A request as an aggregate that lives on remembers it. */
import { sha256Base64Url } from '../kernel/hash.ts';
import type { Call } from './http.ts';

/** Characters of the hashes by which a request is met again: 132 bits each; whole ones would cost a write unit. */
const REMEMBERED_LENGTH = 22;

/** Key and fingerprint of a request, short enough to be kept. A key is its sender's own text and may name somebody, so its hash is kept. */
export function rememberedRequest(call: Call<unknown, unknown>): {
  readonly key: string;
  readonly fingerprint: string;
} {
  const key = sha256Base64Url(call.idempotencyKey).slice(0, REMEMBERED_LENGTH);
  const fingerprint = (call.acting.fingerprint ?? '').slice(0, REMEMBERED_LENGTH);

  return { key, fingerprint };
}
