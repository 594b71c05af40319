import { expect, test } from 'vitest';
import { examine, type Machine, report } from '../../infra/doctor.ts';

const HEALTHY: Machine = {
  nodeVersion: 'v24.21.0',
  platform: 'linux-x64',
  environment: { AWS_PROFILE: 'trial', AWS_REGION: 'eu-central-1' },
  exists: () => true,
  read: (path) => (path.endsWith('aws-cdk/package.json') ? '{"version":"2.1148.1"}' : undefined),
  home: '/home/somebody',
};

test('a machine that has everything is told so', () => {
  const findings = examine(HEALTHY);

  expect(findings.filter(({ isPresent }) => !isPresent)).toEqual([]);
  expect(report(findings)).not.toContain('missing');
});

type Lack = readonly [what: string, lack: Partial<Machine>, about: string, next: string];

const LACKS: readonly Lack[] = [
  ['an old Node', { nodeVersion: 'v20.11.0' }, 'Node', 'Node 24'],
  [
    'the CDK command line that was published by accident',
    { read: () => '{"version":"3.0.0"}' },
    'CDK',
    'npm ci',
  ],
  ['no CDK command line', { read: () => undefined }, 'CDK', 'npm ci'],
  ['no embedded server', { exists: () => false }, 'local DynamoDB', 'AWS_ENDPOINT_URL_DYNAMODB'],
  ['no credentials', { environment: {}, exists: () => false }, 'AWS credentials', 'aws configure'],
  ['no region', { environment: {} }, 'AWS region', 'AWS_REGION'],
];

test.each(LACKS)('%s is missing, and the next command is named', (_, lack, about, next) => {
  const findings = examine({ ...HEALTHY, ...lack }).filter(({ isPresent }) => !isPresent);

  expect(findings.map((finding) => finding.about)).toContain(about);
  expect(findings.find((finding) => finding.about === about)?.next).toContain(next);
});

test('credentials and region count when they stand in the files of the AWS tools', () => {
  const findings = examine({
    ...HEALTHY,
    environment: {},
    read: (path) =>
      path === '/home/somebody/.aws/config' ? '[default]\nregion = eu-west-1\n' : HEALTHY.read(path),
  });

  expect(findings.find(({ about }) => about === 'AWS region')).toMatchObject({
    isPresent: true,
    says: 'eu-west-1',
  });
});
