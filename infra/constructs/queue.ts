/** A function's queue with its dead-letter queue, and the mapping that feeds the function from it. */
import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName, wiringOf } from '../../shared/topology.ts';
import { physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnParked, alarmOnWaiting } from './alarms.ts';

/** At the eighth receive a message parks; the function itself parks what it understands at the seventh. */
const RECEIVES_MAX = 8;

/** AWS advises six times the timeout, so that a slow batch is not handed out twice while it runs. */
const VISIBILITY_PER_TIMEOUT = 6;

const QUEUE_RETENTION = Duration.days(4);

/** A dead letter's age counts from its first enqueueing, so its queue must keep it much longer. */
const DEAD_LETTER_RETENTION = Duration.days(14);

const BATCH_DEFAULT = { size: 10, windowSeconds: 0, concurrencyMax: 10 } as const;

/** Gives the function its queue. */
export function wakeByQueue(
  scope: Construct,
  name: FunctionName,
  { target, stage }: { target: lambda.Function; stage: Stage },
): void {
  const { batch = BATCH_DEFAULT, timeoutSeconds } = wiringOf(name);
  const deadLetters = deadLetterQueue(
    scope,
    `${resourceName(name)}-dead`,
    `${physicalName(stage.name, name)}-dead`,
  );
  const queue = new sqs.Queue(scope, `${resourceName(name)}-queue`, {
    queueName: physicalName(stage.name, name),
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: QUEUE_RETENTION,
    visibilityTimeout: Duration.seconds(VISIBILITY_PER_TIMEOUT * timeoutSeconds + batch.windowSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: RECEIVES_MAX },
  });

  new lambda.CfnEventSourceMapping(scope, `${resourceName(name)}-queue-mapping`, {
    functionName: target.functionArn,
    eventSourceArn: queue.queueArn,
    batchSize: batch.size,
    maximumBatchingWindowInSeconds: batch.windowSeconds,
    scalingConfig: { maximumConcurrency: batch.concurrencyMax },
    functionResponseTypes: ['ReportBatchItemFailures'],
  });
  alarmOnParked(scope, name, { queue: deadLetters, stage });
  alarmOnWaiting(scope, name, { queue, stage });
}

/** A queue where what failed waits for a person. */
export function deadLetterQueue(scope: Construct, id: string, queueName: string): sqs.Queue {
  const queue = new sqs.Queue(scope, id, {
    queueName,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: DEAD_LETTER_RETENTION,
  });
  acknowledge(queue, [
    { rule: 'SQS3', reason: 'It is itself a dead-letter queue; an alarm at one message watches it.' },
  ]);

  return queue;
}
