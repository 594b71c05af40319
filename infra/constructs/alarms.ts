/** The alarms of what wakes functions. Each names the article of the runbook that says what to do. */
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName, wiringOf } from '../../shared/topology.ts';
import { physicalName, prefixOf } from '../names.ts';
import type { Stage } from '../stages.ts';
import { alarmTopicArn } from './foundation.ts';

/** Where the articles are. */
export const RUNBOOK = 'infra/RUNBOOK.md';

/** A condition on one figure. */
export type Watch = {
  readonly stage: Stage;
  /** The last part of the alarm's name, unique in the stage. */
  readonly name: string;
  /** The article's anchor in the runbook. */
  readonly article: string;
  /** What is wrong when it rings, one sentence. */
  readonly says: string;
  readonly metric: IMetric;
  /** It rings above this; `below` turns it round. */
  readonly threshold: number;
  readonly below?: boolean;
  readonly periods?: number;
  /** Silence counts as good unless it is the very thing to notice. */
  readonly silenceIs?: 'good' | 'bad';
};

/** Makes an alarm whose description names its article. */
export function alarm(scope: Construct, watch: Watch): cloudwatch.Alarm {
  const { stage, below = false, periods = 1, silenceIs = 'good' } = watch;
  const { LESS_THAN_THRESHOLD, GREATER_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
  const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
  const made = new cloudwatch.Alarm(scope, `${watch.name}-alarm`, {
    alarmName: `${prefixOf(stage.name)}${watch.name}`,
    alarmDescription: `${watch.says} What to do: ${RUNBOOK}#${watch.article}`,
    metric: watch.metric,
    threshold: watch.threshold,
    comparisonOperator: below ? LESS_THAN_THRESHOLD : GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods,
    treatMissingData: silenceIs === 'bad' ? BREACHING : NOT_BREACHING,
  });
  const topicArn = alarmTopicArn(scope, stage);
  made.addAlarmAction({ bind: () => ({ alarmActionArn: topicArn }) });
  made.addOkAction({ bind: () => ({ alarmActionArn: topicArn }) });

  return made;
}

type Watched = { readonly queue: Queue; readonly stage: Stage };

/** One message in the dead-letter queue is one too many. */
export function alarmOnParked(scope: Construct, name: FunctionName, { queue, stage }: Watched): void {
  alarm(scope, {
    stage,
    name: `${resourceName(name)}-parked`,
    article: 'parked-messages',
    says: `${name} gave up on a message.`,
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    threshold: 0,
  });
}

/** How long a message may wait before somebody looks; a delayed message has its delay on top. */
const WAITING_SECONDS_MAX = 300;

/** The oldest message of the queue tells whether the function keeps up. */
export function alarmOnWaiting(scope: Construct, name: FunctionName, { queue, stage }: Watched): void {
  const delay = wiringOf(name).later?.delaySeconds ?? 0;
  alarm(scope, {
    stage,
    name: `${resourceName(name)}-waiting`,
    article: 'waiting-messages',
    says: `The oldest message for ${name} waits longer than ${(WAITING_SECONDS_MAX + delay) / 60} minutes.`,
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
    threshold: WAITING_SECONDS_MAX + delay,
    periods: 3,
  });
}

/** A tick that neither the scheduler nor Lambda got through. */
export function alarmOnMissedTick(scope: Construct, name: FunctionName, { queue, stage }: Watched): void {
  alarm(scope, {
    stage,
    name: `${resourceName(name)}-missed`,
    article: 'missed-ticks',
    says: `A tick that should have woken ${name} failed for good.`,
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    threshold: 0,
  });
}

/** CloudWatch looks at least at this much time at once where a figure comes rarely. */
const SILENCE_SECONDS_MIN = 3_600;

/** A schedule that never rings cannot fail either, so its silence is watched by itself. */
export function alarmOnSilence(
  scope: Construct,
  name: FunctionName,
  { stage, everySeconds }: { stage: Stage; everySeconds: number },
): void {
  const seconds = Math.max(everySeconds, SILENCE_SECONDS_MIN);
  alarm(scope, {
    stage,
    name: `${resourceName(name)}-silent`,
    article: 'silent-schedules',
    says: `Nothing has woken ${name} for two turns of its schedule.`,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationAttemptCount',
      statistic: 'Sum',
      period: Duration.seconds(seconds),
      dimensionsMap: { ScheduleGroup: physicalName(stage.name, name) },
    }),
    threshold: 1,
    below: true,
    periods: 2,
    silenceIs: 'bad',
  });
}

const STREAM_AGE_MINUTES = { alarm: 5, page: 60 } as const;

/** Two alarms: five minutes behind is worth a look, an hour behind wakes somebody. */
export function alarmOnStreamAge(scope: Construct, name: FunctionName, stage: Stage): void {
  for (const [urgency, minutes] of Object.entries(STREAM_AGE_MINUTES)) {
    alarm(scope, {
      stage,
      name: `${resourceName(name)}-behind-${urgency}`,
      article: 'late-stream',
      says: `${name} is more than ${minutes} minutes behind the journal.`,
      metric: lambdaMetric(stage, name, { metricName: 'IteratorAge', statistic: 'Maximum', seconds: 60 }),
      threshold: minutes * 60_000,
      periods: 3,
    });
  }
}

/** A figure that Lambda keeps about one function. */
export function lambdaMetric(
  stage: Stage,
  name: FunctionName,
  { metricName, statistic, seconds }: { metricName: string; statistic: string; seconds: number },
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Lambda',
    metricName,
    statistic,
    period: Duration.seconds(seconds),
    dimensionsMap: { FunctionName: physicalName(stage.name, name) },
  });
}

/** S3 counts its objects once a day, which is soon enough for records that the sweeper has already sent again. */
export function alarmOnGivenUp(
  scope: Construct,
  { bucketName, stage }: { bucketName: string; stage: Stage },
): void {
  alarm(scope, {
    stage,
    name: 'stream-gave-up',
    article: 'given-up-records',
    says: 'A reader of the journal gave up on records and kept them in the bucket for failures.',
    metric: new cloudwatch.Metric({
      namespace: 'AWS/S3',
      metricName: 'NumberOfObjects',
      statistic: 'Maximum',
      period: Duration.days(1),
      dimensionsMap: { BucketName: bucketName, StorageType: 'AllStorageTypes' },
    }),
    threshold: 0,
  });
}
