/** The servers behind the AWS SDK: embedded ones, or those that `AWS_ENDPOINT_URL_*` names already. */
import { join } from 'node:path';
import { startDynamo } from './servers/dynamo.ts';
import { startS3 } from './servers/s3.ts';
import { LOCAL_CREDENTIALS, type RunningServer } from './servers/server.ts';
import { type Depth, startSqs } from './servers/sqs.ts';

/** What runs, and what tells a queue's depth without asking over the network. */
export type Endpoints = {
  readonly environment: Readonly<Record<string, string>>;
  /** Null where the queues are not ours. */
  readonly depth: (queueName: string) => Depth | null;
  /** Lets so much time pass at once for delayed messages; without effect where the queues are not ours. */
  readonly passDelays: (milliseconds: number) => void;
  readonly stop: () => Promise<void>;
};

/** Starts what is not given and points this process, and so every function in it, at all of them. */
export async function openEndpoints(dataFolder: string, region: string): Promise<Endpoints> {
  const given = process.env;
  const running: RunningServer[] = [];
  const keep = <Server extends RunningServer>(server: Server): Server => {
    running.push(server);

    return server;
  };
  const stop = async () => void (await Promise.all(running.map((server) => server.stop())));
  try {
    const [dynamodb, sqs, s3] = await Promise.all([
      given.AWS_ENDPOINT_URL_DYNAMODB ??
        startDynamo({ dataFolder: join(dataFolder, 'dynamo') }).then((one) => keep(one).endpoint),
      given.AWS_ENDPOINT_URL_SQS ?? startSqs({ region }).then(keep),
      given.AWS_ENDPOINT_URL_S3 ??
        startS3({ dataFolder: join(dataFolder, 's3') }).then((one) => keep(one).endpoint),
    ]);
    const environment = environmentOf({
      dynamodb,
      s3,
      region,
      sqs: typeof sqs === 'string' ? sqs : sqs.endpoint,
    });

    const own = typeof sqs === 'string' ? null : sqs;

    return {
      environment,
      depth: (name) => own?.depth(name) ?? null,
      passDelays: (milliseconds) => own?.passDelays(milliseconds),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

function environmentOf(at: {
  dynamodb: string;
  sqs: string;
  s3: string;
  region: string;
}): Record<string, string> {
  return {
    AWS_REGION: at.region,
    AWS_DEFAULT_REGION: at.region,
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: process.env.AWS_ENDPOINT_URL_DYNAMODB_STREAMS ?? at.dynamodb,
    AWS_ENDPOINT_URL_SQS: at.sqs,
    AWS_ENDPOINT_URL_S3: at.s3,
  };
}
