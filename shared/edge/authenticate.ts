/** Who calls: an API key `sk_<stage>_<tenant>_<key>_<secret>`, looked up by its id, compared in constant time. */
import type { Scope } from '../contracts/route.ts';
import { apiKeys } from '../domain/api-keys.ts';
import { load } from '../execute.ts';
import { equalConstantTime, hmacSha256Hex } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';

/** Whoever was let in. */
export type Caller = { readonly tenant: string; readonly keyId: string; readonly scopes: readonly Scope[] };

/** Routes without a key act for nobody. */
export const PUBLIC_CALLER: Caller = { tenant: '', keyId: 'public', scopes: [] };

const TOKEN = /^Bearer +sk_[a-z]{2,10}_([0-9a-z]{26})_([0-9a-z]{26})_([0-9a-z]{52})$/;

/** Checks the bearer token and the scope. Every way of being wrong gets the same answer. */
export async function authenticate(
  header: string | undefined,
  scope: Scope,
  ports: Ports,
): Promise<Result<Caller>> {
  if (header === undefined) {
    return refuse('auth.missing', 'This route requires an API key.', {
      hint: 'Send the header Authorization: Bearer sk_…',
    });
  }
  const [, tenantPart, keyPart, secret] = TOKEN.exec(header.replace(/^bearer/i, 'Bearer')) ?? [];
  if (!tenantPart || !keyPart || !secret) return refused();

  const ref = { tenant: `ten_${tenantPart}`, id: `key_${keyPart}` };
  const [{ state }, peppers] = await Promise.all([
    load(ports.journal, apiKeys, ref),
    ports.secrets.read('pepper'),
  ]);
  if (state.status !== 'active' || (state.expiresAt !== null && state.expiresAt <= ports.clock.now()))
    return refused();
  if (!peppers.some((pepper) => equalConstantTime(hashSecret(secret, pepper), state.secretHash)))
    return refused();
  if (!state.scopes.includes('admin') && !state.scopes.includes(scope)) {
    return refuse('auth.scope_missing', `This key does not have the scope ${scope}.`);
  }

  return ok({ tenant: ref.tenant, keyId: ref.id, scopes: state.scopes });
}

/** The tenant that a token names, before anybody knows whether it may; empty where it names none. */
export function tenantNamed(header: string | undefined): string {
  const [, tenantPart] = TOKEN.exec(header?.replace(/^bearer/i, 'Bearer') ?? '') ?? [];

  return tenantPart ? `ten_${tenantPart}` : '';
}

/** What is stored of a key's secret. */
export function hashSecret(secret: string, pepper: string): string {
  return hmacSha256Hex(pepper, secret);
}

function refused() {
  return refuse('auth.invalid', 'The API key is not valid.', {
    hint: 'It may be misspelt, revoked or expired.',
  });
}
