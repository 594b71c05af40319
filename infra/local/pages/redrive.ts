/** Sends the dead letters of a queue back to where they came from. */
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Cloud } from '../running-cloud.ts';

/** More than this are sent back by asking again. */
const MESSAGES_MAX = 1_000;

/** Moves what waits in the dead-letter queue of that name; each is sent before it is removed. */
export async function redrive(cloud: Cloud, name: string): Promise<{ readonly moved: number }> {
  const dead = cloud.queues.find((queue) => queue.name === name);
  const source = cloud.queues.find((queue) => dead !== undefined && queue.deadLetterArn === dead.arn);
  const sqs = new SQSClient({});
  let moved = 0;
  while (dead && source && moved < MESSAGES_MAX) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: dead.url, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) break;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: dead.url, ReceiptHandle }));
      moved += 1;
    }
  }
  sqs.destroy();

  return { moved };
}
