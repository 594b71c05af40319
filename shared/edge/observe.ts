/** One log line a wake-up: which function, for what, how it ended, how long it took. Nothing of the content. */
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { epochMilliseconds } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { traceOf } from './arrival.ts';

/** A middleware that writes the line, whatever happens. */
export function observed<Event, Answer>(name: FunctionName, ports: Ports): MiddlewareObj<Event, Answer> {
  const started = new WeakMap<object, number>();
  const now = () => epochMilliseconds(ports.clock.now());
  const end = (request: Request, outcome: string) => {
    const { event, error } = request;
    const entry = { fn: name, ...correlationOf(event), outcome, ms: now() - (started.get(request) ?? now()) };
    const fault: Readonly<Record<string, string>> =
      error instanceof Error ? { error: error.name, reason: error.message.slice(0, 300) } : {};
    ports.observer.line({ ...entry, ...fault });
  };

  return {
    before: (request) => void started.set(request, now()),
    after: (request) => end(request, outcomeOf(request.response)),
    onError: (request) => end(request, 'fault'),
  };
}

type Request = { readonly event: unknown; readonly error?: unknown };

/** What ties the line to others of its story: a request's trace, or the message's where there is only one. */
function correlationOf(event: unknown): { readonly trace?: string } {
  if (typeof event !== 'object' || event === null) return {};
  if ('headers' in event && 'requestContext' in event) {
    return { trace: traceOf(event as APIGatewayProxyEventV2) }; // an HTTP event that has arrived
  }
  const records: readonly unknown[] = 'Records' in event && Array.isArray(event.Records) ? event.Records : [];
  const [only] = records;
  if (records.length !== 1 || typeof only !== 'object' || only === null || !('body' in only)) return {};
  const trace = TRACE.exec(String(only.body))?.[1];

  return trace === undefined ? {} : { trace };
}

/** A message names its trace; the line is not worth parsing the whole of it. */
const TRACE = /"trace":"([\w.:-]{1,80})"/;

function outcomeOf(response: unknown): string {
  if (typeof response !== 'object' || response === null) return 'ok';
  if ('statusCode' in response) return String(response.statusCode);
  if ('batchItemFailures' in response && Array.isArray(response.batchItemFailures))
    return `failed:${response.batchItemFailures.length}`;

  return 'ok';
}
