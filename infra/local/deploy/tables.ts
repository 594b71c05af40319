/** Creates the tables that the template declares, and learns the ARNs of their streams. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Clients } from '../clients.ts';
import { parseProperties } from '../template/parse.ts';
import type { Found, World } from '../template/scope.ts';

/** Creates what is missing; tables that are there stay as they are, with their items. */
export async function deployTables(world: World, clients: Clients): Promise<void> {
  await Promise.all(
    world
      .find('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
      .map((found) => deployTable(world, clients, found)),
  );
}

const Key = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const Projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});

const TableProperties = z.object({
  KeySchema: Key,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema: Key, Projection })).optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']) })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

async function deployTable(world: World, clients: Clients, found: Found): Promise<void> {
  const table = await ensureTable(clients, inputOf(found));
  await expireItems(clients, found);
  const attributes: Record<string, string> = { ...world.value(found).attributes };
  if (table.LatestStreamArn) attributes.StreamArn = table.LatestStreamArn;

  world.learn(found, { ref: found.name, attributes });
}

function inputOf(found: Found): CreateTableCommandInput {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } = parseProperties(
    found,
    TableProperties,
  );

  return {
    TableName: found.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
    ...(StreamSpecification ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {}),
  };
}

async function ensureTable({ dynamo }: Clients, input: CreateTableCommandInput): Promise<TableDescription> {
  const existing = await dynamo
    .send(new DescribeTableCommand({ TableName: input.TableName }))
    .catch(ifMissing);
  if (existing?.Table) return existing.Table;
  await dynamo.send(new CreateTableCommand(input));
  const created = await dynamo.send(new DescribeTableCommand({ TableName: input.TableName }));

  return created.Table ?? {};
}

async function expireItems({ dynamo }: Clients, found: Found): Promise<void> {
  const { TimeToLiveSpecification } = parseProperties(found, TableProperties);
  if (!TimeToLiveSpecification?.Enabled) return;
  const command = new UpdateTimeToLiveCommand({ TableName: found.name, TimeToLiveSpecification });
  await dynamo.send(command).catch((thrown: unknown) => {
    if (!(thrown instanceof Error) || thrown.name !== 'ValidationException') throw thrown; // it is on since the former start
  });
}

function ifMissing(thrown: unknown): undefined {
  if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return undefined;

  throw thrown;
}
