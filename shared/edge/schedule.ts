/** How a schedule wakes a function. A tick carries no meaning: what is due follows from what is stored. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, SQSEvent } from 'aws-lambda';
import type { Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import type { HttpFunction } from './http.ts';
import { observed } from './observe.ts';
import type { QueueFunction } from './queue.ts';
import type { Woken } from './woken.ts';

/** Whatever the scheduler sends. Only the sweep reads it, for how far back to look. */
export type Tick = Readonly<Record<string, unknown>>;

/** What a tick's work came to, for the log. */
export type TickAnswer = { readonly [figure: string]: number };

/** A function that a schedule wakes. */
export type ScheduleFunction = Woken<Tick, TickAnswer>;

/** Runs on each tick. */
export function onSchedule(
  name: FunctionName,
  run: (ports: Ports, tick: Tick) => Promise<TickAnswer>,
): ScheduleFunction {
  return {
    name,
    with(ports) {
      const handler = middy<Tick, TickAnswer>((tick: Tick) => run(ports, tick)).use(observed(name, ports));

      return (event) => handler(event, {} as never); // no function reads the Lambda context
    },
  };
}

/** One function that several kinds of event wake; told apart by the shape AWS gives them. */
export function onAny(
  name: FunctionName,
  ways: {
    readonly http?: HttpFunction;
    readonly queue?: QueueFunction;
    readonly schedule?: ScheduleFunction;
  },
): Woken<unknown, unknown> & Partial<Pick<HttpFunction, 'endpoints'>> {
  return {
    name,
    ...(ways.http ? { endpoints: ways.http.endpoints } : {}),
    with(ports) {
      const http = ways.http?.with(ports);
      const queue = ways.queue?.with(ports);
      const schedule = ways.schedule?.with(ports);

      return async (event): Promise<unknown> => {
        if (http && isHttp(event)) return http(event);
        if (queue && isQueue(event)) return queue(event);
        if (schedule) return schedule(typeof event === 'object' && event !== null ? { ...event } : {});
        throw new TypeError(`${name} does not know this kind of event`);
      };
    },
  };
}

/** The answer of an HTTP function; named for those who compose it. */
export type HttpAnswer = APIGatewayProxyStructuredResultV2;

function isHttp(event: unknown): event is APIGatewayProxyEventV2 {
  return typeof event === 'object' && event !== null && 'routeKey' in event;
}

function isQueue(event: unknown): event is SQSEvent {
  return typeof event === 'object' && event !== null && 'Records' in event;
}
