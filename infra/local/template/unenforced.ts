/** What a template asks for and one machine cannot give; computed, so that the list is never out of date. */
import type { Assembly, Resource } from './model.ts';

/** One kind of protection that is missing here, and how many resources ask for it. */
export type Unenforced = { readonly what: string; readonly resources: number };

/** Everything in the templates that the local cloud reads and does not enforce, most frequent first. */
export function unenforcedIn(assembly: Assembly): readonly Unenforced[] {
  const counts = new Map<string, number>();
  for (const what of assembly.stacks
    .flatMap(({ resources }) => Object.values(resources))
    .flatMap(unenforcedBy)) {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  return [...counts]
    .map(([what, resources]) => ({ what, resources }))
    .sort((a, b) => b.resources - a.resources);
}

/** Types that are run here, wholly or in the parts named below. */
const RUN = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::Secret',
]);

/** Types whose absence changes nothing that a person here would miss. */
const SILENT = new Set([
  'AWS::CDK::Metadata',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
]);

const TYPES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'IAM: every function may do everything',
  'AWS::IAM::Policy': 'IAM: every function may do everything',
  'AWS::IAM::ManagedPolicy': 'IAM: every function may do everything',
  'AWS::Lambda::Permission': 'IAM: every function may do everything',
  'AWS::SQS::QueuePolicy': 'resource policies (TLS only, named senders)',
  'AWS::S3::BucketPolicy': 'resource policies (TLS only, named senders)',
  'AWS::SNS::TopicPolicy': 'resource policies (TLS only, named senders)',
  'AWS::KMS::Key': 'KMS encryption',
  'AWS::KMS::Alias': 'KMS encryption',
  'AWS::CloudWatch::Alarm': 'alarms and notifications',
  'AWS::CloudWatch::CompositeAlarm': 'alarms and notifications',
  'AWS::SNS::Topic': 'alarms and notifications',
  'AWS::SNS::Subscription': 'alarms and notifications',
  'AWS::CloudWatch::Dashboard': 'dashboards',
  'AWS::Logs::LogGroup': 'log groups with retention (logs are files here)',
  'AWS::Logs::MetricFilter': 'metric filters',
};

/** A property, the type that holds it, and what is missing where it is set. */
const PROPERTIES: readonly (readonly [type: string, property: string, what: string])[] = [
  ['AWS::S3::Bucket', 'ObjectLockEnabled', 'S3 object lock (write-once retention)'],
  ['AWS::S3::Bucket', 'VersioningConfiguration', 'S3 versioning'],
  ['AWS::S3::Bucket', 'LifecycleConfiguration', 'S3 lifecycle (expiry of raw webhook bodies)'],
  ['AWS::S3::Bucket', 'BucketEncryption', 'encryption at rest'],
  ['AWS::S3::Bucket', 'PublicAccessBlockConfiguration', 'public access block'],
  ['AWS::S3::Bucket', 'LoggingConfiguration', 'access logs'],
  ['AWS::DynamoDB::Table', 'PointInTimeRecoverySpecification', 'point-in-time recovery'],
  ['AWS::DynamoDB::Table', 'DeletionProtectionEnabled', 'deletion protection'],
  ['AWS::DynamoDB::Table', 'SSESpecification', 'encryption at rest'],
  ['AWS::DynamoDB::GlobalTable', 'SSESpecification', 'encryption at rest'],
  ['AWS::DynamoDB::GlobalTable', 'Replicas', 'point-in-time recovery'],
  ['AWS::SQS::Queue', 'KmsMasterKeyId', 'encryption at rest'],
  ['AWS::SQS::Queue', 'SqsManagedSseEnabled', 'encryption at rest'],
  ['AWS::Lambda::Function', 'TracingConfig', 'X-Ray tracing'],
  ['AWS::Lambda::Function', 'MemorySize', 'memory limits, and the stop of a function that timed out'],
  ['AWS::Lambda::Function', 'ReservedConcurrentExecutions', 'reserved concurrency'],
  ['AWS::Lambda::Function', 'Layers', 'Lambda layers'],
  ['AWS::Lambda::EventSourceMapping', 'ParallelizationFactor', 'parallel batches of one shard'],
  ['AWS::ApiGatewayV2::Stage', 'AccessLogSettings', 'access logs'],
  ['AWS::ApiGatewayV2::Api', 'CorsConfiguration', 'CORS'],
  ['AWS::SecretsManager::Secret', 'KmsKeyId', 'encryption at rest'],
];

function unenforcedBy(resource: Resource): readonly string[] {
  if (SILENT.has(resource.type)) return [];
  if (!RUN.has(resource.type)) return [TYPES[resource.type] ?? resource.type];

  return PROPERTIES.filter(
    ([type, property]) => type === resource.type && property in resource.properties,
  ).map(([, , what]) => what);
}
