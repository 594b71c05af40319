/**
 * Texts that lie deflated. A write unit is a kilobyte, and a commit or row a little above it is mostly the same names and
 * ids over and over: deflated, nearly every one fits. What fits as it is stays readable.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { itemBytes, WRITE_UNIT_BYTES } from './item-size.ts';
import type { PlainItem } from './plain-item.ts';

/** A text may weigh this much once it is unpacked; far above every bound of what is packed. */
const UNPACKED_BYTES_MAX = 4_000_000;

/** The item as it is written: one above a write unit has the text under `name` deflated, unless that makes it no smaller. */
export function packedItem(item: PlainItem, name: string): PlainItem {
  const text = item[name];
  if (typeof text !== 'string' || itemBytes(item) <= WRITE_UNIT_BYTES) return item;
  const packed = { ...item, [name]: deflateRawSync(text) };

  return itemBytes(packed) < itemBytes(item) ? packed : item;
}

/** The text in packed bytes, or in their Base64 as a stream's record has them. Throws on anything that was not packed. */
export function unpacked(bytes: Uint8Array | string): string {
  const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes;

  return inflateRawSync(raw, { maxOutputLength: UNPACKED_BYTES_MAX }).toString('utf8');
}
