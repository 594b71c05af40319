/** An event source mapping from a queue: gathers batches, invokes, takes away what was done; the rest comes back by itself. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueuePlace } from '../deploy/queues.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { QueueMapping } from '../template/wakers.ts';
import { passes } from './filter.ts';
import type { Poller } from './poller.ts';
import { makeSignal, type Signal } from './signal.ts';
import { recordOf } from './sqs-record.ts';
import { readVerdict } from './verdict.ts';

/** What a mapping of a queue works with. */
export type QueueSource = {
  readonly mapping: QueueMapping;
  readonly queue: QueuePlace;
  readonly sqs: SQSClient;
  readonly runtime: Runtime;
  readonly region: string;
  /** Messages that can be received now; null where only receiving can tell. */
  readonly ready: (queue: QueuePlace) => number | null;
  readonly complain: (line: string) => void;
  /** Whether the batching window counts as passed, because the clock is being moved. */
  readonly isHurried: () => boolean;
};

/** Starts polling; at most `concurrencyMax` batches are under way. */
export function startQueueMapping(source: QueueSource): Poller {
  const state: State = { underWay: new Set(), signal: makeSignal(), isStopped: false, isGathering: false };
  const polling = poll(source, state);

  return {
    id: source.mapping.id,
    isBusy: () => state.isGathering || state.underWay.size > 0,
    drain: async () => void (await Promise.all(state.underWay)),
    stop: async () => {
      state.isStopped = true;
      state.signal.raise();
      await polling;
      await Promise.all(state.underWay);
    },
  };
}

type State = {
  readonly underWay: Set<Promise<void>>;
  readonly signal: Signal;
  isStopped: boolean;
  isGathering: boolean;
};

async function poll(source: QueueSource, state: State): Promise<void> {
  while (!state.isStopped) {
    if (state.underWay.size >= source.mapping.concurrencyMax) {
      await Promise.race(state.underWay);
      continue;
    }
    const batch = await gather(source, state).catch((thrown: unknown) => {
      source.complain(`${source.queue.name} cannot be read: ${String(thrown)}`);

      return [];
    });
    if (batch.length > 0) startDelivery(source, state, batch);
    state.isGathering = false;
    if (batch.length === 0) await state.signal.wait(LOOK_AGAIN_MILLISECONDS);
  }
}

function startDelivery(source: QueueSource, { underWay }: State, batch: readonly Message[]): void {
  const delivery: Promise<void> = deliver(source, batch)
    .catch((thrown: unknown) => source.complain(`${source.queue.name} cannot be emptied: ${String(thrown)}`))
    .finally(() => underWay.delete(delivery));
  underWay.add(delivery);
}

/** SQS's own bound of one receive or delete. */
const RECEIVE_MAX = 10;
const LOOK_AGAIN_MILLISECONDS = 25;

/** Lambda hands over at most 6 MB; gathering ends where ten more messages could pass that. */
const GATHER_BYTES_MAX = 3_000_000;

/** It counts as gathering before the first message is taken, so that there is no moment in which nobody has it. */
async function gather(source: QueueSource, state: State): Promise<readonly Message[]> {
  const { batchSize, windowSeconds } = source.mapping;
  if ((source.ready(source.queue) ?? 0) > 0) state.isGathering = true;
  const batch: Message[] = [...(await receive(source, batchSize))];
  const until = Date.now() + windowSeconds * 1000;
  const isOpen = () => batch.length < batchSize && bytesOf(batch) < GATHER_BYTES_MAX && Date.now() < until;
  while (batch.length > 0 && isOpen()) {
    const more = await receive(source, batchSize - batch.length);
    batch.push(...more);
    if (more.length === 0 && source.isHurried()) break;
    if (more.length === 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
  }

  return batch;
}

/** Asking for no more than is there makes the embedded server answer at once. */
async function receive({ queue, sqs, ready }: QueueSource, most: number): Promise<readonly Message[]> {
  const waiting = ready(queue);
  if (waiting === 0) return [];
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: Math.min(RECEIVE_MAX, most, waiting ?? RECEIVE_MAX),
      WaitTimeSeconds: waiting === null ? 1 : 0,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );

  return Messages;
}

async function deliver(source: QueueSource, batch: readonly Message[]): Promise<void> {
  const { mapping, queue, region } = source;
  const records = batch.map((message) => recordOf(message, { arn: queue.arn, region }));
  const wanted = records.filter((record) => passes(filterable(record), mapping.filters));
  const unwanted = records.filter((record) => !wanted.includes(record));
  await remove(source, unwanted);
  if (wanted.length === 0) return;

  const verdict = await source.runtime
    .invoke(mapping.functionName, { Records: wanted })
    .then((answer) =>
      readVerdict(answer, new Set(wanted.map(({ messageId }) => messageId)), mapping.reportsItemFailures),
    )
    .catch(() => null);
  const isDone = ({ messageId }: Received) =>
    verdict?.kind === 'delivered' || (verdict?.kind === 'partial' && !verdict.failed.has(messageId));

  await remove(source, wanted.filter(isDone));
  await hastened(
    source,
    wanted.filter((record) => !isDone(record)),
  );
}

type Received = ReturnType<typeof recordOf>;

/**
 * Lets what was not done come again soon, and each time after twice as long, up to the queue's own time: what waits for
 * another message is not to hold up a person, or a clock that is moved, by the minute.
 */
async function hastened({ queue, sqs }: QueueSource, records: readonly Received[]): Promise<void> {
  for (const { receiptHandle, attributes } of records) {
    const seconds = 2 ** Number(attributes.ApproximateReceiveCount);
    if (seconds >= queue.visibilitySeconds) continue;
    const again = { QueueUrl: queue.url, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await sqs.send(new ChangeMessageVisibilityCommand(again));
  }
}

async function remove(
  { queue, sqs }: QueueSource,
  records: readonly { readonly receiptHandle: string }[],
): Promise<void> {
  for (let first = 0; first < records.length; first += RECEIVE_MAX) {
    const entries = records.slice(first, first + RECEIVE_MAX);
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: entries.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        })),
      }),
    );
  }
}

/** Filters look into a JSON body. */
function filterable(record: { readonly body: string }): unknown {
  try {
    return { ...record, body: JSON.parse(record.body) };
  } catch {
    return record;
  }
}

function bytesOf(batch: readonly Message[]): number {
  return batch.reduce((sum, { Body = '' }) => sum + Body.length, 0);
}
