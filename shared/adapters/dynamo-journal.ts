/** The journal in DynamoDB; the only place that puts to it, and always on the condition that nobody has. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type CommitItem, fromItem } from '../journal/commit.ts';
import { partitionOf } from '../journal/keys.ts';
import type { AggregateRef, AppendOutcome, Commit, Journal } from '../ports.ts';
import { marshalled, numberIn, textIn } from './dynamo-item.ts';
import { scanTable } from './dynamo-scan.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { HISTORY_PAGE_MAX } from './limits.ts';
import { packedItem } from './packing.ts';
import { commitItemOf } from './stored.ts';

/** The journal over a table with the text key `pk` and the number key `sk`. */
export function dynamoJournal(at: DynamoTable): Journal {
  return {
    latest: (ref, consistency) => latest(at, ref, consistency === 'strong'),
    at: (ref, version) => read(at, ref, version),
    history: (ref, from) => history(at, ref, from),
    append: (commit) => append(at, commit),
    scan: (segment, after) => scanTable(at, { segment: segment, after: after }, commitIn),
  };
}

async function latest(
  { client, table }: DynamoTable,
  ref: AggregateRef,
  isStrong: boolean,
): Promise<Commit | undefined> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partitionOf(ref) } },
      ConsistentRead: isStrong,
      ScanIndexForward: false,
      Limit: 1,
    }),
  );

  return Items.map(commitIn)[0];
}

async function read(
  { client, table }: DynamoTable,
  ref: AggregateRef,
  version: number,
): Promise<Commit | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: marshalled({ pk: partitionOf(ref), sk: version }),
      ConsistentRead: true,
    }),
  );

  return Item && commitIn(Item);
}

/** Goes on over DynamoDB's pages of 1 MB, so that a short answer always means the end. */
async function history(
  { client, table }: DynamoTable,
  ref: AggregateRef,
  from: number,
): Promise<readonly Commit[]> {
  const commits: Commit[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': { S: partitionOf(ref) }, ':from': { N: String(from) } },
        ConsistentRead: true,
        Limit: HISTORY_PAGE_MAX - commits.length,
        ExclusiveStartKey: start,
      }),
    );
    commits.push(...Items.map(commitIn));
    start = LastEvaluatedKey;
  } while (start && commits.length < HISTORY_PAGE_MAX);

  return commits;
}

/** A put whose answer was lost meets its own item when the client repeats it; the hash tells it from a rival's. */
async function append({ client, table }: DynamoTable, commit: Commit): Promise<AppendOutcome> {
  const item = commitItemOf(commit);
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshalled(packedItem(item, 'body')),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (fault) {
    if (!(fault instanceof ConditionalCheckFailedException) || !fault.Item) throw fault;
    const by = itemIn(fault.Item);

    return by.hash === item.hash ? { outcome: 'repeated' } : { outcome: 'taken', by: fromItem(by) };
  }

  return { outcome: 'appended' };
}

function commitIn(attributes: Record<string, AttributeValue>): Commit {
  return fromItem(itemIn(attributes));
}

function itemIn(attributes: Record<string, AttributeValue>): CommitItem {
  return {
    pk: textIn(attributes, 'pk'),
    sk: numberIn(attributes, 'sk'),
    body: textIn(attributes, 'body'),
    hash: textIn(attributes, 'hash'),
  };
}
