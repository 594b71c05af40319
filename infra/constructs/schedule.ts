/** The schedules that wake a function, in UTC. A tick carries no meaning: what is due follows from what is stored. */
import { Duration, Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName, wiringOf } from '../../shared/topology.ts';
import { physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { alarmOnMissedTick, alarmOnSilence } from './alarms.ts';
import { deadLetterQueue } from './queue.ts';

/** A tick older than this is worth nothing: the next one has looked already, or the alarm has rung. */
const TICK_AGE_MAX = Duration.hours(1);

const TICK_ATTEMPTS_MAX = 10;

/** How often Lambda repeats a tick that the function failed on; more is not allowed. */
const RUN_RETRIES_MAX = 2;

type Woken = { readonly target: lambda.Function; readonly stage: Stage };

/** Makes the function's schedules, with one queue for the ticks that neither the scheduler nor Lambda got through. */
export function wakeBySchedule(scope: Construct, name: FunctionName, { target, stage }: Woken): void {
  const physical = physicalName(stage.name, name);
  const missed = deadLetterQueue(scope, `${resourceName(name)}-missed`, `${physical}-missed`);
  const role = schedulerRole(scope, name, { functionArn: target.functionArn, queueArn: missed.queueArn });
  // A group of its own, because the scheduler counts its attempts by group.
  const group = new CfnScheduleGroup(scope, `${resourceName(name)}-schedules`, { name: physical });
  const tick = tickTo({ functionArn: target.functionArn, roleArn: role.roleArn, queueArn: missed.queueArn });

  for (const [index, expression] of (wiringOf(name).schedules ?? []).entries()) {
    new CfnSchedule(scope, `${resourceName(name)}-schedule-${index + 1}`, {
      name: `${physical}-${index + 1}`,
      groupName: group.ref,
      description: `Wakes ${name} to look at what is due.`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: tick,
    });
    alarmOnSilence(scope, name, { stage, everySeconds: secondsOfRate(expression) });
  }
  keepFailedRuns(scope, name, { target, queueArn: missed.queueArn });
  alarmOnMissedTick(scope, name, { queue: missed, stage });
}

function tickTo(to: { functionArn: string; roleArn: string; queueArn: string }): CfnSchedule.TargetProperty {
  return {
    arn: to.functionArn,
    roleArn: to.roleArn,
    input: JSON.stringify({ scheduled_at: '<aws.scheduler.scheduled-time>' }),
    deadLetterConfig: { arn: to.queueArn },
    retryPolicy: {
      maximumEventAgeInSeconds: TICK_AGE_MAX.toSeconds(),
      maximumRetryAttempts: TICK_ATTEMPTS_MAX,
    },
  };
}

/** The scheduler only hands the tick over; what fails after that is Lambda's to repeat and to keep. */
function keepFailedRuns(
  scope: Construct,
  name: FunctionName,
  { target, queueArn }: { target: lambda.Function; queueArn: string },
): void {
  new CfnEventInvokeConfig(scope, `${resourceName(name)}-missed-config`, {
    functionName: target.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: RUN_RETRIES_MAX,
    maximumEventAgeInSeconds: TICK_AGE_MAX.toSeconds(),
    destinationConfig: { onFailure: { destination: queueArn } },
  });
}

/** `rate(15 minutes)` → 900; anything else counts as daily, which is the rarest that the alarms distinguish. */
export function secondsOfRate(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = { minute: 60, hour: 3_600, day: 86_400 }[unit ?? 'day'] ?? 86_400;

  return Number(count ?? 1) * seconds;
}

function schedulerRole(
  scope: Construct,
  name: FunctionName,
  may: { functionArn: string; queueArn: string },
): iam.Role {
  return new iam.Role(scope, `${resourceName(name)}-schedule-role`, {
    description: `Lets the scheduler wake ${name}.`,
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    inlinePolicies: {
      wake: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            sid: 'Wake',
            actions: ['lambda:InvokeFunction'],
            resources: [may.functionArn],
          }),
          new iam.PolicyStatement({
            sid: 'KeepMissedTick',
            actions: ['sqs:SendMessage'],
            resources: [may.queueArn],
          }),
        ],
      }),
    },
  });
}
