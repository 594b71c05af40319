/**
 * The journal's stream as its two readers see it. Order holds per item only, and every commit is an item of its own, so
 * records lie in shards by their own key. A batch comes again whole after a crash, from the lowest reported record on
 * after a partial answer, and halved when it goes on failing; a record that fails too often is given up.
 */
import { packedItem } from '../../shared/adapters/packing.ts';
import { toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Process } from './process.ts';

/** A record of the stream. */
export type StreamRecord = { readonly sequence: string; readonly commit: Commit };

/** One shard as one reader stands in it. */
export type Shard = {
  readonly reader: FunctionName;
  readonly records: StreamRecord[];
  isBusy: boolean;
  retries: number;
  sizeMax: number;
};

/** The stream with its readers. */
export type Stream = { readonly shards: readonly Shard[]; seen: number };

const SHARDS = 3;
const BATCH_MAX = 12;
const RETRIES_MAX = 8;
const PACKED_EACH = 5;

/** A stream that nothing has been put into. */
export function newStream(): Stream {
  const readers = FUNCTION_NAMES.filter((name) => wiringOf(name).stream);
  const shards = readers.flatMap((reader) =>
    Array.from(
      { length: SHARDS },
      (): Shard => ({ reader, records: [], isBusy: false, retries: 0, sizeMax: BATCH_MAX }),
    ),
  );

  return { shards, seen: 0 };
}

/** Takes over what was appended since; a record may be lost to a reader, as by expiry, or trade places. */
export function feed(
  stream: Stream,
  commits: readonly Commit[],
  of: { readonly faults: Faults; readonly chance: Chance },
): void {
  for (; stream.seen < commits.length; stream.seen += 1) {
    const commit = commits[stream.seen];
    if (!commit) continue;
    const record = { sequence: String(stream.seen + 1).padStart(12, '0'), commit };
    for (const reader of new Set(stream.shards.map((shard) => shard.reader))) {
      if (of.faults.strikes('lose')) continue;
      const shards = stream.shards.filter((shard) => shard.reader === reader);
      of.chance.of(shards).records.push(record);
    }
  }
}

/** The next batch of a shard as the event that Lambda gets, with what is to be done once it was worked on. */
export function nextBatch(shard: Shard, of: { readonly faults: Faults; readonly chance: Chance }) {
  const size = of.chance.between(1, Math.min(shard.sizeMax, shard.records.length));
  const batch = shard.records.slice(0, size);
  shard.isBusy = true;

  return {
    event: { Records: batch.map(eventOf) },
    ended: (process: Process) => conclude(shard, batch, { process, ...of }),
  };
}

type Told = { readonly process: Process; readonly faults: Faults; readonly chance: Chance };

function conclude(shard: Shard, batch: readonly StreamRecord[], { process, faults }: Told): void {
  shard.isBusy = false;
  const done = doneOf(batch, process);
  // The checkpoint that does not get written: the same batch comes again.
  if (done > 0 && faults.strikes('duplicate')) return;
  shard.records.splice(0, done);
  if (done === batch.length) {
    shard.retries = 0;
    shard.sizeMax = BATCH_MAX;
    return;
  }
  shard.retries += 1;
  shard.sizeMax = Math.max(1, Math.floor(batch.length / 2));
  if (shard.retries > RETRIES_MAX) {
    shard.records.shift();
    shard.retries = 0;
  }
}

function doneOf(batch: readonly StreamRecord[], process: Process): number {
  if (process.status !== 'finished' || process.error !== undefined) return 0;
  const { batchItemFailures } = process.answer as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  }; // what Lambda reads of it
  const lowest = (batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier).sort()[0];

  return lowest === undefined ? batch.length : batch.findIndex(({ sequence }) => sequence === lowest);
}

function eventOf({ sequence, commit }: StreamRecord) {
  const { pk, sk, body, hash } = toItem(commit);
  const key = { pk: { S: pk }, sk: { N: String(sk) } };
  // Some records come deflated, as the table holds whatever is above a write unit.
  const { body: stored } =
    Number(sequence) % PACKED_EACH === 0 ? packedItem({ pk, sk, body, hash }, 'body') : { body };
  const image = stored instanceof Uint8Array ? { B: Buffer.from(stored).toString('base64') } : { S: body };

  return {
    eventID: sequence,
    eventName: 'INSERT',
    dynamodb: {
      Keys: key,
      NewImage: { ...key, body: image, hash: { S: hash } },
      SequenceNumber: sequence,
    },
  };
}
