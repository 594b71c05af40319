import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { rewrittenKeys } from '../../../infra/local/rewritten.ts';
import { testS3 } from '../../kit/embedded.ts';

/** A bucket with versions, a page after the other. */
function bucketOf(pages: readonly object[]) {
  const asked: unknown[] = [];
  const client = new S3Client({ region: 'eu-central-1' });
  client.middlewareStack.add(
    () => async (args) => {
      asked.push(args.input);
      return { output: { $metadata: {}, ...pages[asked.length - 1] }, response: {} };
    },
    { step: 'initialize' },
  );

  return { client, asked };
}

test('what was written again or deleted is named, over all pages of versions', async () => {
  const { client, asked } = bucketOf([
    {
      Versions: [{ Key: 'a' }, { Key: 'b' }],
      IsTruncated: true,
      NextKeyMarker: 'b',
      NextVersionIdMarker: '7',
    },
    { Versions: [{ Key: 'b' }, { Key: 'c' }, { Key: 'd' }], DeleteMarkers: [{ Key: 'd' }] },
  ]);

  expect(await rewrittenKeys(client, 'documents')).toEqual(['b', 'd']);
  expect(asked[1]).toMatchObject({ Bucket: 'documents', KeyMarker: 'b', VersionIdMarker: '7' });
});

test('a store without versions says that it cannot tell', async () => {
  const s3 = await testS3();

  expect(await rewrittenKeys(s3.client, s3.bucket)).toBeNull();

  await s3.stop();
});
