/** The queues of the functions. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueues } from '../../adapters/sqs-queues.ts';
import type { Part } from '../live.ts';

/** Sends messages. */
export const queues: Part = (config) => ({
  queues: sqsQueues({ client: new SQSClient({}), urlPrefix: config.queueUrlPrefix }),
});
