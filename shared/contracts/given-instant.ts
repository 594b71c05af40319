/** Instants as senders write them. */
import * as z from 'zod';
import { isInstant } from '../kernel/time.ts';

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** An instant of RFC 3339, with any fraction and offset, taken over in UTC with milliseconds; what is finer is cut off. */
export const GivenInstant = z
  .string()
  .max(40)
  .overwrite(inOneSpelling)
  .refine(isInstant, 'must be an instant such as 2026-11-23T11:00:00Z or 2026-11-23T12:00:00.5+01:00')
  .meta({ example: '2026-11-23T11:00:00.000Z' });

function inOneSpelling(text: string): string {
  const [, day, time, fraction = '', offset] = RFC_3339.exec(text) ?? [];
  if (offset === undefined) return text;
  const local = `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  if (!isInstant(local)) return text; // a 30 February is refused, and not read as a day of March
  return new Date(local.replace('Z', offset)).toISOString();
}
