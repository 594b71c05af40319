/** Loads handlers into this process, one at a time, each with its own environment in `process.env` while it loads. */
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { enterEnvironment } from '../environment.ts';
import type { FunctionSpec } from '../template/functions.ts';

/** A Lambda handler. */
export type Handler = (event: unknown, context: LambdaContext) => unknown;

/** The context object that Lambda gives, as far as handlers use it. */
export type LambdaContext = {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  readonly getRemainingTimeInMillis: () => number;
};

/** Loads a function's handler on its first use and remembers it. */
export type Loader = (spec: FunctionSpec) => Promise<Handler>;

/** Makes a loader; loading waits for the one before, because there is only one `process.env`. */
export function makeLoader(): Loader {
  const handlers = new Map<string, Promise<Handler>>();
  const start = randomUUID();
  let turn: Promise<unknown> = Promise.resolve();

  return (spec) => {
    const known = handlers.get(spec.name);
    if (known !== undefined) return known;
    const loading = turn.then(() => load(spec, start));
    handlers.set(spec.name, loading);
    turn = loading.catch(() => handlers.delete(spec.name));

    return loading;
  };
}

/** A second start in one process must not meet the modules of the first, which know its environment. */
async function load(spec: FunctionSpec, start: string): Promise<Handler> {
  const restore = enterEnvironment({
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    ...spec.environment,
  });
  try {
    const module: unknown = await import(`${pathToFileURL(spec.module).href}?start=${start}`);
    const handler = handlerOf(module, spec.exportName);
    if (!handler) throw new Error(`${spec.module} exports no function ${spec.exportName}`);

    return handler;
  } finally {
    restore();
  }
}

function handlerOf(module: unknown, name: string): Handler | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  const exported: unknown = Reflect.get(module, name);

  return typeof exported === 'function' ? (exported as Handler) : undefined; // Lambda calls any function it finds there, too
}
