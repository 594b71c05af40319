/** An SQS in this process: queues with visibility, delay and dead letters, in memory. */
import type { RequestListener } from 'node:http';
import { createRequestHandler } from 'local-aws-sqs';
import { watchDelays } from './delays.ts';
import { HOST, type RunningServer, serveHttp } from './server.ts';

/** The account that queue addresses and ARNs name. */
export const SQS_ACCOUNT = '000000000000';

/** What an embedded SQS may be told; queues are created through its API. */
export type SqsOptions = { readonly port?: number; readonly region?: string };

/** Messages of a queue: receivable now, handed out and not yet taken away, delayed. */
export type Depth = { readonly ready: number; readonly held: number; readonly delayed: number };

/** A queue's address is `urlPrefix` and its name; `depth` counts without a request. */
export type RunningSqs = RunningServer & {
  readonly urlPrefix: string;
  readonly depth: (queueName: string) => Depth;
  /** Lets so much time pass at once for messages that are delayed. */
  readonly passDelays: (milliseconds: number) => void;
};

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
  const delays = watchDelays();
  const handle: RequestListener = (request, response) => {
    delays.watch(service.Queues);
    void requestHandler(request, response);
  };
  const server = await serveHttp(handle, { name: 'SQS', port });
  service.PORT = server.port;

  return {
    endpoint: server.endpoint,
    urlPrefix: `${server.endpoint}/${SQS_ACCOUNT}/`,
    depth: (queueName) => {
      const queue = service.Queues.find((one) => one.QueueName === queueName);
      const attributes = queue?.getAttributes(['All']) as Record<string, string> | undefined; // the package types them as anything

      return { ...depthOf(attributes), delayed: delays.waiting(queueName) };
    },
    passDelays: delays.pass,
    stop: async () => {
      await server.stop();
      service.resetAll();
    },
  };
}

/** Unlike AWS, this server counts the messages that were handed out among the receivable ones. */
function depthOf(attributes: Readonly<Record<string, string>> = {}): Omit<Depth, 'delayed'> {
  const count = (name: string) => Number(attributes[`ApproximateNumberOfMessages${name}`] ?? 0);
  const held = count('NotVisible');

  return { ready: count('') - held, held };
}
