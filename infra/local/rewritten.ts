/** Which objects of a bucket were written more than once or deleted, as the versions tell that the bucket keeps. */
import { ListObjectVersionsCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** Pages of versions that are read; a bucket of the local cloud is far smaller. */
export const VERSION_PAGES_MAX = 10_000;

/** The keys, in order; null where the store keeps no versions, as the embedded one of the local cloud. */
export async function rewrittenKeys(
  client: Pick<S3Client, 'send'>,
  bucket: string,
): Promise<readonly string[] | null> {
  const writes = new Map<string, number>();
  let from: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | null = {};
  for (let page = 0; from !== null && page < VERSION_PAGES_MAX; page += 1) {
    const told = await pageOf(client, bucket, from);
    if (told === null) return null;
    for (const key of told.keys) writes.set(key, (writes.get(key) ?? 0) + 1);
    from = told.next;
  }
  if (from !== null) throw new Error(`${bucket} has more than ${VERSION_PAGES_MAX} pages of versions`);

  return [...writes].flatMap(([key, count]) => (count > 1 ? [key] : [])).sort();
}

/** How a server says that it does not know versions. */
const UNKNOWN: ReadonlySet<number> = new Set([405, 501]);

async function pageOf(client: Pick<S3Client, 'send'>, bucket: string, from: object) {
  try {
    const told = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...from }));
    const { Versions = [], DeleteMarkers = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = told;
    const next = {
      ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
      ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
    };

    return {
      keys: [...Versions, ...DeleteMarkers].map(({ Key = '' }) => Key),
      next: IsTruncated ? next : null,
    };
  } catch (error) {
    if (error instanceof S3ServiceException && UNKNOWN.has(error.$metadata.httpStatusCode ?? 0)) return null;
    throw error;
  }
}
