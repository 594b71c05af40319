/** An event source mapping from a table's stream: reads each shard in order from its checkpoint and hands batches over. */
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { Runtime } from '../runtime/runtime.ts';
import type { StreamMapping } from '../template/wakers.ts';
import type { Checkpoints } from './checkpoints.ts';
import { passes } from './filter.ts';
import type { Poller } from './poller.ts';
import { makeSignal, type Signal } from './signal.ts';
import { type GivenUp, handOver } from './stream-batch.ts';
import { type StreamItem, streamItemOf } from './stream-record.ts';

/** What a mapping of a stream works with. */
export type StreamSource = {
  readonly mapping: StreamMapping;
  readonly streams: DynamoDBStreamsClient;
  readonly runtime: Runtime;
  readonly checkpoints: Checkpoints;
  readonly giveUp: (lost: Lost) => Promise<void>;
  /** Hears every record once, when it is first read. */
  readonly tap: (items: readonly StreamItem[]) => void;
  readonly complain: (line: string) => void;
};

/** A batch that was given up. */
export type Lost = {
  readonly mapping: StreamMapping;
  readonly shard: string;
  readonly items: readonly StreamItem[];
  readonly why: GivenUp;
  readonly attempts: number;
};

/** Starts reading; `nudge` makes it look at once instead of a moment later. */
export function startStreamMapping(source: StreamSource): Poller & { readonly nudge: () => void } {
  const state: State = { isStopped: false, isBusy: false, readers: new Map() };
  const watching = watchShards(source, state);
  const nudge = () => {
    for (const reader of state.readers.values()) reader.signal.raise();
  };

  return {
    id: source.mapping.id,
    isBusy: () => state.isBusy,
    nudge,
    drain: async () => {
      const since = performance.now();
      while (!state.isStopped && [...state.readers.values()].some((reader) => reader.emptySince < since)) {
        nudge();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop: async () => {
      state.isStopped = true;
      nudge();
      await watching;
      await Promise.all([...state.readers.values()].map(({ reading }) => reading));
    },
  };
}

type Reader = { readonly signal: Signal; reading: Promise<void>; emptySince: number };
type State = { isStopped: boolean; isBusy: boolean; readonly readers: Map<string, Reader> };

const LOOK_AGAIN_MILLISECONDS = 250;
const SHARDS_AGAIN_MILLISECONDS = 5_000;
const AFTER_FAULT_MILLISECONDS = 1_000;
const PAUSE_MILLISECONDS_MAX = 5_000;

/** In place of a sequence number: the shard was read to its end. */
const FINISHED = 'finished';

async function watchShards(source: StreamSource, state: State): Promise<void> {
  const { streams, mapping, checkpoints } = source;
  while (!state.isStopped) {
    try {
      const { StreamDescription } = await streams.send(
        new DescribeStreamCommand({ StreamArn: mapping.sourceArn }),
      );
      const isFinished = (id: string | undefined) =>
        id !== undefined && checkpoints.get(mapping.id, id) === FINISHED;
      for (const id of readableShards(StreamDescription?.Shards ?? [], isFinished)) {
        if (!state.readers.has(id)) openReader(source, state, id);
      }
    } catch (thrown) {
      source.complain(`${mapping.functionName} cannot list the shards of its stream: ${String(thrown)}`);
    }
    await sleep(SHARDS_AGAIN_MILLISECONDS, state);
  }
}

/** Shards whose parent is gone or read to its end; a child holds later changes of the same items. */
export function readableShards(
  shards: readonly Shard[],
  isFinished: (id: string | undefined) => boolean,
): readonly string[] {
  const known = new Set(shards.map(({ ShardId }) => ShardId));

  return shards.flatMap(({ ShardId, ParentShardId }) => {
    const waits = ParentShardId !== undefined && known.has(ParentShardId) && !isFinished(ParentShardId);

    return ShardId === undefined || waits || isFinished(ShardId) ? [] : [ShardId];
  });
}

function openReader(source: StreamSource, state: State, shard: string): void {
  const reader: Reader = {
    signal: makeSignal(),
    reading: Promise.resolve(),
    emptySince: Number.NEGATIVE_INFINITY,
  };
  state.readers.set(shard, reader);
  reader.reading = readShard(source, state, { shard, reader });
}

async function readShard(
  source: StreamSource,
  state: State,
  at: { shard: string; reader: Reader },
): Promise<void> {
  let iterator = await iteratorAt(source, at.shard);
  while (!state.isStopped) {
    const startedAt = performance.now();
    const { Records = [], NextShardIterator } = await read(source, iterator);
    const items = Records.map((record) => streamItemOf(record, source.mapping.sourceArn));
    const isDone = await deliver(source, state, { shard: at.shard, items });
    if (!isDone) return;
    if (iterator !== undefined && NextShardIterator === undefined) break;
    iterator = NextShardIterator ?? (await iteratorAt(source, at.shard));
    if (items.length > 0) continue;
    at.reader.emptySince = startedAt;
    await at.reader.signal.wait(LOOK_AGAIN_MILLISECONDS);
  }
  if (state.isStopped) return;
  source.checkpoints.set(source.mapping.id, at.shard, FINISHED);
  state.readers.delete(at.shard);
}

async function read(
  source: StreamSource,
  iterator: string | undefined,
): Promise<Partial<GetRecordsCommandOutput>> {
  const { streams, mapping, complain } = source;
  if (iterator === undefined) return {};
  try {
    return await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(mapping.batchSize, 1000) }),
    );
  } catch (thrown) {
    complain(`${mapping.functionName} cannot read its stream: ${String(thrown)}`);
    await new Promise((resolve) => setTimeout(resolve, AFTER_FAULT_MILLISECONDS));

    return { NextShardIterator: iterator };
  }
}

