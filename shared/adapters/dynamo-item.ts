/** Between plain items of texts and numbers and the attribute values of DynamoDB. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unpacked } from './packing.ts';
import type { PlainItem } from './plain-item.ts';

/** The attribute values of an item; undefined members are left out. */
export function marshalled(item: PlainItem): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) {
    if (value === undefined) continue;
    attributes[name] = attributeOf(value);
  }

  return attributes;
}

function attributeOf(value: string | number | Uint8Array): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };

  return typeof value === 'string' ? { S: value } : { B: value };
}

/** The text under a name, packed or not. Throws when the item holds none, which only somebody else's write can bring about. */
export function textIn(attributes: Record<string, AttributeValue>, name: string): string {
  const { S, B } = attributes[name] ?? {};
  const text = B ? unpacked(B) : S;
  if (text === undefined) throw new TypeError(`an item holds no text ${name}`);

  return text;
}

/** The number under a name. Throws when the item holds none. */
export function numberIn(attributes: Record<string, AttributeValue>, name: string): number {
  const number = attributes[name]?.N;
  if (number === undefined) throw new TypeError(`an item holds no number ${name}`);

  return Number(number);
}

/** A cursor that nobody needs to understand: the key at which a scan stopped. */
export function cursorOf(key: Record<string, AttributeValue>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor. Throws a SyntaxError on what `cursorOf` did not make. */
export function keyIn(cursor: string): Record<string, AttributeValue> {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<string, AttributeValue>; // made by `cursorOf`
}
