/** What DynamoDB charges for: the size of an item, in units of 1 KB written and 4 KB read. */
import type { Consistency } from '../ports.ts';
import { bytesOf } from './limits.ts';
import type { PlainItem } from './plain-item.ts';

/** Bytes that one write unit pays for. */
export const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

/** Bytes of an item: names and texts in UTF-8, bytes as they are; a number is a byte for every two significant digits and one more. */
export function itemBytes(item: PlainItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    if (value === undefined) return sum;

    return sum + bytesOf(name) + valueBytes(value);
  }, 0);
}

function valueBytes(value: string | number | Uint8Array): number {
  if (typeof value === 'number') return numberBytes(value);

  return typeof value === 'string' ? bytesOf(value) : value.length;
}

/** Write units of an item of so many bytes. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
}

/** Read units of so many bytes read at once; nothing found costs as much as the least. */
export function readUnits(bytes: number, consistency: Consistency): number {
  const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));

  return consistency === 'strong' ? units : units / 2;
}

function numberBytes(value: number): number {
  const digits = String(Math.abs(value)).replace('.', '').replace(/^0+/, '').replace(/0+$/, '');

  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}
