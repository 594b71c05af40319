import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test } from 'vitest';
import { type RunningServer, serveHttp } from '../../../infra/local/servers/server.ts';
import { memoryClock } from '../../../shared/adapters/memory-system.ts';
import { SECRET_AGE_MILLISECONDS_MAX, secretsManager } from '../../../shared/adapters/secrets-manager.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

test('a secret that was never rotated has one value', async () => {
  const { secrets } = await over({ 'test/pepper': { AWSCURRENT: 'now' } });

  expect(await secrets.read('pepper')).toEqual(['now']);
});

test('while a secret is rotated, the current value comes before the previous', async () => {
  const { secrets } = await over({ 'test/pepper': { AWSCURRENT: 'now', AWSPREVIOUS: 'before' } });

  expect(await secrets.read('pepper')).toEqual(['now', 'before']);
});

test('a value is read again once it is five minutes old, and no sooner', async () => {
  const stored = { 'test/pepper': { AWSCURRENT: 'old' } };
  const { secrets, clock } = await over(stored);
  await secrets.read('pepper');
  stored['test/pepper'].AWSCURRENT = 'new';

  clock.advance({ seconds: SECRET_AGE_MILLISECONDS_MAX / 1_000 - 1 });
  expect(await secrets.read('pepper')).toEqual(['old']);

  clock.advance({ seconds: 1 });
  expect(await secrets.read('pepper')).toEqual(['new']);
});

test('a clock that is moved back does not prolong the life of a value', async () => {
  const stored = { 'test/pepper': { AWSCURRENT: 'old' } };
  const { secrets, clock } = await over(stored);
  await secrets.read('pepper');
  stored['test/pepper'].AWSCURRENT = 'new';

  clock.advance({ days: -1 });

  expect(await secrets.read('pepper')).toEqual(['new']);
});

test('a secret that does not exist is a fault', async () => {
  const { secrets } = await over({});

  await expect(secrets.read('pepper')).rejects.toThrow("can't find");
});

type Stored = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function over(stored: Stored) {
  const server = await serveSecrets(stored);
  servers.push(server);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SecretsManagerClient({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
  const clock = memoryClock('2026-03-01T09:00:00.000Z');

  return { clock, secrets: secretsManager({ client, prefix: 'test/', clock }) };
}

/** The one call of Secrets Manager that is made, over the wire. */
function serveSecrets(stored: Stored): Promise<RunningServer> {
  return serveHttp(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { SecretId, VersionStage } = JSON.parse(Buffer.concat(parts).toString());
      const value = stored[SecretId]?.[VersionStage];

      response.statusCode = value === undefined ? 400 : 200;
      response.end(
        JSON.stringify(
          value === undefined
            ? {
                __type: 'ResourceNotFoundException',
                Message: "Secrets Manager can't find the specified secret.",
              }
            : { Name: SecretId, SecretString: value },
        ),
      );
    },
    { name: 'Secrets Manager' },
  );
}
