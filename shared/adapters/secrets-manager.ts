/** Secrets from AWS Secrets Manager, kept for some minutes; never in the environment or a template. */
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { epochMilliseconds } from '../kernel/time.ts';
import type { Clock, Secrets } from '../ports.ts';
import { within } from './limits.ts';

/** How long a value that was read is used; a rotation is in force after that. */
export const SECRET_AGE_MILLISECONDS_MAX = 5 * 60 * 1_000;

/** Secrets that one process reads; their names come from the topology, never from a request. */
export const SECRETS_MAX = 64;

/** Where secrets are: the name is the prefix and what the caller asks for. */
export type SecretsPlace = {
  readonly client: SecretsManagerClient;
  readonly prefix: string;
  readonly clock: Clock;
};

/** Reads the current value and, while there is one, the previous. Throws where the secret does not exist. */
export function secretsManager({ client, prefix, clock }: SecretsPlace): Secrets {
  const kept = new Map<string, { readonly at: number; readonly values: readonly string[] }>();

  return {
    read: async (name) => {
      const now = epochMilliseconds(clock.now());
      const former = kept.get(name);
      const age = former ? now - former.at : Number.NaN;
      if (former && age >= 0 && age < SECRET_AGE_MILLISECONDS_MAX) return former.values;

      const values = await valuesOf(client, `${prefix}${name}`);
      kept.set(name, { at: now, values });
      within('secrets of a process', kept.size, SECRETS_MAX);

      return values;
    },
  };
}

async function valuesOf(client: SecretsManagerClient, id: string): Promise<readonly string[]> {
  const [current, previous] = await Promise.all([
    client.send(new GetSecretValueCommand({ SecretId: id, VersionStage: 'AWSCURRENT' })),
    previousOf(client, id),
  ]);
  if (current.SecretString === undefined) throw new TypeError(`the secret ${id} holds no text`);

  return previous === undefined ? [current.SecretString] : [current.SecretString, previous];
}

/** A secret that was never rotated has no previous value. */
async function previousOf(client: SecretsManagerClient, id: string): Promise<string | undefined> {
  try {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: id, VersionStage: 'AWSPREVIOUS' }),
    );

    return SecretString;
  } catch (fault) {
    if (fault instanceof ResourceNotFoundException) return undefined;
    throw fault;
  }
}
