/** The whole system of one stage as stacks, in the order in which they stand on each other. */
import type { App } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../shared/topology.ts';
import type { Context } from '../shared/topology/wiring.ts';
import { DataStack } from './data-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { ServiceStack } from './service-stack.ts';
import type { Stage } from './stages.ts';

/** The contexts, each of which gets a stack of its own. */
export const CONTEXTS = [
  'core',
  'intake',
  'billing',
  'money',
  'documents',
] as const satisfies readonly Context[];

/** Adds all stacks of a stage to the app; `codeOf` says where a function's bundle lies. */
export function addStacks(
  app: App,
  { stage, codeOf }: { stage: Stage; codeOf: (name: FunctionName) => Code },
): void {
  const data = new DataStack(app, stage);
  const { keyArn, journalStreamArn } = data;
  const edge = new EdgeStack(app, stage);
  const { apiId, publicUrl } = edge;
  // Its alarms ring through the topic that lies beside the data.
  edge.addStackDependency(data);
  const foundation = { stage, codeOf, keyArn, journalStreamArn, apiId, publicUrl };

  for (const context of CONTEXTS) new ServiceStack(app, context, foundation);
  new OperationsStack(app, stage, { apiId });
}
