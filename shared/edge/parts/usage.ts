/** The table of usage. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoUsage } from '../../adapters/dynamo-usage.ts';
import type { Part } from '../live.ts';

/** What was used; bundled only where the topology names it. */
export const usage: Part = (config) => ({
  usage: dynamoUsage({ client: new DynamoDBClient({}), table: config.usageTable }),
});
