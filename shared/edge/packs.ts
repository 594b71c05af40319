/**
 * Many facts in one message. What one batch of the stream tells one function of one tenant travels together, where the
 * function's line in the topology says so; a fact that comes alone travels alone, at once. What of a packed message cannot
 * be done is sent again by itself, so that neither the rest is done again nor a bad fact buries its neighbours.
 */
import type { SQSRecord } from 'aws-lambda';
import { Envelope, type Message as MessageBody } from '../contracts/messages.ts';
import type { Message, Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { wiringOf } from '../topology.ts';
import type { Delivery } from './delivery.ts';

/** Bytes of a packed message's body: half of what SQS takes since August 2025, so that ten fit what Lambda is handed (6 MB). */
export const PACK_BYTES_MAX = 500_000;

/** A packed message that comes this often was never concluded, so one of its facts may be why: it is taken apart. */
export const PACK_RECEIVES_MAX = 3;

/** How long a fact that could not be done yet waits before it comes by itself. */
export const SINGLY_AFTER_SECONDS = 30;

/** A message of a tenant, before it is packed. */
export type Piece = { readonly tenant: string; readonly message: Message };

/** A message to be sent, and the places of the pieces in it. */
export type Pack = { readonly message: Message; readonly places: readonly number[] };

/** Packs what may travel together, within the bounds of count and bytes, in the order given. */
export function packed(pieces: readonly Piece[]): readonly Pack[] {
  const packs: Open[] = [];
  const open = new Map<string, Open>();
  for (const [place, { tenant, message }] of pieces.entries()) {
    const { to, body, delaySeconds = 0 } = message;
    const key = `${tenant} ${to} ${delaySeconds}`;
    const bytes = Buffer.byteLength(body, 'utf8') + 1;
    let pack = open.get(key);
    if (!pack || pack.places.length >= factsMaxOf(to) || pack.bytes + bytes > PACK_BYTES_MAX) {
      pack = { first: message, bodies: [], places: [], bytes: FRAME.length };
      packs.push(pack);
      open.set(key, pack);
    }
    pack.bodies.push(body);
    pack.places.push(place);
    pack.bytes += bytes;
  }

  return packs.map(({ first, bodies, places }) => ({
    message:
      bodies.length === 1 ? first : { ...first, body: `{"kind":"facts","facts":[${bodies.join(',')}]}` },
    places,
  }));
}

/** A record of a queue, and what it tells of. */
export type Held = {
  readonly record: SQSRecord;
  readonly deliveries: readonly Delivery[];
  /** Whether it carries many facts, of which those that are not done are sent again by themselves. */
  readonly isPacked: boolean;
};

/** What a record holds, packed or not; undefined where its body is not a message of this system. */
export function heldIn(record: SQSRecord): Held | undefined {
  try {
    const parsed = Envelope.safeParse(JSON.parse(record.body));
    if (!parsed.success) return undefined;
    const receives = Number(record.attributes?.ApproximateReceiveCount) || 1;
    const isPacked = parsed.data.kind === 'facts';
    const messages = parsed.data.kind === 'facts' ? parsed.data.facts : [parsed.data];

    return {
      record,
      isPacked,
      deliveries: messages.map((message) => ({ message, receives: receives + former(message) })),
    };
  } catch {
    return undefined;
  }
}

/** Deliveries of a fact before its own message, in a pack. */
function former(message: MessageBody): number {
  return message.kind === 'fact' && message.again ? 1 : 0;
}

/** Sends facts to their function again, each by itself; throws unless every one was taken. */
export async function sendSingly(
  name: FunctionName,
  facts: readonly MessageBody[],
  { queues }: Pick<Ports, 'queues'>,
): Promise<void> {
  const failed = await queues.send(
    facts.map((fact) => ({
      to: name,
      body: JSON.stringify({ ...fact, again: true }),
      delaySeconds: SINGLY_AFTER_SECONDS,
    })),
  );
  if (failed.length > 0) throw new Error(`${failed.length} facts of a packed message were not taken`);
}

type Open = { readonly first: Message; readonly bodies: string[]; readonly places: number[]; bytes: number };

const FRAME = '{"kind":"facts","facts":[]}';

function factsMaxOf(to: string): number {
  return wiringOf(to as FunctionName).batch?.facts ?? 1; // messages are made for functions of the topology
}
