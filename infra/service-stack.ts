/** The functions of one context with everything that wakes them; one class, instantiated for each context. */
import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { FunctionName } from '../shared/topology.ts';
import type { Context } from '../shared/topology/wiring.ts';
import { FUNCTION_NAMES, hasQueue, wiringOf } from '../shared/topology.ts';
import { acknowledge } from './constructs/acknowledge.ts';
import type { Foundation } from './constructs/foundation.ts';
import { wiredFunction } from './constructs/function.ts';
import { wakeByQueue } from './constructs/queue.ts';
import { wakeByRoutes } from './constructs/route.ts';
import { wakeBySchedule } from './constructs/schedule.ts';
import { wakeByStream } from './constructs/stream.ts';
import { stackSettings } from './stack-settings.ts';

/** A stack for the functions whose line names the context. */
export class ServiceStack extends Stack {
  constructor(app: App, context: Context, foundation: Foundation) {
    super(
      app,
      `${context}`,
      stackSettings(foundation.stage, context, `The functions of the context ${context}.`),
    );

    for (const name of functionsOf(context)) this.wire(name, foundation);
    acknowledge(this, [
      {
        rule: 'APIG4',
        reason:
          'The functions authenticate by themselves, so that a refusal is problem+json and a revoked key ends at once.',
      },
    ]);
  }

  private wire(name: FunctionName, foundation: Foundation): void {
    const { stage } = foundation;
    const target = wiredFunction(this, name, foundation);
    const wiring = wiringOf(name);

    if (hasQueue(name)) wakeByQueue(this, name, { target, stage });
    if (wiring.schedules) wakeBySchedule(this, name, { target, stage });
    if (wiring.stream) wakeByStream(this, name, { target, foundation });
    if (wiring.http) wakeByRoutes(this, name, { target, foundation });
  }
}

/** The functions whose line names the context, in the order of the topology. */
export function functionsOf(context: Context): readonly FunctionName[] {
  return FUNCTION_NAMES.filter((name) => wiringOf(name).context === context);
}
