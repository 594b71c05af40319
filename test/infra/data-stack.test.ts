import { beforeAll, describe, expect, test } from 'vitest';
import { resourcesOf, type Synthesis, synthesize } from './synthesis.ts';

const stages: Record<string, Synthesis> = {};

beforeAll(() => {
  for (const name of ['local', 'test', 'live'] as const) stages[name] = synthesize(name);
}, 60_000);

const of = (stage: string, type: string) => resourcesOf(stages[stage] as Synthesis, type); // made in beforeAll
const table = (stage: string, kind: string) =>
  of(stage, 'AWS::DynamoDB::Table').find(
    ({ Properties }) => Properties.TableName === `countinghouse-${stage}-${kind}`,
  );

describe.each(['journal', 'views', 'profiles', 'usage'])('the table of the %s', (kind) => {
  test('is paid by use, restorable to any second, and encrypted with our own key', () => {
    expect(table('live', kind)?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
  });

  test('cannot be deleted where business is done, and outlives its stack', () => {
    expect(table('live', kind)).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    expect(table('test', kind)).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

test('the journal and the profiles are sorted by version, the views and the usage by text', () => {
  const attributesOf = (kind: string) => table('live', kind)?.Properties.AttributeDefinitions;

  expect(['journal', 'profiles', 'views', 'usage'].map(attributesOf)).toEqual(
    ['N', 'N', 'S', 'S'].map((type) => [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: type },
    ]),
  );
});

test('the journal alone has a stream, with what was put', () => {
  const streams = of('live', 'AWS::DynamoDB::Table').map(({ Properties }) => Properties.StreamSpecification);

  expect(streams.filter(Boolean)).toEqual([{ StreamViewType: 'NEW_IMAGE' }]);
  expect(table('live', 'journal')?.Properties.StreamSpecification).toBeDefined();
});

test('a view row can expire', () => {
  for (const kind of ['views', 'usage']) {
    expect(table('live', kind)?.Properties.TimeToLiveSpecification).toEqual({
      AttributeName: 'ttl',
      Enabled: true,
    });
  }
});

test('documents are versioned and locked for ten years where business is done', () => {
  const documents = of('live', 'AWS::S3::Bucket').find(({ Properties }) => Properties.ObjectLockEnabled);

  expect(documents).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3_653 } } },
    },
  });
});

test('receipts and pro formas are forgotten a day after they were printed, with every version, and nothing else is', () => {
  const documents = of('live', 'AWS::S3::Bucket').find(({ Properties }) => Properties.ObjectLockEnabled);
  const kept = documents?.Properties.LifecycleConfiguration as
    | { readonly Rules: readonly object[] }
    | undefined; // CDK's
  const forgetting = kept?.Rules.filter((rule) => !('AbortIncompleteMultipartUpload' in rule));

  expect(forgetting).toEqual([
    {
      ...{ Prefix: 'previews/', Status: 'Enabled', ExpirationInDays: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    },
    { Prefix: 'previews/', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
  ]);
});

test('raw webhooks are forgotten after 30 days, which a locked bucket would refuse', () => {
  const webhooks = of('local', 'AWS::S3::Bucket').find(({ Properties }) =>
    String(Properties.BucketName).includes('-webhooks-'),
  );

  expect(webhooks?.Properties.ObjectLockEnabled).toBeUndefined();
  expect(webhooks?.Properties.LifecycleConfiguration).toMatchObject({
    Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }],
  });
});

test('no bucket is public, none answers without TLS', () => {
  const buckets = of('live', 'AWS::S3::Bucket');
  const policies = of('live', 'AWS::S3::BucketPolicy').filter((policy) =>
    JSON.stringify(policy).includes('aws:SecureTransport'),
  );

  expect(policies).toHaveLength(buckets.length);
  for (const { Properties } of buckets) {
    expect(Object.values(Properties.PublicAccessBlockConfiguration as object)).toEqual([
      true,
      true,
      true,
      true,
    ]); // CDK's property
  }
});

test('a secret that only we know is generated, one of a provider stays empty until it is put in', () => {
  const secrets = of('live', 'AWS::SecretsManager::Secret').map(({ Properties }) => [
    Properties.Name,
    'GenerateSecretString' in Properties,
  ]);

  expect(secrets).toEqual([
    ['countinghouse-live-pepper', true],
    ['countinghouse-live-cursor', true],
    ['countinghouse-live-stripe-api-key', false],
    ['countinghouse-live-stripe-webhook', false],
  ]);
});
