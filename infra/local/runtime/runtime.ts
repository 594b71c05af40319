/** Invokes functions: JSON in, JSON out, a deadline, and a line for what goes wrong. */
import { randomUUID } from 'node:crypto';
import { messageOf } from '../failure.ts';
import type { FunctionSpec } from '../template/functions.ts';
import { functionNameOf } from '../template/functions.ts';
import { type LambdaContext, makeLoader } from './load.ts';
import type { FunctionLogs } from './logs.ts';

/** What a function's caller sees when it threw, ran out of time or answered too much. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';
}

/** Runs functions by name or ARN. */
export type Runtime = {
  readonly invoke: (reference: string, event: unknown) => Promise<unknown>;
  readonly specs: readonly FunctionSpec[];
  /** Invocations begun, and those under way; both together tell whether anything happened in between. */
  readonly activity: () => { readonly begun: number; readonly underWay: number };
  /** Is called after every invocation. */
  readonly onEnd: (listener: () => void) => void;
  /** Refuses further invocations and waits for those under way. */
  readonly close: () => Promise<void>;
};

/** Lambda's limit of a synchronous request or response. */
export const PAYLOAD_BYTES_MAX = 6_291_456;

/** Makes the runtime; `onFailure` hears of each failed invocation in one line. */
export function makeRuntime(options: {
  readonly specs: readonly FunctionSpec[];
  readonly logs: FunctionLogs;
  readonly onFailure: (functionName: string, line: string) => void;
}): Runtime {
  const { specs, logs, onFailure } = options;
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const load = makeLoader();
  const underWay = new Set<Promise<unknown>>();
  const listeners: (() => void)[] = [];
  let begun = 0;
  let isClosed = false;

  const invoke = async (reference: string, event: unknown): Promise<unknown> => {
    if (isClosed) throw new FunctionFailure('the local cloud is ending');
    const spec = byName.get(functionNameOf(reference));
    if (!spec) throw new FunctionFailure(`there is no function ${reference}`);
    begun += 1;
    const running = logs.capture(spec.name, () => run(spec, event, load));
    const watched = running.catch((thrown: unknown) => report(thrown, spec, { logs, onFailure }));
    underWay.add(watched);
    await watched;
    underWay.delete(watched);
    for (const listener of listeners) listener();

    return running;
  };

  return {
    invoke,
    specs,
    activity: () => ({ begun, underWay: underWay.size }),
    onEnd: (listener) => void listeners.push(listener),
    close: async () => {
      isClosed = true;
      await Promise.all(underWay);
    },
  };
}

async function run(
  spec: FunctionSpec,
  event: unknown,
  load: ReturnType<typeof makeLoader>,
): Promise<unknown> {
  const handler = await load(spec);
  const deadline = Date.now() + spec.timeoutSeconds * 1000;
  const copy: unknown = JSON.parse(JSON.stringify(event));
  const working = Promise.resolve().then(() => handler(copy, contextOf(spec, deadline)));
  const answer = await withDeadline(working, spec.timeoutSeconds);
  const text = JSON.stringify(answer ?? null);
  if (text.length > PAYLOAD_BYTES_MAX) throw new FunctionFailure('Function.ResponseSizeTooLarge');

  return JSON.parse(text);
}

/** Lambda would stop the function; here it goes on unheard, which a retry must be able to bear anyway. */
async function withDeadline(working: Promise<unknown>, timeoutSeconds: number): Promise<unknown> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new FunctionFailure(`Task timed out after ${timeoutSeconds.toFixed(2)} seconds`)),
    timeoutSeconds * 1000,
  );
  try {
    return await Promise.race([working, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function contextOf(spec: FunctionSpec, deadline: number): LambdaContext {
  return {
    functionName: spec.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: spec.arn,
    memoryLimitInMB: String(spec.memoryMegabytes),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${spec.name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function report(
  thrown: unknown,
  spec: FunctionSpec,
  to: { logs: FunctionLogs; onFailure: (name: string, line: string) => void },
): void {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  to.logs.write(
    spec.name,
    JSON.stringify({ report: 'failed', function: spec.name, error: stack, cause: causeOf(thrown) }),
  );
  to.onFailure(spec.name, `${thrown instanceof Error ? thrown.name : 'Error'}: ${messageOf(thrown)}`);
}

function causeOf(thrown: unknown): string | null {
  return thrown instanceof Error && thrown.cause !== undefined
    ? String(thrown.cause instanceof Error ? thrown.cause.stack : thrown.cause)
    : null;
}
