/** The grants that come with how a function is run and woken, whatever it does then. */
import type { FunctionName } from '../../shared/topology.ts';
import type { Wiring } from '../../shared/topology/wiring.ts';
import { hasQueue } from '../../shared/topology.ts';
import { physicalName } from '../names.ts';
import { arn, bucketArn, type Place, queueArn } from './place.ts';
import { allow, type Statement } from './statement.ts';

/** What every function needs to run at all: its log and its trace. */
export function runtimeGrants(name: FunctionName, place: Place): readonly Statement[] {
  const logGroup = arn(place, 'logs', `log-group:/aws/lambda/${physicalName(place.stage, name)}`);

  return [
    {
      ...allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup}:*`]),
      wildcardReason: 'The log streams of its own log group; Lambda names them as it starts an environment.',
    },
    {
      ...allow('Trace', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
      wildcardReason: 'X-Ray knows no resource to name.',
    },
  ];
}

/** What a function needs to be woken: its queue, its missed ticks, the stream. */
export function wakeGrants(name: FunctionName, wiring: Wiring, place: Place): readonly Statement[] {
  const queue = hasQueue(name)
    ? [allow('ReceiveMessages', QUEUE_READER, [queueArn(place, physicalName(place.stage, name))])]
    : [];
  const tick = wiring.schedules
    ? [
        allow(
          'KeepMissedTick',
          ['sqs:SendMessage'],
          [queueArn(place, `${physicalName(place.stage, name)}-missed`)],
        ),
      ]
    : [];

  return [...queue, ...tick, ...(wiring.stream ? streamGrants(place) : [])];
}

const QUEUE_READER = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

function streamGrants(place: Place): readonly Statement[] {
  const failures = bucketArn(place, 'failures');

  return [
    allow(
      'ReadStream',
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [place.journalStreamArn],
    ),
    {
      ...allow('ListStreams', ['dynamodb:ListStreams'], ['*']),
      wildcardReason: 'Listing streams knows no resource to name.',
    },
    {
      ...allow('KeepFailedRecords', ['s3:PutObject', 's3:ListBucket'], [failures, `${failures}/*`]),
      wildcardReason: 'Lambda names the objects in which it keeps the records that a stream reader gave up.',
    },
  ];
}
