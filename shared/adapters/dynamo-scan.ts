/** How a whole table is read: one segment of it, page by page. */
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Page } from '../ports.ts';
import { cursorOf, keyIn } from './dynamo-item.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { checkSegment, SCAN_PAGE_MAX } from './limits.ts';

/** A page of a segment behind a cursor, at most `SCAN_PAGE_MAX` items, each told by `read`. */
export async function scanTable<Item>(
  { client, table }: DynamoTable,
  of: {
    readonly segment: { readonly index: number; readonly of: number };
    readonly after: string | undefined;
  },
  read: (attributes: Record<string, AttributeValue>) => Item,
): Promise<Page<Item>> {
  const { segment, after } = of;
  checkSegment(segment);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName: table,
      Segment: segment.index,
      TotalSegments: segment.of,
      Limit: SCAN_PAGE_MAX,
      ExclusiveStartKey: after === undefined ? undefined : keyIn(after),
    }),
  );
  const items = Items.map(read);

  return LastEvaluatedKey ? { items, next: cursorOf(LastEvaluatedKey) } : { items };
}
