/** The buckets: documents that nothing may change, webhook bodies that expire, and what the stream readers gave up. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PREVIEWS } from '../../shared/journal/keys.ts';
import type { BucketKind } from '../names.ts';
import { bucketName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnGivenUp } from './alarms.ts';

/** Raw webhook bodies hold personal data; the inbox keeps their hash and the fields that matter. */
const WEBHOOK_DAYS_MAX = 30;

/** Records that a stream reader gave up; the sweeper has sent them again long before. */
const FAILURE_DAYS_MAX = 30;

/** Receipts and pro formas name persons and are no documents of record; their links open for minutes. */
const PREVIEW_DAYS_MAX = 1;

const ACCESS_LOG_DAYS_MAX = 90;

const UNFINISHED_UPLOAD_DAYS_MAX = 1;

type Keeping = { readonly stage: Stage; readonly key: IKey };

/** Makes all buckets of the stage. */
export function makeBuckets(scope: Construct, { stage, key }: Keeping): void {
  const accessLogs = makeAccessLogs(scope, stage);
  const bucket = (kind: BucketKind, more: s3.BucketProps) =>
    new s3.Bucket(scope, kind, {
      ...common(scope, { kind, stage }),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: `${kind}/`,
      ...more,
    });

  bucket('documents', {
    versioned: true,
    objectLockEnabled: true,
    // Governance rather than compliance: no role of ours may lift it, yet a court's order can still be obeyed.
    objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(stage.documentRetentionDays)),
    lifecycleRules: [
      { abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS_MAX) },
      ...forgetUnder(PREVIEWS, PREVIEW_DAYS_MAX),
    ],
  });
  bucket('webhooks', { lifecycleRules: [expireAfter(WEBHOOK_DAYS_MAX)] });
  const failures = bucket('failures', { lifecycleRules: [expireAfter(FAILURE_DAYS_MAX)] });
  alarmOnGivenUp(scope, { bucketName: failures.bucketName, stage });
}

function makeAccessLogs(scope: Construct, stage: Stage): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'access-logs', {
    ...common(scope, { kind: 'access-logs', stage }),
    // S3 delivers its logs only into buckets with keys of its own.
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [expireAfter(ACCESS_LOG_DAYS_MAX)],
  });
  acknowledge(bucket, [
    { rule: 'S1', reason: 'It receives the access logs of the others; logging itself would never end.' },
  ]);

  return bucket;
}

function common(scope: Construct, { kind, stage }: { kind: BucketKind; stage: Stage }): s3.BucketProps {
  const { account, region } = Stack.of(scope);

  return {
    bucketName: bucketName(stage.name, kind, { account, region }),
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: stage.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}

function expireAfter(days: number): s3.LifecycleRule {
  return {
    expiration: Duration.days(days),
    abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS_MAX),
  };
}

/**
 * In a bucket that keeps versions an object is first hidden, then its bytes are deleted once no lock is on them, and at last
 * the marker that hid it, which S3 takes in a rule of its own.
 */
function forgetUnder(prefix: string, days: number): readonly s3.LifecycleRule[] {
  const age = Duration.days(days);

  return [
    { prefix, expiration: age, noncurrentVersionExpiration: age },
    { prefix, expiredObjectDeleteMarker: true },
  ];
}
