/** What watches the whole: the alarms on the business's own figures, on tables and throttling, and the dashboard. */
import type { App } from 'aws-cdk-lib';
import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { alarm } from './constructs/alarms.ts';
import { businessMetric, BUSINESS_WATCHES } from './constructs/business.ts';
import { makeDashboard } from './constructs/dashboard.ts';
import { tableName } from './names.ts';
import { stackSettings } from './stack-settings.ts';
import type { Stage } from './stages.ts';

/** The stack that is deployed last and holds nothing that is needed to work. */
export class OperationsStack extends Stack {
  constructor(app: App, stage: Stage, { apiId }: { apiId: string }) {
    super(app, 'operations', stackSettings(stage, 'operations', 'Dashboard and alarms.'));

    this.watchBusiness(stage);
    this.watchTables(stage);
    this.watchThrottles(stage);
    makeDashboard(this, { stage, apiId });
  }

  private watchBusiness(stage: Stage): void {
    for (const watch of BUSINESS_WATCHES) {
      const figure = (statistic: string) =>
        businessMetric(stage, { metricName: watch.metricName, statistic });
      const metric = watch.mayBeNegative
        ? new MathExpression({
            // A missing side of the books is as wrong as a surplus.
            expression: 'MAX([ABS(highest), ABS(lowest)])',
            usingMetrics: { highest: figure('Maximum'), lowest: figure('Minimum') },
            period: Duration.minutes(5),
            label: watch.metricName,
          })
        : figure('Sum');
      alarm(this, {
        stage,
        name: watch.name,
        article: watch.name,
        says: watch.says,
        metric,
        threshold: watch.threshold,
      });
    }
  }

  private watchTables(stage: Stage): void {
    for (const kind of ['journal', 'views', 'profiles', 'usage'] as const) {
      const events = (metricName: string) =>
        new Metric({
          namespace: 'AWS/DynamoDB',
          metricName,
          statistic: 'Sum',
          period: Duration.minutes(1),
          dimensionsMap: { TableName: tableName(stage.name, kind) },
        });
      alarm(this, {
        stage,
        name: `${kind}-throttled`,
        article: 'throttled-tables',
        says: `The table of the ${kind} turns requests away.`,
        metric: new MathExpression({
          expression: 'reads + writes',
          usingMetrics: { reads: events('ReadThrottleEvents'), writes: events('WriteThrottleEvents') },
          period: Duration.minutes(1),
          label: `throttled requests of ${kind}`,
        }),
        threshold: 0,
        periods: 3,
      });
    }
  }

  private watchThrottles(stage: Stage): void {
    alarm(this, {
      stage,
      name: 'functions-throttled',
      article: 'throttled-functions',
      says: 'Lambda turns invocations away because the account runs as many at once as it may.',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      threshold: 0,
      periods: 3,
    });
  }
}
