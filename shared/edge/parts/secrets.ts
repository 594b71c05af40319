/** Secrets. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretsManager } from '../../adapters/secrets-manager.ts';
import type { Part } from '../live.ts';

/** Reads secrets by name, current and previous value. */
export const secrets: Part = (config, { clock }) => ({
  secrets: secretsManager({ client: new SecretsManagerClient({}), prefix: config.secretPrefix, clock }),
});
