/** The routes of the HTTP API that lead to one function. The stack of the function holds them, the API lies below. */
import { Stack } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName, wiringOf } from '../../shared/topology.ts';
import type { Foundation } from './foundation.ts';

/** The longest that an HTTP API waits for an answer. */
const ANSWER_MILLISECONDS_MAX = 30_000;

/** One integration and one permission a function, however many routes it has. */
export function wakeByRoutes(
  scope: Construct,
  name: FunctionName,
  { target, foundation }: { target: lambda.Function; foundation: Foundation },
): void {
  const { apiId } = foundation;
  const integration = new CfnIntegration(scope, `${resourceName(name)}-integration`, {
    apiId,
    integrationType: 'AWS_PROXY',
    integrationUri: target.functionArn,
    payloadFormatVersion: '2.0',
    timeoutInMillis: ANSWER_MILLISECONDS_MAX,
  });
  new CfnPermission(scope, `${resourceName(name)}-permission`, {
    action: 'lambda:InvokeFunction',
    functionName: target.functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: Stack.of(scope).formatArn({ service: 'execute-api', resource: apiId, resourceName: '*/*' }),
  });

  for (const route of wiringOf(name).http ?? []) {
    new CfnRoute(scope, `${resourceName(name)} ${route}`, {
      apiId,
      routeKey: route,
      authorizationType: 'NONE',
      target: `integrations/${integration.ref}`,
    });
  }
}
