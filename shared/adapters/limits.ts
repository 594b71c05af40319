/** Bounds that the AWS adapters and their memory twins keep alike. */

/** Commits in one answer of `history`; fewer means that there are no more. */
export const HISTORY_PAGE_MAX = 100;

/** Items in one page of a segmented scan. */
export const SCAN_PAGE_MAX = 200;

/** Segments that a scan may be cut into; DynamoDB's own bound. */
export const SCAN_SEGMENTS_MAX = 1_000_000;

/** Rows that one question to a view may ask for. */
export const VIEW_QUERY_MAX = 1_000;

/** Bytes of a view row's encoded data. */
export const VIEW_ROW_BYTES_MAX = 200_000;

/** Versions of one profile, so that erasing it is bounded. */
export const PROFILE_VERSIONS_MAX = 1_000;

/** Bytes of a profile's encoded data. */
export const PROFILE_BYTES_MAX = 64_000;

/** Events of one meter that one question may ask for. */
export const USAGE_PAGE_MAX = 1_000;

/** Bytes of one message's body; a batch of ten must fit the same measure. SQS takes a mebibyte since August 2025. */
export const MESSAGE_BYTES_MAX = 1_048_576;

/** The longest delay of a message that SQS knows; a longer one is cut to it. */
export const DELAY_SECONDS_MAX = 900;

/** Bytes of one document. */
export const DOCUMENT_BYTES_MAX = 20_000_000;

/** The longest life of a link, one hour. */
export const LINK_SECONDS_MAX = 3_600;

/** Something is larger, longer or more than its named bound; a fault, because the edge refuses such requests. */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
}

/** Throws `LimitExceeded` unless the count is at most the bound. */
export function within(what: string, count: number, max: number): void {
  if (!(count <= max)) throw new LimitExceeded(`${what}: ${count} is more than ${max}`);
}

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Throws unless the segment exists: `index` from 0 to below `of`. */
export function checkSegment({ index, of }: { readonly index: number; readonly of: number }): void {
  within('segments of a scan', of, SCAN_SEGMENTS_MAX);
  if (!Number.isInteger(of) || !Number.isInteger(index) || index < 0 || index >= of) {
    throw new RangeError(`segment ${index} of ${of} does not exist`);
  }
}
