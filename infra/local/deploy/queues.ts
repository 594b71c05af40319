/** Creates the queues that the template declares, dead-letter queues first, and learns their URLs. */
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Clients } from '../clients.ts';
import { parseProperties } from '../template/parse.ts';
import type { Found, World } from '../template/scope.ts';

/** A queue as it runs here. */
export type QueuePlace = {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  /** The dead-letter queue's ARN, where it has one. */
  readonly deadLetterArn: string | null;
};

/** All queues of the app, created where missing. */
export async function deployQueues(world: World, clients: Clients): Promise<readonly QueuePlace[]> {
  const queues = world.find('AWS::SQS::Queue');
  const isSource = (found: Found) => 'RedrivePolicy' in declared(found);
  const targets = await deployAll(
    world,
    clients,
    queues.filter((found) => !isSource(found)),
  );
  const sources = await deployAll(world, clients, queues.filter(isSource));

  return [...targets, ...sources];
}

const QueueProperties = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  MessageRetentionPeriod: z.coerce.string().optional(),
  DelaySeconds: z.coerce.string().optional(),
  ReceiveMessageWaitTimeSeconds: z.coerce.string().optional(),
  FifoQueue: z.coerce.string().optional(),
  ContentBasedDeduplication: z.coerce.string().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

/** Whether a redrive policy is declared can be known before its target exists. */
function declared(found: Found): Record<string, unknown> {
  try {
    return found.properties(['RedrivePolicy']);
  } catch {
    return { RedrivePolicy: true };
  }
}

async function deployAll(
  world: World,
  clients: Clients,
  queues: readonly Found[],
): Promise<readonly QueuePlace[]> {
  return Promise.all(queues.map((found) => deployQueue(world, clients, found)));
}

async function deployQueue(world: World, { sqs }: Clients, found: Found): Promise<QueuePlace> {
  const properties = parseProperties(found, QueueProperties);
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: found.name, Attributes: attributesOf(properties) }),
  );
  const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = answer.Attributes?.QueueArn ?? '';
  world.learn(found, { ref: QueueUrl, attributes: { Arn: arn, QueueName: found.name, QueueUrl } });

  return {
    name: found.name,
    url: QueueUrl,
    arn,
    visibilitySeconds: properties.VisibilityTimeout,
    deadLetterArn: properties.RedrivePolicy?.deadLetterTargetArn ?? null,
  };
}

function attributesOf({
  RedrivePolicy,
  VisibilityTimeout,
  ...texts
}: z.infer<typeof QueueProperties>): Record<string, string> {
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const redrive: [string, string][] = RedrivePolicy ? [['RedrivePolicy', JSON.stringify(RedrivePolicy)]] : [];

  return Object.fromEntries([['VisibilityTimeout', String(VisibilityTimeout)], ...given, ...redrive]);
}
