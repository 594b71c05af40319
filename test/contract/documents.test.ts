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

  test('a link names the file that the browser saves, without characters that would end the name', async () => {
    const documents = s3Documents(s3);
    await documents.put('ten_a/named.pdf', new Uint8Array([1]), 'application/pdf');

    const answer = await fetch(await documents.link('ten_a/named.pdf', 60, 'Re"; 4711.pdf'));

    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Re___4711.pdf"');
  });
});
