/** The documents in S3: written once, opened by links that end. Retention is the bucket's default. */
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Documents } from '../ports.ts';
import { DOCUMENT_BYTES_MAX, LINK_SECONDS_MAX, within } from './limits.ts';

/** A client and its bucket; `checkFirst` is for servers that ignore `If-None-Match`. */
export type S3Bucket = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly checkFirst?: boolean;
};

/** Puts that meet a concurrent put of the same key are tried so often. */
export const PUT_ATTEMPTS_MAX = 3;

/** The documents in a bucket. */
export function s3Documents(at: S3Bucket): Documents {
  return {
    put: async (key, bytes, contentType) => {
      within('bytes of a document', bytes.length, DOCUMENT_BYTES_MAX);
      if (at.checkFirst && (await exists(at, key))) return;

      await putOnce(at, { key, bytes, contentType });
    },
    get: (key) => read(at, key),
    link: (key, seconds, fileName) => link(at, key, { seconds, fileName }),
  };
}

type Upload = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
};

/** 412 says that the object is there already; 409 that another put of it is under way, whose end has to be awaited. */
async function putOnce({ client, bucket }: S3Bucket, { key, bytes, contentType }: Upload): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    IfNoneMatch: '*',
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return;
    } catch (fault) {
      const status = statusOf(fault);
      if (status === 412) return;
      if (status !== 409 || attempt === PUT_ATTEMPTS_MAX) throw fault;
    }
  }
}

async function exists({ client, bucket }: S3Bucket, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (fault) {
    if (statusOf(fault) === 404) return false;
    throw fault;
  }
}

async function read({ client, bucket }: S3Bucket, key: string): Promise<Uint8Array | undefined> {
  try {
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    within('bytes of a document', ContentLength, DOCUMENT_BYTES_MAX);

    return await Body?.transformToByteArray();
  } catch (fault) {
    if (fault instanceof NoSuchKey) return undefined;
    throw fault;
  }
}

async function link(
  { client, bucket }: S3Bucket,
  key: string,
  { seconds, fileName }: { readonly seconds: number; readonly fileName: string },
): Promise<string> {
  within('seconds of a link', seconds, LINK_SECONDS_MAX);
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentType: contentTypeOf(fileName),
    ResponseContentDisposition: `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
  });

  return getSignedUrl(client, command, { expiresIn: seconds });
}

function contentTypeOf(fileName: string): string {
  if (fileName.endsWith('.pdf')) return 'application/pdf';
  if (fileName.endsWith('.xml')) return 'application/xml';
  if (fileName.endsWith('.json')) return 'application/json';

  return 'application/octet-stream';
}

function statusOf(fault: unknown): number | undefined {
  return fault instanceof S3ServiceException ? fault.$metadata.httpStatusCode : undefined;
}
