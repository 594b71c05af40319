/** Where records of a stream go that were given up: an object in a bucket, or a message without the records. */
import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';
import type { QueuePlace } from '../deploy/queues.ts';
import type { Lost } from './stream.ts';

/** Makes the step that keeps what was given up; the mapping's template names the place. */
export function makeDestination(
  clients: Clients,
  queues: readonly QueuePlace[],
  complain: (line: string) => void,
) {
  return async (lost: Lost): Promise<void> => {
    const { mapping, items, why } = lost;
    const arn = mapping.failureDestinationArn;
    complain(`${mapping.functionName} gave up ${items.length} record(s) of its stream: ${why}`);
    if (arn?.startsWith('arn:aws:s3:::')) await putObject(clients, arn.slice('arn:aws:s3:::'.length), lost);
    const queue = queues.find((one) => one.arn === arn);
    if (queue)
      await clients.sqs.send(
        new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify(noteOf(lost)) }),
      );
  };
}

async function putObject({ s3 }: Clients, bucket: string, lost: Lost): Promise<void> {
  const now = new Date().toISOString();
  const name = `${now.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
  const folder = `aws/lambda/${lost.mapping.id.replace('/', '-')}/${lost.shard}/${now.slice(0, 10).replaceAll('-', '/')}`;
  const payload = JSON.stringify({ Records: lost.items.map(({ record }) => record) });
  const Body = JSON.stringify({ ...noteOf(lost), payload });
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `${folder}/${name}`, Body, ContentType: 'application/json' }),
  );
}

function noteOf({ mapping, shard, items, why, attempts }: Lost): Record<string, unknown> {
  const [first] = items;
  const last = items.at(-1);

  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionName,
      condition: why,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    DDBStreamBatchInfo: {
      shardId: shard,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first?.arrivedAt ?? 0).toISOString(),
      approximateArrivalOfLastRecord: new Date(last?.arrivedAt ?? 0).toISOString(),
      batchSize: items.length,
      streamArn: mapping.sourceArn,
    },
  };
}
