import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSecrets } from '../../../../infra/local/secrets/server.ts';
import { openSecrets } from '../../../../infra/local/secrets/store.ts';
import { openWorld } from '../../../../infra/local/template/scope.ts';

const secret = (properties: Record<string, unknown>) => ({ type: 'AWS::SecretsManager::Secret', properties });

const world = openWorld(
  {
    region: null,
    assets: {},
    stacks: [
      {
        name: 'data',
        parameters: {},
        exports: {},
        resources: {
          Made: secret({
            Name: 'made',
            GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true },
          }),
          Inside: secret({
            Name: 'inside',
            GenerateSecretString: {
              SecretStringTemplate: '{"user":"us"}',
              GenerateStringKey: 'password',
              PasswordLength: 8,
            },
          }),
          ByHand: secret({ Name: 'by-hand' }),
        },
      },
    ],
  },
  'us-east-1',
);

let folder: string;
let stop: () => Promise<void>;
let client: SecretsManagerClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-secrets-'));
  const server = await startSecrets(openSecrets(world, join(folder, 'secrets.json')));
  stop = server.stop;
  client = new SecretsManagerClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});

afterAll(async () => {
  client.destroy();
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const read = (SecretId: string, VersionStage?: string) =>
  client.send(new GetSecretValueCommand({ SecretId, ...(VersionStage ? { VersionStage } : {}) }));

describe('a secret', () => {
  test('is generated as the template says, and only once', async () => {
    const { SecretString = '' } = await read('made');
    const again = openSecrets(world, join(folder, 'secrets.json')).find('made')?.current?.text;

    expect(SecretString).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(again).toBe(SecretString);
  });

  test('can be part of a template', async () => {
    const { SecretString = '' } = await read('inside');

    expect(JSON.parse(SecretString)).toEqual({ user: 'us', password: expect.stringMatching(/^.{8}$/) });
  });

  test('without a value is not found until somebody puts one in', async () => {
    await expect(read('by-hand')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    await client.send(new PutSecretValueCommand({ SecretId: 'by-hand', SecretString: 'first' }));

    expect((await read('by-hand')).SecretString).toBe('first');
  });

  test('keeps its former value while it is rotated', async () => {
    await client.send(new PutSecretValueCommand({ SecretId: 'by-hand', SecretString: 'first' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'by-hand', SecretString: 'second' }));

    expect((await read('by-hand')).SecretString).toBe('second');
    expect((await read('by-hand', 'AWSPREVIOUS')).SecretString).toBe('first');
  });

  test('of another name is not found', async () => {
    await expect(read('nobodys')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
