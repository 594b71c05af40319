/** What every service stack stands on: the stage, where it lies, and what the stacks below it made. */
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../shared/topology.ts';
import type { Stage } from '../stages.ts';
import type { Place } from './place.ts';

/** What the lower stacks hand up, and where the code of each function comes from. */
export type Foundation = {
  readonly stage: Stage;
  readonly codeOf: (name: FunctionName) => Code;
  readonly keyArn: string;
  readonly journalStreamArn: string;
  readonly apiId: string;
  readonly publicUrl: string;
};

/** Where the resources of a scope lie, as `computeGrants` wants it. */
export function placeOf(
  scope: Construct,
  { stage, keyArn, journalStreamArn }: Omit<Foundation, 'codeOf' | 'apiId' | 'publicUrl'>,
): Place {
  const { partition, region, account } = Stack.of(scope);

  return {
    stage: stage.name,
    providers: stage.providers,
    ...(stage.mailFrom === undefined ? {} : { mailFrom: stage.mailFrom }),
    partition,
    region,
    account,
    keyArn,
    journalStreamArn,
  };
}

/** The topic that carries alarms to people. */
export function alarmTopicArn(scope: Construct, stage: Stage): string {
  return Stack.of(scope).formatArn({ service: 'sns', resource: `countinghouse-${stage.name}-alarms` });
}
