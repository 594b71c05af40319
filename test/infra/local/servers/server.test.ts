import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startS3 } from '../../../../infra/local/servers/s3.ts';
import { LOCAL_CREDENTIALS } from '../../../../infra/local/servers/server.ts';
import { startSqs } from '../../../../infra/local/servers/sqs.ts';

test('a port that is taken is named, with the server that wanted it', async () => {
  const sqs = await startSqs();
  const port = Number(new URL(sqs.endpoint).port);

  await expect(startSqs({ port })).rejects.toMatchObject({
    name: 'PortInUse',
    message: expect.stringContaining('SQS'),
  });
  await expect(startS3({ port })).rejects.toMatchObject({
    name: 'PortInUse',
    message: expect.stringContaining('S3'),
  });

  await sqs.stop();
});

test('a server that is stopped leaves its port free', async () => {
  const first = await startSqs();
  const port = Number(new URL(first.endpoint).port);
  await first.stop();

  const second = await startSqs({ port });

  expect(second.endpoint).toBe(first.endpoint);
  await second.stop();
});

test('documents are there again after a restart', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
  const first = await startS3({ dataFolder, buckets: ['documents'] });
  await clientOf(first.endpoint).send(
    new PutObjectCommand({ Bucket: 'documents', Key: 'a/b', Body: 'kept' }),
  );
  await first.stop();

  const second = await startS3({ dataFolder, buckets: ['documents'] });

  const { Body } = await clientOf(second.endpoint).send(
    new GetObjectCommand({ Bucket: 'documents', Key: 'a/b' }),
  );
  expect(await Body?.transformToString()).toBe('kept');
  await second.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

function clientOf(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-central-1',
    credentials: LOCAL_CREDENTIALS,
    forcePathStyle: true,
  });
}
