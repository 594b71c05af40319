import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import { CONTEXTS } from '../../infra/application.ts';
import { STAGE_NAMES } from '../../infra/stages.ts';
import { TOPOLOGY } from '../../shared/topology.ts';
import { resourcesOf, type Synthesis, synthesize } from './synthesis.ts';

/** CloudFormation takes 500; below this there is room for what comes. */
const RESOURCES_MAX = 400;

const WITH_SANDBOX = { providers: 'sandbox,stripe', sandboxUrl: 'https://sandbox.example' };

const stages = new Map<string, Synthesis>();

beforeAll(() => {
  for (const name of STAGE_NAMES) stages.set(name, synthesize(name, name === 'live' ? {} : WITH_SANDBOX));
}, 60_000);

const at = (name: string) => stages.get(name) as Synthesis; // made in beforeAll

test('every context of the topology has its stack', () => {
  const contexts = new Set(Object.values(TOPOLOGY).map(({ context }) => context));

  expect(new Set(CONTEXTS)).toEqual(contexts);
});

describe.each(STAGE_NAMES)('the stage %s', (name) => {
  test('holds fewer resources a stack than CloudFormation takes, with room to grow', () => {
    const counts = Object.entries(at(name).stacks).map(
      ([id, resources]) => [id, Object.keys(resources).length] as const,
    );

    expect(counts.filter(([, count]) => count >= RESOURCES_MAX)).toEqual([]);
  });

  test('leaves no finding of cdk-nag without a reason', () => {
    const { app } = at(name);

    const { violations } = new AwsSolutionsChecks(app).validateScope(app);

    expect(
      violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.length]),
    ).toEqual([]);
  });

  test('gives no role a right to everything', () => {
    const policies = resourcesOf(at(name), 'AWS::IAM::Role').flatMap(
      ({ Properties }) =>
        (Properties.Policies ?? []) as { PolicyDocument: { Statement: { Action: string | string[] }[] } }[], // CDK wrote it
    );
    const actions = policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(resourcesOf(at(name), 'AWS::IAM::Policy')).toEqual([]);
    expect(resourcesOf(at(name), 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  test('carries its name in every physical name, so that two stages can share an account', () => {
    const named = [
      ...resourcesOf(at(name), 'AWS::DynamoDB::Table').map(({ Properties }) => Properties.TableName),
      ...resourcesOf(at(name), 'AWS::SQS::Queue').map(({ Properties }) => Properties.QueueName),
      ...resourcesOf(at(name), 'AWS::SecretsManager::Secret').map(({ Properties }) => Properties.Name),
      ...resourcesOf(at(name), 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.AlarmName),
    ];

    expect(named.filter((one) => !String(one).startsWith(`countinghouse-${name}-`))).toEqual([]);
  });
});

test('every queue of messages given up has an alarm', () => {
  const alarms = JSON.stringify(resourcesOf(at('local'), 'AWS::CloudWatch::Alarm'));
  const queues = Object.values(at('local').stacks)
    .flatMap((resources) => Object.entries(resources))
    .filter(([, { Type, Properties }]) => Type === 'AWS::SQS::Queue' && !('RedrivePolicy' in Properties));

  expect(queues.filter(([id]) => !alarms.includes(id)).map(([id]) => id)).toEqual([]);
});
