/** One log line a wake-up: which function, how it ended, how long it took. Nothing of the content. */
import type { MiddlewareObj } from '@middy/core';
import { epochMilliseconds } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';

/** A middleware that writes the line, whatever happens. */
export function observed<Event, Answer>(name: FunctionName, ports: Ports): MiddlewareObj<Event, Answer> {
  const started = new WeakMap<object, number>();
  const now = () => epochMilliseconds(ports.clock.now());
  const end = (request: object, outcome: string, error?: unknown) => {
    const entry = { fn: name, outcome, ms: now() - (started.get(request) ?? now()) };
    ports.observer.line(
      error instanceof Error ? { ...entry, error: error.name, reason: error.message.slice(0, 300) } : entry,
    );
  };

  return {
    before: (request) => void started.set(request, now()),
    after: (request) => end(request, outcomeOf(request.response)),
    onError: (request) => end(request, 'fault', request.error),
  };
}

function outcomeOf(response: unknown): string {
  if (typeof response !== 'object' || response === null) return 'ok';
  if ('statusCode' in response) return String(response.statusCode);
  if ('batchItemFailures' in response && Array.isArray(response.batchItemFailures))
    return `failed:${response.batchItemFailures.length}`;

  return 'ok';
}
