/** What wakes functions besides HTTP: event source mappings and schedules. */
import * as z from 'zod';
import type { BatchRules } from '../mappings/stream-batch.ts';
import { functionNameOf } from './functions.ts';
import { parseProperties } from './parse.ts';
import type { Found, World } from './scope.ts';

/** A mapping from a queue to a function. */
export type QueueMapping = {
  readonly id: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly concurrencyMax: number;
  readonly reportsItemFailures: boolean;
  readonly filters: readonly string[];
};

/** A mapping from a table's stream to a function. */
export type StreamMapping = Omit<QueueMapping, 'concurrencyMax' | 'reportsItemFailures'> & {
  readonly rules: BatchRules;
  readonly startsAt: 'TRIM_HORIZON' | 'LATEST';
  readonly failureDestinationArn: string | null;
};

/** A schedule and whom it wakes with what. */
export type ScheduleSpec = {
  readonly name: string;
  readonly expression: string;
  readonly targetArn: string;
  readonly input: string | null;
};

/** All enabled mappings, those of queues and those of streams. */
export function mappingsOf(world: World): {
  readonly queues: readonly QueueMapping[];
  readonly streams: readonly StreamMapping[];
} {
  const mappings = world
    .find('AWS::Lambda::EventSourceMapping')
    .map((found) => ({ found, properties: parseProperties(found, MappingProperties) }))
    .filter(({ properties }) => properties.Enabled);
  const ofService = (service: string) =>
    mappings.filter(({ properties }) => properties.EventSourceArn.split(':')[2] === service);

  return {
    queues: ofService('sqs').map(({ found, properties }) => ({
      ...common(found, properties),
      batchSize: properties.BatchSize ?? 10,
      concurrencyMax: properties.ScalingConfig.MaximumConcurrency,
    })),
    streams: ofService('dynamodb').map(({ found, properties }) => streamMapping(found, properties)),
  };
}

/** Schedules of EventBridge Scheduler and scheduled rules of EventBridge. */
export function schedulesOf(world: World): readonly ScheduleSpec[] {
  const schedules = world
    .find('AWS::Scheduler::Schedule')
    .map((found) => ({ found, ...parseProperties(found, ScheduleProperties) }));
  const rules = world
    .find('AWS::Events::Rule')
    .map((found) => ({ found, ...parseProperties(found, RuleProperties) }));

  return [
    ...schedules
      .filter(({ State }) => State === 'ENABLED')
      .map(({ found, ScheduleExpression, Target }) => ({
        name: found.name,
        expression: ScheduleExpression,
        targetArn: Target.Arn,
        input: Target.Input ?? null,
      })),
    ...rules.flatMap(({ found, ScheduleExpression, Targets }) =>
      Targets.map(({ Arn, Input }) => ({
        name: found.name,
        expression: ScheduleExpression ?? '',
        targetArn: Arn,
        input: Input ?? null,
      })),
    ),
  ].filter(({ expression }) => expression !== '');
}

/** How often Lambda repeats an event that nobody waits for, and where it goes at last, by function name. */
export type Repetition = { readonly retriesMax: number; readonly failureDestinationArn: string | null };

/** What the template says of events without a waiting caller; where it says nothing, Lambda repeats twice. */
export function repetitionsOf(world: World): ReadonlyMap<string, Repetition> {
  const configs = world
    .find('AWS::Lambda::EventInvokeConfig')
    .map((found) => parseProperties(found, InvokeProperties));

  return new Map(
    configs.map(({ FunctionName, MaximumRetryAttempts, DestinationConfig }) => [
      functionNameOf(FunctionName),
      {
        retriesMax: MaximumRetryAttempts,
        failureDestinationArn: DestinationConfig.OnFailure?.Destination ?? null,
      },
    ]),
  );
}

const InvokeProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
});

const MappingProperties = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().optional(),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z
    .object({ MaximumConcurrency: z.coerce.number().default(10) })
    .default({ MaximumConcurrency: 10 }),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().default(-1),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('LATEST'),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
});

const ScheduleProperties = z.object({
  ScheduleExpression: z.string(),
  State: z.string().default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().optional() }),
});

const RuleProperties = z.object({
  ScheduleExpression: z.string().optional(),
  Targets: z.array(z.object({ Arn: z.string(), Input: z.string().optional() })).default([]),
});

function common(found: Found, properties: z.infer<typeof MappingProperties>) {
  return {
    id: `${found.stack}/${found.logicalId}`,
    functionName: functionNameOf(properties.FunctionName),
    sourceArn: properties.EventSourceArn,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    filters: properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
  };
}

function streamMapping(found: Found, properties: z.infer<typeof MappingProperties>): StreamMapping {
  const { reportsItemFailures, ...rest } = common(found, properties);

  return {
    ...rest,
    batchSize: properties.BatchSize ?? 100,
    rules: {
      bisects: properties.BisectBatchOnFunctionError,
      retriesMax: properties.MaximumRetryAttempts,
      recordAgeSecondsMax: properties.MaximumRecordAgeInSeconds,
      reportsItemFailures,
    },
    startsAt: properties.StartingPosition,
    failureDestinationArn: properties.DestinationConfig.OnFailure?.Destination ?? null,
  };
}
