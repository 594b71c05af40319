/**
 * The documents in S3: written once, opened by links that end. An object that names no end of its lock has the bucket's
 * default.
 */
import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Instant } from '../kernel/time.ts';
import type { Documents } from '../ports.ts';
import { DOCUMENT_BYTES_MAX, LINK_SECONDS_MAX, within } from './limits.ts';

/** A client and its bucket; `checkFirst` is for servers that ignore `If-None-Match`. */
export type S3Bucket = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly checkFirst?: boolean;
  /** Whether objects are locked until the instant they are put with; without it the bucket's default alone holds. */
  readonly isLocking?: boolean;
};

/** Puts that meet a concurrent put of the same key are tried so often. */
export const PUT_ATTEMPTS_MAX = 3;

/** The documents in a bucket. */
export function s3Documents(at: S3Bucket): Documents {
  return {
    put: async (key, bytes, contentType, lockedUntil) => {
      within('bytes of a document', bytes.length, DOCUMENT_BYTES_MAX);
      if (at.checkFirst && (await exists(at, key))) return 'present';

      return putOnce(at, { key, bytes, contentType, ...(at.isLocking && lockedUntil && { lockedUntil }) });
    },
    get: (key) => read(at, key),
    link: (key, seconds, fileName) => link(at, key, { seconds, fileName }),
  };
}

type Upload = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly lockedUntil?: Instant;
};

/** 412 says that the object is there already; 409 that another put of it is under way, whose end has to be awaited. */
async function putOnce({ client, bucket }: S3Bucket, upload: Upload): Promise<'written' | 'present'> {
  const { key, bytes, contentType, lockedUntil } = upload;
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    IfNoneMatch: '*',
    // S3 refuses bytes that were damaged on their way, and tells the sum to whoever asks for the object's head.
    ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
    ...(lockedUntil !== undefined && {
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: new Date(lockedUntil),
    }),
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return 'written';
    } catch (fault) {
      const status = statusOf(fault);
      if (status === 412) return 'present';
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
