/** The views in DynamoDB: rows guarded by their aggregate's version, read by ranges of keys. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Page, ViewQuery, ViewRow, Views } from '../ports.ts';
import { marshalled, numberIn, textIn } from './dynamo-item.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { compareKeys } from './key-order.ts';
import { scanTable } from './dynamo-scan.ts';
import { packedItem } from './packing.ts';
import { checkQuery, rowOf, viewItemOf } from './stored.ts';

/** The views over a table with the text keys `pk` and `sk`; `ttl` is its time-to-live attribute. */
export function dynamoViews(at: DynamoTable): Views {
  const { client, table } = at;

  return {
    put: (row) => put(at, row),
    get: async (pk, sk) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshalled({ pk, sk }) }),
      );

      return Item && rowIn(Item);
    },
    query: (query) => answer(at, query),
    scan: (segment, after) => scanTable(at, { segment: segment, after: after }, rowIn),
    remove: async (pk, sk) => {
      await client.send(new DeleteItemCommand({ TableName: table, Key: marshalled({ pk, sk }) }));
    },
  };
}

async function put({ client, table }: DynamoTable, row: ViewRow): Promise<'written' | 'stale'> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshalled(packedItem(viewItemOf(row), 'd')),
        ConditionExpression: 'attribute_not_exists(pk) OR v < :v',
        ExpressionAttributeValues: { ':v': { N: String(row.version) } },
      }),
    );
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return 'stale';
    throw fault;
  }

  return 'written';
}

/** Asks for one row more than wanted, so that `next` is given only where there is one. */
async function answer({ client, table }: DynamoTable, query: ViewQuery): Promise<Page<ViewRow>> {
  checkQuery(query);
  const { pk, limit, descending = false } = query;
  const range = rangeOf(query);
  if (!range) return { items: [] };

  const rows: ViewRow[] = [];
  let start = range.after === undefined ? undefined : marshalled({ pk, sk: range.after });
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        ...conditionOf(pk, range),
        ScanIndexForward: !descending,
        Limit: limit + 1 - rows.length,
        ExclusiveStartKey: start,
      }),
    );
    rows.push(...Items.map(rowIn));
    start = LastEvaluatedKey;
  } while (start && rows.length <= limit);

  const items = rows.slice(0, limit);
  const next = items.at(-1)?.sk;

  return rows.length > limit && next !== undefined ? { items, next } : { items };
}

type Range = { readonly from?: string; readonly to?: string; readonly after?: string };

/** The bounds that DynamoDB accepts: not crossed, no empty text, and no start outside them. Undefined when nothing fits. */
function rangeOf({ from = '', to, after, descending = false }: ViewQuery): Range | undefined {
  if (to !== undefined && (to === '' || compareKeys(from, to) > 0)) return undefined;
  const bounds = { ...(from === '' ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (after === undefined) return bounds;

  const isPastEnd = descending
    ? compareKeys(after, from) <= 0
    : to !== undefined && compareKeys(after, to) >= 0;
  if (isPastEnd) return undefined;
  const isBeforeStart = descending
    ? to !== undefined && compareKeys(after, to) > 0
    : compareKeys(after, from) < 0;

  return isBeforeStart || after === '' ? bounds : { ...bounds, after };
}

function conditionOf(
  pk: string,
  { from, to }: Range,
): Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'> {
  return {
    KeyConditionExpression: `pk = :pk${conditionOnSortKey(from !== undefined, to !== undefined)}`,
    ExpressionAttributeValues: marshalled({ ':pk': pk, ':from': from, ':to': to }),
  };
}

function conditionOnSortKey(hasFrom: boolean, hasTo: boolean): string {
  if (hasFrom && hasTo) return ' AND sk BETWEEN :from AND :to';
  if (hasFrom) return ' AND sk >= :from';

  return hasTo ? ' AND sk <= :to' : '';
}

function rowIn(attributes: Record<string, AttributeValue>): ViewRow {
  return rowOf({
    pk: textIn(attributes, 'pk'),
    sk: textIn(attributes, 'sk'),
    v: numberIn(attributes, 'v'),
    d: textIn(attributes, 'd'),
    ...(attributes.ttl === undefined ? {} : { ttl: numberIn(attributes, 'ttl') }),
  });
}
