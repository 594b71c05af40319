import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoBinary, startDynamo } from '../../../../infra/local/servers/dynamo.ts';
import { LOCAL_CREDENTIALS, type RunningServer } from '../../../../infra/local/servers/server.ts';

const running: RunningServer[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!dynamoBinary())('the embedded DynamoDB', () => {
  test('data is there again after a restart', async () => {
    const first = await started();
    await makeTable(first);
    await clientOf(first).send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'kept' } } }));
    await first.stop();

    const second = await started();

    const { Item } = await clientOf(second).send(
      new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'kept' } } }),
    );
    expect(Item).toEqual({ pk: { S: 'kept' } });
  });

  test('a write finds the end of the stream by an index, however long the stream is', async () => {
    await started();
    const database = new DatabaseSync(join(folder, 'dynamo.sqlite'), { readOnly: true });

    const plans = ['table_name = ?', 'table_name = ? AND shard_id = ?'].map((condition) =>
      database
        .prepare(
          `EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE ${condition}`,
        )
        .all('table', ...(condition.includes('shard_id') ? ['shard'] : [])),
    );
    database.close();

    for (const [step] of plans) expect(step?.detail).toMatch(/USING (COVERING )?INDEX stream_order/);
  });

  test('a port that is taken is named', async () => {
    const { endpoint } = await started();

    await expect(startDynamo({ port: Number(new URL(endpoint).port) })).rejects.toMatchObject({
      name: 'PortInUse',
      message: expect.stringContaining(new URL(endpoint).port),
    });
  });

  test('a data folder that cannot be read is named', async () => {
    await writeFile(join(folder, 'dynamo.sqlite'), 'no database at all '.repeat(500));

    await expect(startDynamo({ dataFolder: folder })).rejects.toMatchObject({
      name: 'DataFolderCorrupt',
      message: expect.stringContaining(folder),
    });
  });

  test('a server that is stopped is gone', async () => {
    const server = await started();
    await server.stop();

    await expect(fetch(server.endpoint)).rejects.toThrow();
  });
});

async function started(): Promise<RunningServer> {
  const server = await startDynamo({ dataFolder: folder });
  running.push(server);

  return server;
}

async function makeTable(server: RunningServer): Promise<void> {
  const client = clientOf(server);
  await client.send(
    new CreateTableCommand({
      TableName: 'table',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await client.send(new DescribeTableCommand({ TableName: 'table' }));
}

function clientOf({ endpoint }: RunningServer): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials: LOCAL_CREDENTIALS });
}
