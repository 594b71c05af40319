/** Usage in DynamoDB: two puts an event, and a query over one UTC day. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { MeterRef, Page, Usage, UsageEvent, UsageQuery } from '../ports.ts';
import { marshalled, textIn } from './dynamo-item.ts';
import type { DynamoTable } from './dynamo-table.ts';
import {
  checkUsageQuery,
  dayKey,
  isKnownBy,
  type UsageItem,
  usageEventOf,
  usageItemsOf,
} from './usage-items.ts';

/** Usage over a table with the text keys `pk` and `sk`, whose items expire by `ttl`. */
export function dynamoUsage(at: DynamoTable): Usage {
  return {
    record: async (ref, event, of) => {
      const { claim, entry } = usageItemsOf(ref, event, of);
      const former = await claimed(at, claim);
      if (former !== undefined && former.d !== claim.d) return 'differs';
      // Also on a repetition: whoever claimed the id may have stopped before this, and the same item again changes nothing.
      const item = former ? { ...entry, r: former.r } : entry;
      await at.client.send(new PutItemCommand({ TableName: at.table, Item: marshalled(item) }));

      return former === undefined ? 'recorded' : 'repeated';
    },
    events: (ref, query) => answer(at, ref, query),
  };
}

/** Puts the claim of an id; answers what the former claim says, or undefined where there was none. */
async function claimed(
  { client, table }: DynamoTable,
  claim: UsageItem,
): Promise<Pick<UsageItem, 'd' | 'r'> | undefined> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshalled(claim),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (fault) {
    if (!(fault instanceof ConditionalCheckFailedException) || !fault.Item) throw fault;

    return { d: textIn(fault.Item, 'd'), r: fault.Item.r?.S };
  }

  return undefined;
}

/** Asks for one event more than wanted, so that `next` is given only where there is one. */
async function answer(at: DynamoTable, ref: MeterRef, query: UsageQuery): Promise<Page<UsageEvent>> {
  checkUsageQuery(query);
  const { day, from, to, after, limit, knownBy } = query;
  if (from > to) return { items: [] };
  const pk = dayKey(ref, day);
  const found: Record<string, AttributeValue>[] = [];
  let start = after === undefined ? undefined : marshalled({ pk, sk: after });
  do {
    const { Items = [], LastEvaluatedKey } = await at.client.send(
      new QueryCommand({
        TableName: at.table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':to': { S: to } },
        ConsistentRead: true,
        Limit: limit + 1 - found.length,
        ExclusiveStartKey: start,
      }),
    );
    found.push(...Items);
    start = LastEvaluatedKey;
  } while (start && found.length <= limit);

  const kept = found.slice(0, limit);
  const items = kept
    .filter(({ r }) => isKnownBy(r?.S, knownBy))
    .map((item) => usageEventOf(textIn(item, 'd')));
  const last = kept.at(-1);

  return found.length > limit && last ? { items, next: textIn(last, 'sk') } : { items };
}
