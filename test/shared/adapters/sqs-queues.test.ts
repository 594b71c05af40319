import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { type RunningServer, serveHttp } from '../../../infra/local/servers/server.ts';
import { MESSAGE_BYTES_MAX } from '../../../shared/adapters/limits.ts';
import { BATCH_MAX, sqsQueues } from '../../../shared/adapters/sqs-queues.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

test('the messages that the service does not take are named by their places', async () => {
  const { queues } = await over((body) => body.startsWith('bad'));
  const bodies = ['a', 'bad 1', 'b', ...Array.from({ length: 20 }, (_, index) => `c ${index}`), 'bad 2'];

  const failed = await queues.send(
    bodies.map((body, index) => ({ to: index % 3 === 0 ? 'billing.bill' : 'invoices.issue', body })),
  );

  expect(failed).toEqual([1, 23]);
});

test('a batch holds ten messages of one queue and no more bytes than SQS takes', async () => {
  const { queues, batches } = await over(() => false);

  await queues.send([
    ...Array.from({ length: 23 }, () => ({ to: 'invoices.issue', body: 'x' })),
    ...Array.from({ length: 4 }, () => ({ to: 'billing.bill', body: 'x'.repeat(400_000) })),
  ]);

  const sizes = (queue: string) =>
    batches.filter(({ url }) => url.endsWith(queue)).map(({ bodies }) => bodies.length);
  expect(sizes('invoices-issue').sort()).toEqual([BATCH_MAX, BATCH_MAX, 3].sort());
  expect(sizes('billing-bill')).toEqual([2, 2]);
  for (const { bodies } of batches) expect(bodies.join('').length).toBeLessThanOrEqual(MESSAGE_BYTES_MAX);
});

test('a delay is sent in whole seconds, up to fifteen minutes', async () => {
  const { queues, batches } = await over(() => false);

  await queues.send(
    [300, 0.2, 5_000, -3].map((delaySeconds) => ({ to: 'billing.bill', body: 'x', delaySeconds })),
  );

  expect(batches.flatMap(({ delays }) => delays)).toEqual([300, 1, 900, 0]);
});

test('a request that fails as a whole is a fault', async () => {
  const { queues } = await over(() => {
    throw new Error('down');
  });

  await expect(queues.send([{ to: 'billing.bill', body: 'x' }])).rejects.toThrow();
});

type Batch = { readonly url: string; readonly bodies: readonly string[]; readonly delays: readonly number[] };
type Entry = { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number };

async function over(isBad: (body: string) => boolean) {
  const batches: Batch[] = [];
  const server = await serveHttp(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { QueueUrl, Entries }: { QueueUrl: string; Entries: readonly Entry[] } = JSON.parse(
        Buffer.concat(parts).toString(),
      );
      try {
        const failed = Entries.filter(({ MessageBody }) => isBad(MessageBody));
        batches.push({
          url: QueueUrl,
          bodies: Entries.map(({ MessageBody }) => MessageBody),
          delays: Entries.map(({ DelaySeconds }) => DelaySeconds),
        });
        response.end(
          JSON.stringify({ Failed: failed.map(({ Id }) => ({ Id, Code: 'Bad', SenderFault: true })) }),
        );
      } catch {
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: 'QueueDoesNotExist' }));
      }
    },
    { name: 'SQS' },
  );
  servers.push(server);
  const client = new SQSClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    md5: false,
  });

  return { batches, queues: sqsQueues({ client, urlPrefix: `${server.endpoint}/000000000000/` }) };
}
