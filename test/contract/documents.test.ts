import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { s3Documents } from '../../shared/adapters/s3-documents.ts';
import { testS3 } from '../kit/embedded.ts';
import { documentsContract } from './documents.ts';

documentsContract('memory', async () => memoryDocuments());

describe('with a server', () => {
  let s3: Awaited<ReturnType<typeof testS3>>;
  beforeAll(async () => {
    s3 = await testS3();
  });
  afterAll(() => s3.stop());

  documentsContract('S3', async () => s3Documents({ ...s3, isLocking: true }));

  test('an object is put under a lock until its instant, with the sum of its bytes; a trial account locks nothing', async () => {
    const put: object[] = [];
    const client = new S3Client({ region: 'eu-central-1' });
    client.middlewareStack.add(
      () => async (args) => {
        put.push(args.input);
        return { output: { $metadata: {} }, response: {} };
      },
      { step: 'initialize' },
    );
    const until = '2035-01-02T00:00:00.000Z';

    for (const isLocking of [true, false]) {
      const documents = s3Documents({ client, bucket: 'documents', isLocking });
      await documents.put('ten_a/a.pdf', new TextEncoder().encode('%PDF'), 'application/pdf', until);
    }

    const sum = createHash('sha256').update('%PDF').digest('base64');
    expect(put).toMatchObject([
      {
        IfNoneMatch: '*',
        ChecksumSHA256: sum,
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: new Date(until),
      },
      { IfNoneMatch: '*', ChecksumSHA256: sum },
    ]);
    expect(put[1]).not.toHaveProperty('ObjectLockMode');
  });

  test('a link names the file that the browser saves, without characters that would end the name', async () => {
    const documents = s3Documents(s3);
    await documents.put('ten_a/named.pdf', new Uint8Array([1]), 'application/pdf');

    const answer = await fetch(await documents.link('ten_a/named.pdf', 60, 'Re"; 4711.pdf'));

    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Re___4711.pdf"');
  });
});
