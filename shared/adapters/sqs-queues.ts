/** The queues of the functions in SQS. */
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Message, Queues } from '../ports.ts';
import { resourceName } from '../topology.ts';
import { bytesOf, MESSAGE_BYTES_MAX } from './limits.ts';
import { checkedMessage } from './stored.ts';

/** Messages in one request; SQS's own bound. */
export const BATCH_MAX = 10;

/** Requests under way at once. */
export const BATCHES_AT_ONCE_MAX = 10;

/** The queues whose address is the prefix and the function's resource name. Throws when a request as a whole fails. */
export function sqsQueues(at: { readonly client: SQSClient; readonly urlPrefix: string }): Queues {
  return {
    send: async (messages) => {
      const batches = batchesOf(messages);
      const failed: number[] = [];
      for (let first = 0; first < batches.length; first += BATCHES_AT_ONCE_MAX) {
        const group = batches.slice(first, first + BATCHES_AT_ONCE_MAX);
        const results = await Promise.all(group.map((batch) => sendBatch(at, batch)));
        failed.push(...results.flat());
      }

      return failed.sort((a, b) => a - b);
    },
  };
}

type Entry = { readonly index: number; readonly body: string; readonly delaySeconds: number };
type Batch = { readonly name: string; readonly entries: Entry[]; bytes: number };

/** Fills batches per queue in the order given, each within SQS's count and size. */
function batchesOf(messages: readonly Message[]): readonly Batch[] {
  const batches: Batch[] = [];
  const open = new Map<string, Batch>();
  for (const [index, message] of messages.entries()) {
    const { to, body, delaySeconds = 0 } = checkedMessage(message);
    const bytes = bytesOf(body);
    const name = resourceName(to);
    let batch = open.get(name);
    if (!batch || batch.entries.length === BATCH_MAX || batch.bytes + bytes > MESSAGE_BYTES_MAX) {
      batch = { name, entries: [], bytes: 0 };
      batches.push(batch);
      open.set(name, batch);
    }
    batch.entries.push({ index, body, delaySeconds });
    batch.bytes += bytes;
  }

  return batches;
}

async function sendBatch(
  { client, urlPrefix }: { readonly client: SQSClient; readonly urlPrefix: string },
  { name, entries }: Batch,
): Promise<readonly number[]> {
  const { Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: `${urlPrefix}${name}`,
      Entries: entries.map(({ index, body, delaySeconds }) => ({
        Id: String(index),
        MessageBody: body,
        DelaySeconds: delaySeconds,
      })),
    }),
  );

  return Failed.map(({ Id }) => Number(Id));
}
