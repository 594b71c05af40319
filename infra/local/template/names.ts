/** Physical names and ARNs, as CloudFormation would give them: the declared name, or one made of stack and logical id. */
import type { Resource } from './model.ts';

/** The account that the local cloud pretends to be. */
export const ACCOUNT_ID = '000000000000';

/** What `Ref` and `Fn::GetAtt` answer for a resource. */
export type Value = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** Where a resource stands. */
export type Place = { readonly stack: string; readonly logicalId: string; readonly region: string };

/** The property of each type that declares its name. */
const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Events::Rule': 'Name',
};

/** The declared name when it is plain text by now, else stack and logical id; buckets in lower case. */
export function physicalName(place: Place, resource: Resource, declared: unknown): string {
  if (typeof declared === 'string' && declared !== '') return declared;
  const generated = `${place.stack}-${place.logicalId}`;
  if (resource.type === 'AWS::S3::Bucket') return generated.toLowerCase().slice(0, 63);

  return resource.type === 'AWS::SQS::Queue' ? generated.slice(0, 80) : generated.slice(0, 64);
}

/** The name of the property that declares a type's name, if it has one. */
export function namePropertyOf(type: string): string | undefined {
  return NAME_PROPERTY[type];
}

/**
 * What can be known of a resource before anything is created. Types that the local cloud does not run get placeholders,
 * so that references to them resolve. Queues and streams are known only to their servers and are left out.
 */
export function describe(place: Place, resource: Resource, name: string): Value {
  const { region } = place;
  const arn = arnOf(resource.type, name, region);
  const attributes = { ...moreOf(resource.type, name, region), Arn: arn };
  const referred: Record<string, string> = {
    'AWS::SecretsManager::Secret': arn,
    'AWS::SNS::Topic': arn,
  };

  return { ref: referred[resource.type] ?? name, attributes };
}

function arnOf(type: string, name: string, region: string): string {
  const at = (service: string, rest: string) => `arn:aws:${service}:${region}:${ACCOUNT_ID}:${rest}`;
  const arns: Record<string, string> = {
    'AWS::DynamoDB::Table': at('dynamodb', `table/${name}`),
    'AWS::DynamoDB::GlobalTable': at('dynamodb', `table/${name}`),
    'AWS::SQS::Queue': at('sqs', name),
    'AWS::S3::Bucket': `arn:aws:s3:::${name}`,
    'AWS::Lambda::Function': at('lambda', `function:${name}`),
    'AWS::SecretsManager::Secret': at('secretsmanager', `secret:${name}`),
    'AWS::SNS::Topic': at('sns', name),
    'AWS::IAM::Role': `arn:aws:iam::${ACCOUNT_ID}:role/${name}`,
    'AWS::Logs::LogGroup': at('logs', `log-group:${name}:*`),
  };

  return arns[type] ?? at('local', `${type.replaceAll('::', '-').toLowerCase()}/${name}`);
}

function moreOf(type: string, name: string, region: string): Record<string, string> {
  if (type === 'AWS::S3::Bucket')
    return {
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    };
  if (type === 'AWS::SQS::Queue') return { QueueName: name };
  if (type === 'AWS::SecretsManager::Secret') return { Id: arnOf(type, name, region) };
  if (type === 'AWS::ApiGatewayV2::Api')
    return { ApiId: name, ApiEndpoint: `https://${name}.execute-api.${region}.amazonaws.com` };

  return {};
}
