/** Ports onto the tables and buckets of the local cloud that runs; for the scripts beside it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoJournal } from '../../shared/adapters/dynamo-journal.ts';
import { dynamoViews } from '../../shared/adapters/dynamo-views.ts';
import { s3Documents } from '../../shared/adapters/s3-documents.ts';
import type { Ports } from '../../shared/ports.ts';
import type { RunFile } from './client.ts';

/** Reads and writes what the running cloud stores. The AWS SDK finds its servers by the environment set here. */
export function connect(run: RunFile): Pick<Ports, 'journal' | 'views' | 'documents' | 'stage'> {
  Object.assign(process.env, run.environment);
  const client = new DynamoDBClient({});
  const { JOURNAL_TABLE = '', VIEWS_TABLE = '', DOCUMENTS_BUCKET = '', STAGE = '' } = run.functionEnvironment;

  return {
    stage: STAGE,
    journal: dynamoJournal({ client, table: JOURNAL_TABLE }),
    views: dynamoViews({ client, table: VIEWS_TABLE }),
    documents: s3Documents({ client: new S3Client({ forcePathStyle: true }), bucket: DOCUMENTS_BUCKET }),
  };
}
