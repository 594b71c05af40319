/** An SQS in this process: queues with visibility, delay and dead letters, in memory. */
import { createRequestHandler } from 'local-aws-sqs';
import { HOST, type RunningServer, serveHttp } from './server.ts';

/** The account that queue addresses and ARNs name. */
export const SQS_ACCOUNT = '000000000000';

/** What an embedded SQS may be told; queues are created through its API. */
export type SqsOptions = { readonly port?: number; readonly region?: string };

/** A queue's address is `urlPrefix` and its name. */
export type RunningSqs = RunningServer & { readonly urlPrefix: string };

/** Starts an SQS on the port, or on a free one. Throws `PortInUse`. */
export async function startSqs({ port = 0, region = 'eu-central-1' }: SqsOptions = {}): Promise<RunningSqs> {
  const { service, requestHandler } = createRequestHandler({
    port,
    region,
    hostname: HOST,
    accountId: SQS_ACCOUNT,
    emulateQueueCreationLifecycle: false,
    // A template may create a queue before its dead-letter queue.
    validateDlqDestination: false,
  });
  const server = await serveHttp((request, response) => void requestHandler(request, response), {
    name: 'SQS',
    port,
  });
  service.PORT = server.port;

  return {
    endpoint: server.endpoint,
    urlPrefix: `${server.endpoint}/${SQS_ACCOUNT}/`,
    stop: async () => {
      await server.stop();
      service.resetAll();
    },
  };
}
