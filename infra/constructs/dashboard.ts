/** The dashboard, read from top to bottom: the business, the API, the stream, the queues, what failed, the tables. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { FUNCTION_NAMES, hasQueue, wiringOf } from '../../shared/topology.ts';
import { physicalName, prefixOf, tableName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { lambdaMetric } from './alarms.ts';
import { BUSINESS_FIGURES, BUSINESS_WATCHES, businessMetric } from './business.ts';

const FULL_WIDTH = 24;
const HALF_WIDTH = 12;

/** Makes the dashboard of a stage. */
export function makeDashboard(scope: Construct, { stage, apiId }: { stage: Stage; apiId: string }): void {
  const dashboard = new cloudwatch.Dashboard(scope, 'dashboard', {
    dashboardName: `${prefixOf(stage.name)}overview`,
    defaultInterval: Duration.hours(12),
  });
  dashboard.addWidgets(...businessRow(stage));
  dashboard.addWidgets(...apiRow(apiId));
  dashboard.addWidgets(...flowRow(stage));
  dashboard.addWidgets(...queueRow(stage));
  dashboard.addWidgets(...tableRow(stage));
}

function graph(title: string, left: cloudwatch.IMetric[], width = HALF_WIDTH): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width, leftYAxis: { min: 0 } });
}

function businessRow(stage: Stage): cloudwatch.IWidget[] {
  const figure = (metricName: string) => businessMetric(stage, { metricName, statistic: 'Sum' });

  return [
    graph('Business', BUSINESS_FIGURES.map(figure)),
    graph(
      'What must stay at zero',
      BUSINESS_WATCHES.map(({ metricName }) => figure(metricName)),
    ),
  ];
}

function apiRow(apiId: string): cloudwatch.IWidget[] {
  const metric = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      statistic,
      label: `${metricName} ${statistic}`,
      period: Duration.minutes(5),
      dimensionsMap: { ApiId: apiId },
    });

  return [
    graph('Requests and errors', [metric('Count', 'Sum'), metric('4xx', 'Sum'), metric('5xx', 'Sum')]),
    graph('Answer time, ms', [metric('Latency', 'p50'), metric('Latency', 'p95'), metric('Latency', 'p99')]),
  ];
}

function flowRow(stage: Stage): cloudwatch.IWidget[] {
  const readers = FUNCTION_NAMES.filter((name) => wiringOf(name).stream);
  const labelled = (metricName: string, statistic: string) => (name: FunctionName) =>
    lambdaMetric(stage, name, { metricName, statistic, seconds: 300 }).with({ label: name });

  return [
    graph('How far the stream readers are behind, ms', readers.map(labelled('IteratorAge', 'Maximum'))),
    graph('Failed invocations', FUNCTION_NAMES.map(labelled('Errors', 'Sum'))),
    graph(
      'Concurrent invocations',
      FUNCTION_NAMES.map(labelled('ConcurrentExecutions', 'Maximum')),
      FULL_WIDTH,
    ),
  ];
}

function queueRow(stage: Stage): cloudwatch.IWidget[] {
  const names = FUNCTION_NAMES.filter(hasQueue);
  const metric = (metricName: string, suffix: string) => (name: FunctionName) =>
    new cloudwatch.Metric({
      namespace: 'AWS/SQS',
      metricName,
      statistic: 'Maximum',
      label: name,
      period: Duration.minutes(1),
      dimensionsMap: { QueueName: `${physicalName(stage.name, name)}${suffix}` },
    });

  return [
    graph('Messages that wait', names.map(metric('ApproximateNumberOfMessagesVisible', ''))),
    graph('Age of the oldest message, s', names.map(metric('ApproximateAgeOfOldestMessage', ''))),
    graph('Messages given up', names.map(metric('ApproximateNumberOfMessagesVisible', '-dead')), FULL_WIDTH),
  ];
}

function tableRow(stage: Stage): cloudwatch.IWidget[] {
  const metric = (metricName: string) =>
    (['journal', 'views', 'profiles', 'usage'] as const).map(
      (kind) =>
        new cloudwatch.Metric({
          namespace: 'AWS/DynamoDB',
          metricName,
          statistic: 'Sum',
          label: kind,
          period: Duration.minutes(5),
          dimensionsMap: { TableName: tableName(stage.name, kind) },
        }),
    );

  return [
    graph('Write units, which are most of the bill', metric('ConsumedWriteCapacityUnits')),
    graph('Read units', metric('ConsumedReadCapacityUnits')),
  ];
}
