/** The HTTP API, without routes: those lie in the stacks of the functions they lead to. */
import type { App } from 'aws-cdk-lib';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { alarm } from './constructs/alarms.ts';
import { prefixOf } from './names.ts';
import { stackSettings } from './stack-settings.ts';
import type { Stage } from './stages.ts';

/** What the access log keeps of a request: nothing that tells who asked, from where, or for whom. */
const ACCESS_LOG_FIELDS = {
  request_id: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  error: '$context.error.messageString',
  latency_ms: '$context.responseLatency',
  function_ms: '$context.integrationLatency',
  bytes: '$context.responseLength',
};

/** Server errors in five minutes before somebody looks. */
const SERVER_ERRORS_MAX = 5;

const SLOW_MILLISECONDS = 2_000;

/** The API, its stage with throttling and access log, and its alarms. */
export class EdgeStack extends Stack {
  readonly apiId: string;
  readonly publicUrl: string;

  constructor(app: App, stage: Stage) {
    super(app, 'edge', stackSettings(stage, 'edge', 'The HTTP API.'));
    const api = new CfnApi(this, 'api', {
      name: `${prefixOf(stage.name)}api`,
      description: 'Everything that comes in: requests of integrators and webhooks of payment providers.',
      protocolType: 'HTTP',
    });
    this.apiId = api.ref;
    this.publicUrl = stage.publicUrl ?? api.attrApiEndpoint;

    this.makeStage(stage);
    this.makeAlarms(stage);
  }

  private makeStage(stage: Stage): void {
    // Under this name AWS needs no resource policy of its own for the delivery of the log.
    const logGroupName = `/aws/vendedlogs/${prefixOf(stage.name)}access`;
    const log = new LogGroup(this, 'access-log', {
      logGroupName,
      retention: stage.logRetentionDays,
      removalPolicy: stage.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const published = new CfnStage(this, 'stage', {
      apiId: this.apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: this.arnOfLog(logGroupName),
        format: JSON.stringify(ACCESS_LOG_FIELDS),
      },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: stage.throttle.requestsPerSecond,
        throttlingBurstLimit: stage.throttle.burst,
      },
    });
    published.node.addDependency(log);
  }

  /** Without the trailing wildcard that CDK gives, which API Gateway refuses. */
  private arnOfLog(logGroupName: string): string {
    return this.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private makeAlarms(stage: Stage): void {
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        statistic,
        period: Duration.minutes(5),
        dimensionsMap: { ApiId: this.apiId },
      });
    alarm(this, {
      stage,
      name: 'api-errors',
      article: 'api-errors',
      says: 'The API answers with server errors.',
      metric: metric('5xx', 'Sum'),
      threshold: SERVER_ERRORS_MAX,
    });
    alarm(this, {
      stage,
      name: 'api-slow',
      article: 'slow-api',
      says: 'One request in twenty takes longer than two seconds.',
      metric: metric('Latency', 'p95'),
      threshold: SLOW_MILLISECONDS,
      periods: 3,
    });
  }
}
