/** The document store. */
import { S3Client } from '@aws-sdk/client-s3';
import { s3Documents } from '../../adapters/s3-documents.ts';
import type { Part } from '../live.ts';

/** Write-once objects. The local server ignores `If-None-Match`, so there the store looks before it writes. */
export const documents: Part = (config) => ({
  documents: s3Documents({
    client: new S3Client(config.stage === 'local' ? { forcePathStyle: true } : {}),
    bucket: config.documentsBucket,
    checkFirst: config.stage === 'local',
  }),
});