/** Undefined when the place cannot be found just now; the caller asks again. */
async function iteratorAt(
  { streams, mapping, checkpoints }: StreamSource,
  shard: string,
): Promise<string | undefined> {
  const place = { StreamArn: mapping.sourceArn, ShardId: shard };
  const last = checkpoints.get(mapping.id, shard);
  const first = { ...place, ShardIteratorType: mapping.startsAt };
  const after = { ...place, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: last };
  const answer = await streams
    .send(new GetShardIteratorCommand(last === undefined ? first : after))
    .catch(() => streams.send(new GetShardIteratorCommand({ ...place, ShardIteratorType: 'TRIM_HORIZON' })))
    .catch(() => undefined);

  return answer?.ShardIterator;
}

async function deliver(
  source: StreamSource,
  state: State,
  given: { shard: string; items: readonly StreamItem[] },
): Promise<boolean> {
  const { mapping, runtime, checkpoints } = source;
  const { shard, items } = given;
  source.tap(items);
  const last = items.at(-1);
  const wanted = items.filter(({ record }) => passes(record, mapping.filters));
  state.isBusy = wanted.length > 0;
  const isDone =
    wanted.length === 0 ||
    (await handOver(wanted, mapping.rules, {
      invoke: (batch) => runtime.invoke(mapping.functionName, { Records: batch.map(({ record }) => record) }),
      checkpoint: (sequenceNumber) => checkpoints.set(mapping.id, shard, sequenceNumber),
      giveUp: (lost, why, attempts) => source.giveUp({ mapping, shard, items: lost, why, attempts }),
      pause: async (attempt) => {
        await sleep(Math.min(PAUSE_MILLISECONDS_MAX, 100 * 2 ** attempt), state);

        return !state.isStopped;
      },
      now: Date.now,
    }));
  state.isBusy = false;
  if (isDone && last) checkpoints.set(mapping.id, shard, last.sequenceNumber);

  return isDone;
}

/** Sleeps in short steps, so that a stop is heard. */
async function sleep(milliseconds: number, state: State): Promise<void> {
  const until = Date.now() + milliseconds;
  while (!state.isStopped && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(100, until - Date.now())));
  }
}
