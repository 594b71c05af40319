/** The journal's facts as lines for a person: time, tenant, fact, aggregate, version. */
import * as z from 'zod';
import { unpacked } from '../../shared/adapters/packing.ts';
import { decode } from '../../shared/journal/codec.ts';
import type { StreamItem } from './mappings/stream-record.ts';

/** Facts kept in memory for the page of the local cloud. */
const LINES_MAX = 300;

/** Prints each fact once and remembers the last ones. */
export type FactTail = {
  readonly hear: (items: readonly StreamItem[]) => void;
  readonly last: () => readonly string[];
};

/** Makes the tail; `print` decides where its lines go. */
export function makeFactTail(print: (line: string) => void): FactTail {
  const lines: string[] = [];

  return {
    hear: (items) => {
      for (const line of items.flatMap(linesOf)) {
        lines.push(line);
        print(line);
      }
      lines.splice(0, lines.length - LINES_MAX);
    },
    last: () => lines,
  };
}

const Text = z.object({ S: z.string() });

/** A larger body lies packed, and travels as Base64. */
const Packed = z.object({ B: z.string() }).transform(({ B }) => ({ S: unpacked(B) }));

const Image = z.object({ pk: Text, sk: z.object({ N: z.string() }), body: Text.or(Packed) });

const Body = z.object({ at: z.string(), facts: z.array(z.object({ type: z.string() })) });

/** Records that are no commits have no lines. */
export function linesOf({ record }: StreamItem): readonly string[] {
  const image = Image.safeParse(record.dynamodb?.NewImage);
  if (!image.success) return [];
  const body = Body.safeParse(decode(image.data.body.S));
  if (!body.success) return [];
  const [tenant = '', aggregate = ''] = image.data.pk.S.split('#');
  const time = body.data.at.slice(0, 19).replace('T', ' ');

  return body.data.facts.map(
    ({ type }) => `${time}  ${short(tenant)}  ${type.padEnd(28)} ${aggregate}  v${image.data.sk.N}`,
  );
}

function short(tenant: string): string {
  return tenant.length > 10 ? `${tenant.slice(0, 4)}…${tenant.slice(-4)}` : tenant.padEnd(9);
}
