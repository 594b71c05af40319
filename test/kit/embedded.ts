/**
 * The real services for tests: embedded servers, or the ones that AWS_ENDPOINT_URL_* name when CONTRACT_ENDPOINTS=1,
 * so that official ones can referee.
 */
import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamoBinary, startDynamo } from '../../infra/local/servers/dynamo.ts';
import { startS3 } from '../../infra/local/servers/s3.ts';
import { LOCAL_CREDENTIALS } from '../../infra/local/servers/server.ts';
import { startSqs } from '../../infra/local/servers/sqs.ts';
import type { DynamoTable } from '../../shared/adapters/dynamo-table.ts';
import { FUNCTION_NAMES, hasQueue, resourceName } from '../../shared/topology.ts';

const REGION = 'eu-central-1';
/** Whether somebody else's servers judge. */
export const IS_REFEREED = process.env.CONTRACT_ENDPOINTS === '1';

/** Why the DynamoDB tests cannot run here, or undefined when they can. */
export const DYNAMO_MISSING: string | undefined =
  givenEndpoint('DYNAMODB') || dynamoBinary()
    ? undefined
    : `there is no embedded DynamoDB for ${process.platform}-${process.arch}; CONTRACT_ENDPOINTS=1 with AWS_ENDPOINT_URL_DYNAMODB names another`;

/** What a DynamoDB of the tests offers: a client and fresh tables. */
export type TestDynamo = {
  readonly client: DynamoDBClient;
  /** A new table whose sort key is a number (journal, profiles) or a text (views). */
  readonly table: (sortKey: 'N' | 'S') => Promise<DynamoTable>;
  readonly stop: () => Promise<void>;
};

/** A running DynamoDB. */
export async function testDynamo(): Promise<TestDynamo> {
  const server = await given('DYNAMODB', startDynamo);
  const client = new DynamoDBClient(configOf(server.endpoint));

  return {
    client,
    table: (sortKey) => newTable(client, sortKey),
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}

/** A running SQS with a queue for every function that has one, under a prefix of its own. */
export async function testSqs(): Promise<{
  readonly client: SQSClient;
  readonly urlPrefix: string;
  readonly stop: () => Promise<void>;
}> {
  const server = await given('SQS', startSqs);
  const client = new SQSClient(configOf(server.endpoint));
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const urls: string[] = [];
  for (const name of FUNCTION_NAMES.filter(hasQueue)) {
    const created = await client.send(
      new CreateQueueCommand({ QueueName: `${prefix}${resourceName(name)}` }),
    );
    urls.push(created.QueueUrl ?? '');
  }
  const [first = ''] = urls;

  return {
    client,
    urlPrefix: first.slice(0, first.indexOf(prefix) + prefix.length),
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}

/** A running S3 with a bucket. */
export async function testS3(): Promise<{
  readonly client: S3Client;
  readonly bucket: string;
  /** Whether the server has to be asked whether a key exists, because it ignores `If-None-Match`. */
  readonly checkFirst: boolean;
  readonly stop: () => Promise<void>;
}> {
  const server = await given('S3', startS3);
  const client = new S3Client({ ...configOf(server.endpoint), forcePathStyle: true });
  const bucket = `test-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));

  return {
    client,
    bucket,
    checkFirst: !givenEndpoint('S3'),
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}

async function newTable(client: DynamoDBClient, sortKey: 'N' | 'S'): Promise<DynamoTable> {
  const table = `test-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: sortKey },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: table });

  return { client, table };
}

function givenEndpoint(service: 'DYNAMODB' | 'SQS' | 'S3'): string | undefined {
  return IS_REFEREED ? process.env[`AWS_ENDPOINT_URL_${service}`] : undefined;
}

async function given(
  service: 'DYNAMODB' | 'SQS' | 'S3',
  start: () => Promise<{ readonly endpoint: string; readonly stop: () => Promise<void> }>,
): Promise<{ readonly endpoint: string; readonly stop: () => Promise<void> }> {
  const endpoint = givenEndpoint(service);

  return endpoint ? { endpoint, stop: async () => {} } : start();
}

function configOf(endpoint: string) {
  return { endpoint, region: REGION, credentials: LOCAL_CREDENTIALS };
}
