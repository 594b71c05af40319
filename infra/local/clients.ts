/** The SDK clients of the local cloud itself; like the functions, they find their servers by `AWS_ENDPOINT_URL_*`. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/** One client a service. */
export type Clients = {
  readonly dynamo: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
};

/** Makes the clients from the environment as it is now. */
export function makeClients(): Clients {
  return {
    dynamo: new DynamoDBClient({}),
    streams: new DynamoDBStreamsClient({}),
    sqs: new SQSClient({}),
    s3: new S3Client({ forcePathStyle: true }),
  };
}

/** Closes their connections. */
export function closeClients(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
