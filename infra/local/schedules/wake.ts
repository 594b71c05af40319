/** Delivers a tick: to a function as an event that nobody waits for, or to a queue. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';
import type { QueuePlace } from '../deploy/queues.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { functionNameOf } from '../template/functions.ts';
import type { Repetition, ScheduleSpec } from '../template/wakers.ts';

/** Makes the step that wakes a schedule's target; it never throws, a lost tick is complained of. */
export function makeWake(by: {
  readonly runtime: Runtime;
  readonly clients: Clients;
  readonly queues: readonly QueuePlace[];
  readonly repetitions: ReadonlyMap<string, Repetition>;
  readonly complain: (line: string) => void;
}): (spec: ScheduleSpec, input: unknown) => Promise<void> {
  const send = async (arn: string | null, body: unknown) => {
    const queue = by.queues.find((one) => one.arn === arn);
    if (queue)
      await by.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify(body) }),
      );
  };

  return async (spec, input) => {
    if (spec.targetArn.split(':')[2] === 'sqs') return send(spec.targetArn, input);
    const { retriesMax, failureDestinationArn } =
      by.repetitions.get(functionNameOf(spec.targetArn)) ?? DEFAULT;
    for (let attempt = 0; attempt <= retriesMax; attempt += 1) {
      if (await succeeds(by.runtime.invoke(spec.targetArn, input))) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS * 2 ** attempt));
    }
    by.complain(`${spec.name} gave up a tick after ${retriesMax + 1} attempts`);
    await send(failureDestinationArn, {
      requestPayload: input,
      requestContext: { condition: 'RetriesExhausted' },
    });
  };
}

/** Lambda waits one minute and then two; nobody at a laptop does. */
const PAUSE_MILLISECONDS = 500;

const DEFAULT: Repetition = { retriesMax: 2, failureDestinationArn: null };

function succeeds(running: Promise<unknown>): Promise<boolean> {
  return running.then(
    () => true,
    () => false,
  );
}
