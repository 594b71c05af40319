import { describe, expect, test } from 'vitest';
import type { Assembly } from '../../../../infra/local/template/model.ts';
import { openWorld } from '../../../../infra/local/template/scope.ts';
import { unenforcedIn } from '../../../../infra/local/template/unenforced.ts';

const assembly: Assembly = {
  region: 'eu-central-1',
  assets: {},
  stacks: [
    {
      name: 'data',
      parameters: { Size: 3 },
      exports: { 'data:Stream': { 'Fn::GetAtt': ['Table', 'StreamArn'] } },
      resources: {
        Table: {
          type: 'AWS::DynamoDB::Table',
          properties: { TableName: { 'Fn::Join': ['-', ['orders', { Ref: 'AWS::Region' }]] } },
        },
        Files: { type: 'AWS::S3::Bucket', properties: { ObjectLockEnabled: true } },
      },
    },
    {
      name: 'service',
      parameters: {},
      exports: {},
      resources: {
        Mapping: {
          type: 'AWS::Lambda::EventSourceMapping',
          properties: { EventSourceArn: { 'Fn::ImportValue': 'data:Stream' }, Unread: { 'Fn::Cidr': [] } },
        },
        Key: { type: 'AWS::KMS::Key', properties: {} },
        Other: {
          type: 'AWS::Neptune::DBCluster',
          properties: { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
        },
      },
    },
  ],
};

describe('an assembly', () => {
  test('names resources as declared, and by stack and logical id where it declares nothing', () => {
    const names = openWorld(assembly, 'eu-central-1')
      .find('AWS::DynamoDB::Table', 'AWS::S3::Bucket')
      .map(({ name }) => name);

    expect(names).toEqual(['orders-eu-central-1', 'data-files']);
  });

  test('hands what a server answered on to the stack that imports it', () => {
    const world = openWorld(assembly, 'eu-central-1');
    const [table] = world.find('AWS::DynamoDB::Table');
    const [mapping] = world.find('AWS::Lambda::EventSourceMapping');
    if (table) world.learn(table, { ref: table.name, attributes: { StreamArn: 'arn:of:the:stream' } });

    expect(mapping?.properties(['EventSourceArn'])).toEqual({ EventSourceArn: 'arn:of:the:stream' });
  });

  test('gives references to what is not run here a placeholder', () => {
    const [other] = openWorld(assembly, 'eu-central-1').find('AWS::Neptune::DBCluster');

    expect(other?.properties(['KmsKeyId'])).toEqual({
      KmsKeyId: 'arn:aws:local:eu-central-1:000000000000:aws-kms-key/service-Key',
    });
  });

  test('lists what it asks for and one machine does not enforce, unknown types by their name', () => {
    expect(unenforcedIn(assembly).map(({ what }) => what)).toEqual([
      'S3 object lock (write-once retention)',
      'KMS encryption',
      'AWS::Neptune::DBCluster',
    ]);
  });
});
