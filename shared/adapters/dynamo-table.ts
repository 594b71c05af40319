/** Where a table lies. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A client and the table it is about. */
export type DynamoTable = { readonly client: DynamoDBClient; readonly table: string };
