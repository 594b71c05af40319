/** How the journal's stream wakes one of its two readers. */
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import { resourceName } from '../../shared/topology.ts';
import { STREAM_BATCH_MAX } from '../../shared/topology/wiring.ts';
import { alarmOnStreamAge } from './alarms.ts';
import type { Foundation } from './foundation.ts';
import { placeOf } from './foundation.ts';
import { bucketArn } from './place.ts';

/** Batches of one shard that run side by side; the commits of one aggregate stay in order. */
const PARALLEL_BATCHES = 4;

/** With the batch halved at each failure, one bad record blocks its shard for minutes, not for the stream's day. */
const RETRIES_MAX = 8;

/** Below the stream's 24 hours, so that what is given up still reaches the bucket with its content. */
const RECORD_AGE_SECONDS_MAX = 20 * 3_600;

/** Maps the stream to the function; only insertions, which is all that ever happens to the journal. */
export function wakeByStream(
  scope: Construct,
  name: FunctionName,
  { target, foundation }: { target: lambda.Function; foundation: Foundation },
): void {
  new CfnEventSourceMapping(scope, `${resourceName(name)}-stream-mapping`, {
    functionName: target.functionArn,
    eventSourceArn: foundation.journalStreamArn,
    // Polling begins minutes after the mapping exists; from the oldest record on, nothing is missed meanwhile.
    startingPosition: 'TRIM_HORIZON',
    batchSize: STREAM_BATCH_MAX,
    parallelizationFactor: PARALLEL_BATCHES,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: RETRIES_MAX,
    maximumRecordAgeInSeconds: RECORD_AGE_SECONDS_MAX,
    functionResponseTypes: ['ReportBatchItemFailures'],
    filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    destinationConfig: { onFailure: { destination: bucketArn(placeOf(scope, foundation), 'failures') } },
  });
  alarmOnStreamAge(scope, name, foundation.stage);
}
