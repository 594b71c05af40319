import {
  ReceiveMessageCommand,
  CreateQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../../../infra/local/servers/server.ts';
import { startSqs } from '../../../../infra/local/servers/sqs.ts';

test('a delayed message arrives once the clock is moved past its delay, and no sooner', async () => {
  const server = await startSqs();
  const sqs = new SQSClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: LOCAL_CREDENTIALS,
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'later' }));
  const received = async () =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }))).Messages ?? [];
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'five minutes', DelaySeconds: 300 }));

  server.passDelays(299_000);
  const before = { ...server.depth('later'), received: await received() };
  server.passDelays(2_000);
  const after = { depth: server.depth('later'), received: await received() };

  expect(before).toEqual({ ready: 0, held: 0, delayed: 1, received: [] });
  expect(after.depth).toEqual({ ready: 1, held: 0, delayed: 0 });
  expect(after.received.map(({ Body }) => Body)).toEqual(['five minutes']);
  sqs.destroy();
  await server.stop();
});
