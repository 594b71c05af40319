/** The document store. */
import { S3Client } from '@aws-sdk/client-s3';
import { s3Documents } from '../../adapters/s3-documents.ts';
import type { Part } from '../live.ts';

/**
 * Write-once objects. The local server ignores `If-None-Match`, so there the store looks before it writes. A trial account
 * has to be emptied now and then: there the bucket's lock of a day holds in place of the years that the law asks for.
 */
export const documents: Part = (config) => ({
  documents: s3Documents({
    client: new S3Client(config.stage === 'local' ? { forcePathStyle: true } : {}),
    bucket: config.documentsBucket,
    checkFirst: config.stage === 'local',
    isLocking: config.stage !== 'test',
  }),
});
