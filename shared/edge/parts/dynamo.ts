/** The three tables. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoJournal } from '../../adapters/dynamo-journal.ts';
import { dynamoProfiles } from '../../adapters/dynamo-profiles.ts';
import { dynamoViews } from '../../adapters/dynamo-views.ts';
import type { Part } from '../live.ts';

/** Journal, views and profiles; IAM says which of them the function may really touch. */
export const tables: Part = (config) => {
  const client = new DynamoDBClient({});

  return {
    journal: dynamoJournal({ client, table: config.journalTable }),
    views: dynamoViews({ client, table: config.viewsTable }),
    profiles: dynamoProfiles({ client, table: config.profilesTable }),
  };
};
