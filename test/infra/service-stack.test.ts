import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../shared/edge/config.ts';
import { FUNCTION_NAMES, hasQueue, resourceName, wiringOf } from '../../shared/topology.ts';
import { STREAM_BATCH_MAX } from '../../shared/topology/wiring.ts';
import { resourcesOf, type Synthesis, synthesize, type TemplateResource } from './synthesis.ts';

let stage: Synthesis;

beforeAll(() => {
  stage = synthesize('local');
}, 60_000);

const named = (type: string, property: string, name: string): TemplateResource | undefined =>
  resourcesOf(stage, type).find(({ Properties }) => Properties[property] === name);
const queueNames = FUNCTION_NAMES.filter(hasQueue);

test('the functions of the template are those of the topology, each once', () => {
  const functions = resourcesOf(stage, 'AWS::Lambda::Function').map(
    ({ Properties }) => Properties.FunctionName,
  );

  expect(functions.toSorted()).toEqual(
    FUNCTION_NAMES.map((name) => `countinghouse-local-${resourceName(name)}`).toSorted(),
  );
});

test('the routes of the template are those of the topology, each once', () => {
  const routes = resourcesOf(stage, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);

  expect(routes.toSorted()).toEqual(FUNCTION_NAMES.flatMap((name) => wiringOf(name).http ?? []).toSorted());
});

test('the API needs one permission a function, however many routes lead to it', () => {
  const withRoutes = FUNCTION_NAMES.filter((name) => wiringOf(name).http);

  expect(resourcesOf(stage, 'AWS::Lambda::Permission')).toHaveLength(withRoutes.length);
});

describe.each(FUNCTION_NAMES)('%s', (name) => {
  const lambda = () =>
    named('AWS::Lambda::Function', 'FunctionName', `countinghouse-local-${resourceName(name)}`)?.Properties;

  test('runs on Node 24 and arm64, is traced, and says what it does and where it is written', () => {
    expect(lambda()).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      RecursiveLoop: 'Allow',
      Timeout: wiringOf(name).timeoutSeconds,
      Description: `${wiringOf(name).does} Source: functions/${name.replace('.', '/')}.ts`,
    });
  });

  test('is told names and addresses and no secret', () => {
    const variables = lambda()?.Environment;

    expect(variables).toEqual({
      Variables: {
        COUNTINGHOUSE_FUNCTION: name,
        STAGE: 'local',
        SOURCE: `functions/${name.replace('.', '/')}.ts`,
        JOURNAL_TABLE: 'countinghouse-local-journal',
        VIEWS_TABLE: 'countinghouse-local-views',
        PROFILES_TABLE: 'countinghouse-local-profiles',
        USAGE_TABLE: 'countinghouse-local-usage',
        DOCUMENTS_BUCKET: `countinghouse-local-${name === 'payments.receive' ? 'webhooks' : 'documents'}-000000000000-us-east-1`,
        QUEUE_URL_PREFIX: expect.anything(),
        SECRET_PREFIX: 'countinghouse-local-',
        PROVIDERS: 'sandbox',
        SANDBOX_URL: 'http://127.0.0.1:4010',
        PUBLIC_URL: 'http://127.0.0.1:4000',
        ...(wiringOf(name).touches.mail ? { MAIL_FROM: 'invoices@countinghouse.example' } : {}),
      },
    });
  });

  test('understands what it is told', () => {
    const { Variables } = (lambda()?.Environment ?? {}) as { Variables: Record<string, unknown> }; // CDK wrote it
    const environment = Object.fromEntries(
      Object.entries(Variables).map(([key, value]) => [key, typeof value === 'string' ? value : 'resolved']),
    );

    expect(readConfig(environment)).toMatchObject({ stage: 'local', providers: ['sandbox'] });
  });

  test('keeps its log for a limited time', () => {
    const log = named(
      'AWS::Logs::LogGroup',
      'LogGroupName',
      `/aws/lambda/countinghouse-local-${resourceName(name)}`,
    );

    expect(log?.Properties.RetentionInDays).toBe(30);
  });
});

describe.each(queueNames)('the queue of %s', (name) => {
  const queue = (suffix = '') =>
    named('AWS::SQS::Queue', 'QueueName', `countinghouse-local-${resourceName(name)}${suffix}`)?.Properties;

  test('hides a message for six times as long as the function may work on it', () => {
    const { timeoutSeconds, batch } = wiringOf(name);

    expect(queue()?.VisibilityTimeout).toBe(6 * timeoutSeconds + (batch?.windowSeconds ?? 0));
  });

  test('is encrypted and gives up at the eighth receive, into a queue that keeps messages longer', () => {
    expect(queue()).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 345_600,
      RedrivePolicy: { maxReceiveCount: 8 },
    });
    expect(queue('-dead')).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  });

  test('feeds the function in batches that may fail in part, with a bound on how many run at once', () => {
    const { batch } = wiringOf(name);
    const mapping = mappingsOf('queue').find(([id]) =>
      id.startsWith(`${resourceName(name).replaceAll('-', '')}queuemapping`),
    );

    expect(mapping?.[1].Properties).toMatchObject({
      BatchSize: batch?.size ?? 10,
      ScalingConfig: { MaximumConcurrency: batch?.concurrencyMax ?? 10 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('has an alarm for messages given up and one for messages that wait', () => {
    expect(
      named('AWS::CloudWatch::Alarm', 'AlarmName', `countinghouse-local-${resourceName(name)}-parked`)
        ?.Properties.Threshold,
    ).toBe(0);
    expect(
      named('AWS::CloudWatch::Alarm', 'AlarmName', `countinghouse-local-${resourceName(name)}-waiting`),
    ).toBeDefined();
  });
});

test('every queue answers over TLS alone', () => {
  const queues = resourcesOf(stage, 'AWS::SQS::Queue');
  const policies = resourcesOf(stage, 'AWS::SQS::QueuePolicy').filter((policy) =>
    JSON.stringify(policy).includes('aws:SecureTransport'),
  );

  expect(policies).toHaveLength(queues.length);
});

test('the stream has two readers, from the oldest record on, which a bad record holds up for minutes only', () => {
  const mappings = mappingsOf('stream');

  expect(mappings).toHaveLength(2);
  for (const [, { Properties }] of mappings) {
    expect(Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: STREAM_BATCH_MAX,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 8,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(86_400);
  }
});

test('every schedule is in UTC, ends its retries, and keeps the ticks that failed', () => {
  const schedules = resourcesOf(stage, 'AWS::Scheduler::Schedule');

  expect(schedules).toHaveLength(FUNCTION_NAMES.flatMap((name) => wiringOf(name).schedules ?? []).length);
  for (const { Properties } of schedules) {
    expect(Properties).toMatchObject({
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        DeadLetterConfig: { Arn: expect.anything() },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600 },
      },
    });
  }
});

/** Event-source mappings with their logical ids, those of queues or those of the stream. */
function mappingsOf(kind: 'queue' | 'stream'): readonly (readonly [string, TemplateResource])[] {
  return Object.values(stage.stacks)
    .flatMap((resources) => Object.entries(resources))
    .filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::Lambda::EventSourceMapping' &&
        'StartingPosition' in Properties === (kind === 'stream'),
    );
}
