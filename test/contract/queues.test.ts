import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe } from 'vitest';
import { memoryQueues } from '../../shared/adapters/memory-queues.ts';
import { sqsQueues } from '../../shared/adapters/sqs-queues.ts';
import { type FunctionName, resourceName } from '../../shared/topology.ts';
import { testSqs } from '../kit/embedded.ts';
import { queuesContract } from './queues.ts';

/** Messages of 100 KB come one by one, so an empty answer counts only after this many. */
const RECEIVES_MAX = 30;

queuesContract('memory', async () => {
  const queues = memoryQueues();
  const arrived = async (to: FunctionName) =>
    queues.outbox
      .take(to, 1_000)
      .filter(({ delaySeconds }) => delaySeconds === 0)
      .map(({ body }) => body);

  return { queues, arrived };
});

describe('with a server', () => {
  let sqs: Awaited<ReturnType<typeof testSqs>>;
  beforeAll(async () => {
    sqs = await testSqs();
  });
  afterAll(() => sqs.stop());

  queuesContract('SQS', async () => {
    const { client, urlPrefix } = sqs;

    return {
      queues: sqsQueues({ client, urlPrefix }),
      arrived: (to) => received(client, `${urlPrefix}${resourceName(to)}`),
    };
  });
});

async function received(client: SQSClient, url: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (let attempt = 0; attempt < RECEIVES_MAX; attempt += 1) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return bodies;

    bodies.push(...Messages.map(({ Body = '' }) => Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  }

  return bodies;
}
