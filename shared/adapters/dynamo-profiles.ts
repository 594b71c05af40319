/** The profiles in DynamoDB: one item a version, written once, deletable. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { partitionOf } from '../journal/keys.ts';
import type { AggregateRef, Profile, Profiles } from '../ports.ts';
import { marshalled, numberIn, textIn } from './dynamo-item.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { PROFILE_VERSIONS_MAX, within } from './limits.ts';
import { profileItemOf, profileOf } from './stored.ts';

/** Deletes that run at once while a profile is erased. */
export const ERASE_AT_ONCE_MAX = 10;

/** The profiles over a table with the text key `pk` and the number key `sk`. */
export function dynamoProfiles(at: DynamoTable): Profiles {
  return {
    put: (profile) => put(at, profile),
    get: (ref, version) => read(at, ref, version),
    erase: (ref) => erase(at, ref),
  };
}

async function put({ client, table }: DynamoTable, profile: Profile): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshalled(profileItemOf(profile)),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (fault) {
    if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
  }
}

/** A version is written once, so a cheap read that finds it is right; one that does not is made sure of. */
async function read(at: DynamoTable, ref: AggregateRef, version: number): Promise<Profile | undefined> {
  return (await readOnce(at, { ref, version }, false)) ?? readOnce(at, { ref, version }, true);
}

async function readOnce(
  { client, table }: DynamoTable,
  { ref, version }: { readonly ref: AggregateRef; readonly version: number },
  isStrong: boolean,
): Promise<Profile | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: marshalled({ pk: partitionOf(ref), sk: version }),
      ConsistentRead: isStrong,
    }),
  );

  return Item && profileOf({ pk: textIn(Item, 'pk'), sk: numberIn(Item, 'sk'), d: textIn(Item, 'd') });
}

/** Deletes page by page; a repeated erasure finishes an interrupted one. */
async function erase({ client, table }: DynamoTable, ref: AggregateRef): Promise<void> {
  const keys: Record<string, AttributeValue>[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: partitionOf(ref) } },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    keys.push(...Items);
    within('versions of a profile', keys.length, PROFILE_VERSIONS_MAX);
    start = LastEvaluatedKey;
  } while (start);

  for (let first = 0; first < keys.length; first += ERASE_AT_ONCE_MAX) {
    const group = keys.slice(first, first + ERASE_AT_ONCE_MAX);
    await Promise.all(group.map((key) => client.send(new DeleteItemCommand({ TableName: table, Key: key }))));
  }
}
