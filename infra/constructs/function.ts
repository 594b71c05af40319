/** One function of the topology as a Lambda: its own role, log group, environment and code. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName, wiringOf } from '../../shared/topology.ts';
import { bucketName, physicalName, prefixOf, sourceOf, tableName } from '../names.ts';
import type { Foundation } from './foundation.ts';
import { placeOf } from './foundation.ts';
import { acknowledge } from './acknowledge.ts';
import { bucketKindOf, computeGrants } from './grants.ts';
import type { Statement } from './statement.ts';

/** Memory of a function whose line names none: enough CPU to answer in tens of milliseconds. */
const MEMORY_DEFAULT_MEGABYTES = 256;

/** Makes the Lambda of a topology line; what wakes it is made beside it. */
export function wiredFunction(scope: Construct, name: FunctionName, foundation: Foundation): lambda.Function {
  const { stage } = foundation;
  const wiring = wiringOf(name);

  return new lambda.Function(scope, `${resourceName(name)}-function`, {
    functionName: physicalName(stage.name, name),
    description: `${wiring.does} Source: ${sourceOf(name)}`,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: foundation.codeOf(name),
    role: ownRole(scope, name, foundation),
    logGroup: ownLogGroup(scope, name, foundation),
    // JSON, so that a log line is one object and the platform's own chatter about each invocation can be left out.
    loggingFormat: lambda.LoggingFormat.JSON,
    systemLogLevelV2: lambda.SystemLogLevel.WARN,
    timeout: Duration.seconds(wiring.timeoutSeconds),
    memorySize: wiring.memoryMegabytes ?? MEMORY_DEFAULT_MEGABYTES,
    tracing: lambda.Tracing.ACTIVE,
    // A fact wakes a function that records a fact: a loop by design, which Lambda would otherwise cut after 16 rounds.
    // It ends because every obligation has one id; the alarms on age and parked messages see one that does not.
    recursiveLoop: lambda.RecursiveLoop.ALLOW,
    environment: environmentOf(scope, name, foundation),
  });
}

/** What a handler is told. Names and addresses only: secrets are read from Secrets Manager by their prefix. */
export function environmentOf(
  scope: Construct,
  name: FunctionName,
  foundation: Foundation,
): Record<string, string> {
  const { stage, publicUrl } = foundation;
  const { region, account, urlSuffix } = Stack.of(scope);
  const prefix = prefixOf(stage.name);

  return {
    COUNTINGHOUSE_FUNCTION: name,
    STAGE: stage.name,
    SOURCE: sourceOf(name),
    JOURNAL_TABLE: tableName(stage.name, 'journal'),
    VIEWS_TABLE: tableName(stage.name, 'views'),
    PROFILES_TABLE: tableName(stage.name, 'profiles'),
    USAGE_TABLE: tableName(stage.name, 'usage'),
    DOCUMENTS_BUCKET: bucketName(stage.name, bucketKindOf(name), { account, region }),
    QUEUE_URL_PREFIX: `https://sqs.${region}.${urlSuffix}/${account}/${prefix}`,
    SECRET_PREFIX: prefix,
    PROVIDERS: stage.providers.join(','),
    PUBLIC_URL: publicUrl,
    ...(stage.mailFrom !== undefined && wiringOf(name).touches.mail ? { MAIL_FROM: stage.mailFrom } : {}),
    ...(stage.sandboxUrl === undefined ? {} : { SANDBOX_URL: stage.sandboxUrl }),
  };
}

function ownRole(scope: Construct, name: FunctionName, foundation: Foundation): iam.IRole {
  const grants = computeGrants(name, placeOf(scope, foundation));
  const role = new iam.Role(scope, `${resourceName(name)}-role`, {
    description: `What ${name} may do, computed from its line in shared/topology.ts.`,
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { grants: new iam.PolicyDocument({ statements: grants.map(policyStatement) }) },
  });
  acknowledge(role, wildcards(scope, grants));

  // The policy is complete; a construct that adds to it would widen what the topology says.
  return role.withoutPolicyUpdates();
}

function policyStatement(statement: Statement): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: statement.sid,
    effect: statement.effect === 'Allow' ? iam.Effect.ALLOW : iam.Effect.DENY,
    actions: [...statement.actions],
    resources: [...statement.resources],
    ...(statement.conditions ? { conditions: statement.conditions } : {}),
  });
}

/** Each wildcard is acknowledged by itself, with the reason that stands beside the grant. */
function wildcards(
  scope: Construct,
  grants: readonly Statement[],
): readonly { rule: string; reason: string }[] {
  const readable = (resource: string) => readableTokens(scope, resource);

  return grants.flatMap(({ resources, wildcardReason }) =>
    resources
      .filter((resource) => resource.includes('*'))
      .map((resource) => ({ rule: `IAM5[Resource::${readable(resource)}]`, reason: wildcardReason ?? '' })),
  );
}

/** cdk-nag writes pseudo parameters in angle brackets. */
function readableTokens(scope: Construct, text: string): string {
  const { partition, region, account } = Stack.of(scope);
  const named = [
    [partition, '<AWS::Partition>'],
    [region, '<AWS::Region>'],
    [account, '<AWS::AccountId>'],
  ] as const;

  return named
    .filter(([token]) => token.startsWith('${Token['))
    .reduce((result, [token, name]) => result.replaceAll(token, name), text);
}

function ownLogGroup(scope: Construct, name: FunctionName, { stage }: Foundation): LogGroup {
  return new LogGroup(scope, `${resourceName(name)}-log`, {
    logGroupName: `/aws/lambda/${physicalName(stage.name, name)}`,
    retention: stage.logRetentionDays,
    removalPolicy: stage.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}
