/** Issues an API key: the token is told once and never stored; what is stored is a peppered hash of its secret. */
import type { Scope } from '../contracts/route.ts';
import type { ApiKey } from '../domain/api-keys.ts';
import { apiKeys } from '../domain/api-keys.ts';
import type { Acting } from '../execute.ts';
import { create } from '../execute.ts';
import { fromBytesId, ID_BYTES } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Ports } from '../ports.ts';
import { hashSecret } from './authenticate.ts';

/** A key that was just issued; `token` is null when the request had been answered before. */
export type IssuedKey = {
  readonly state: Exclude<ApiKey, { status: 'none' }>;
  readonly token: string | null;
  readonly replayed: boolean;
};

/** Records the key and makes its token `sk_<stage>_<tenant>_<key>_<secret>`. */
export async function issueKey(
  of: {
    readonly tenant: string;
    readonly id: string;
    readonly label: string;
    readonly scopes: readonly Scope[];
    readonly acting: Acting;
  },
  ports: Pick<Ports, 'journal' | 'randomness' | 'secrets' | 'stage'>,
): Promise<Result<IssuedKey>> {
  const secret = part(ports.randomness.bytes(ID_BYTES)) + part(ports.randomness.bytes(ID_BYTES));
  const [pepper] = await ports.secrets.read('pepper');
  if (!pepper) throw new Error('the secret named pepper has no value');
  const secretHash = hashSecret(secret, pepper);
  const { label, scopes, acting } = of;
  const command = {
    do: 'issue' as const,
    label,
    scopes,
    secretHash,
    at: acting.at,
  };
  const done = await create(ports.journal, apiKeys, { ref: of, command, acting });
  if (!done.ok) return done;
  const { state, replayed } = done.value;
  if (state.status === 'none') throw new Error('an issued key has a state');
  const token = `sk_${ports.stage}_${bare(of.tenant)}_${bare(of.id)}_${secret}`;

  // The stored secret may be this very one although the put met itself, because its first answer was lost.
  return ok({ state, token: state.secretHash === secretHash ? token : null, replayed });
}

function part(bytes: Uint8Array): string {
  return bare(fromBytesId('x', bytes));
}

function bare(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
