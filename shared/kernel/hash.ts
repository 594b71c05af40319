import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto';
import { InvariantViolation, invariant } from './invariant.ts';

/** Bytes of randomness or digest in an id: 128 bits, written as 26 characters. */
export const ID_BYTES = 16;

/** The deepest nesting `canonicalJson` follows. */
export const JSON_DEPTH_MAX = 64;

const CROCKFORD = [...'0123456789abcdefghjkmnpqrstvwxyz'];
/** What ten bits are written as. */
const PAIRS = CROCKFORD.flatMap((first) => CROCKFORD.map((second) => first + second));

/** SHA-256 as 64 hex digits; text counts as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 as 43 characters of Base64 safe in a URL, without padding; text counts as UTF-8. */
export function sha256Base64Url(data: string | Uint8Array): string {
  return hash('sha256', data, 'base64url');
}

/** HMAC-SHA-256 as 64 hex digits; text counts as UTF-8. */
export function hmacSha256Hex(key: string | Uint8Array, data: string | Uint8Array): string {
  return createHmac('sha256', key).update(data).digest('hex');
}

/** HMAC-SHA-256 in Base64 with padding; text counts as UTF-8. */
export function hmacSha256Base64(key: string | Uint8Array, data: string | Uint8Array): string {
  return createHmac('sha256', key).update(data).digest('base64');
}

/** Compares two secrets in a time that tells nothing about where, or whether in length, they differ. */
export function equalConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

/**
 * An id that the same parts always give again and no other parts give: prefix, underscore and 26 Crockford base32
 * characters of a SHA-256 over the length-prefixed parts, so that no separator inside a part can shift a boundary.
 */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  let encoded = lengthPrefixed(prefix);
  for (const part of parts) encoded += lengthPrefixed(part);
  // One character a byte is made several times as fast as an object of bytes.
  const digest = hash('sha256', encoded, 'binary');

  return idOf(prefix, (index) => digest.charCodeAt(index));
}

function lengthPrefixed(part: string): string {
  // A lone surrogate has no UTF-8: two different parts would hash alike.
  invariant(part.isWellFormed(), 'a part of an id is well-formed text');

  return `${part.length}:${part}`;
}

/** An id of the first 16 of the given bytes, of which there are at least so many. */
export function fromBytesId(prefix: string, bytes: Uint8Array): string {
  invariant(bytes.length >= ID_BYTES, 'an id needs sixteen bytes');

  return idOf(prefix, (index) => bytes[index] ?? 0);
}

/** Five bytes are four pairs of characters; of the last pair two bits are left over. */
function idOf(prefix: string, byteAt: (index: number) => number): string {
  let text = `${prefix}_`;
  let buffer = 0;
  let bits = 0;
  for (let index = 0; index < ID_BYTES; index += 1) {
    buffer = ((buffer << 8) | byteAt(index)) & 0x3ffff;
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    text += PAIRS[(buffer >> bits) & 1023];
  }

  return text + PAIRS[(buffer << (10 - bits)) & 1023];
}

/**
 * JSON with sorted keys and no spaces, the same text for the same value. Undefined members are left out. What JSON cannot
 * say exactly is a fault: bigint, NaN, functions, class instances, undefined in a list, a key `__proto__`, endless depth.
 */
export function canonicalJson(value: unknown): string {
  return written(value, 0);
}

function written(value: unknown, depth: number): string {
  invariant(depth <= JSON_DEPTH_MAX, 'a value is nested too deeply');
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      invariant(Number.isFinite(value), 'a number without a finite value has no JSON');
      return JSON.stringify(value);
    case 'object':
      if (Array.isArray(value)) return writtenList(value, depth);
      invariant(isPlainRecord(value), 'only plain records have JSON');
      return writtenRecord(value, depth);
    default:
      throw new InvariantViolation(`a ${typeof value} has no JSON`);
  }
}

function writtenList(list: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ',';
    text += written(list[index], depth + 1);
  }
  return `${text}]`;
}

function writtenRecord(record: Readonly<Record<string, unknown>>, depth: number): string {
  let text = '';
  for (const key of Object.keys(record).sort()) {
    invariant(key !== '__proto__', 'a key __proto__ is refused');
    const member = record[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written(member, depth + 1)}`;
  }
  return `{${text}}`;
}

function isPlainRecord(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function digestOf(text: string): Uint8Array {
  // UTF-16 keeps lone surrogates apart, which UTF-8 would merge.
  return createHash('sha256').update(text, 'utf16le').digest();
}
