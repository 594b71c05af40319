/** The HTTP API on this machine: the template's routes, and in front of them the pages that only exist here. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAYLOAD_BYTES_MAX, type Runtime } from '../runtime/runtime.ts';
import type { ApiSpec, RouteSpec } from '../template/api.ts';
import { answerOf, gatewayAnswer, type HttpAnswer } from './answer.ts';
import { readBody } from './body.ts';
import { eventOf, type Incoming, split } from './event.ts';
import { type Match, matchRoute, parseRoute } from './routes.ts';
import { type Gate, makeGate } from './throttle.ts';

/** A page of the local cloud; null when it has none of that name. */
export type Page = (incoming: Incoming) => Promise<HttpAnswer | null>;

/** What the front stands on. */
export type FrontOptions = {
  readonly api: ApiSpec;
  readonly runtime: Runtime;
  readonly now: () => number;
  readonly page: Page;
};

/** API Gateway's bound of a request's body. */
export const BODY_BYTES_MAX = 10_485_760;

/** A handler for `listen`: pages first, then routes. */
export function makeFront(
  options: FrontOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const routes = options.api.routes.map((route) =>
    parseRoute(route.routeKey, { route, gate: makeGate(route.throttle) }),
  );
  const gate = makeGate(options.api.throttle);

  return async (request, response) => {
    const body = await readBody(request, BODY_BYTES_MAX);
    if (!body) return write(response, gatewayAnswer(413, 'Request Entity Too Large'));
    const incoming = incomingOf(request, body);
    const { rawPath } = split(incoming.target);
    const match = matchRoute(routes, incoming.method, rawPath);
    const answer = match ? null : await options.page(incoming);
    if (answer) return write(response, answer);
    if (!match) return write(response, gatewayAnswer(404, 'Not Found'));

    return write(response, await serve(incoming, match, { ...options, gate }));
  };
}

type Gated = { readonly route: RouteSpec; readonly gate: Gate };

async function serve(
  incoming: Incoming,
  match: Match<Gated>,
  options: FrontOptions & { readonly gate: Gate },
): Promise<HttpAnswer> {
  const { route, gate } = match.route.target;
  const now = Date.now();
  if (!gate(now) || !options.gate(now)) return gatewayAnswer(429, 'Too Many Requests');
  const event = eventOf(incoming, {
    apiId: options.api.id,
    routeKey: route.routeKey,
    pathParameters: match.pathParameters,
    requestId: randomUUID(),
    epochMilliseconds: options.now(),
  });
  if (Buffer.byteLength(JSON.stringify(event)) > PAYLOAD_BYTES_MAX)
    return gatewayAnswer(413, 'Request Entity Too Large');

  return ask(options.runtime, route, event);
}

/** The gateway stops waiting while the function goes on: a 503 may come after the commit. */
async function ask(runtime: Runtime, route: RouteSpec, event: unknown): Promise<HttpAnswer> {
  const late = Promise.withResolvers<HttpAnswer>();
  const timer = setTimeout(
    () => late.resolve(gatewayAnswer(503, 'Service Unavailable')),
    route.timeoutSeconds * 1000,
  );
  const answered = runtime
    .invoke(route.functionName, event)
    .then(answerOf, () => gatewayAnswer(500, 'Internal Server Error'));
  const answer = await Promise.race([answered, late.promise]);
  clearTimeout(timer);

  return answer;
}

function incomingOf(request: IncomingMessage, body: Buffer): Incoming {
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: request.headers,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

/** Writes an answer with its length. */
export function write(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const own = Object.entries(headers).map(
    ([name, value]) => [name, typeof value === 'string' ? value : [...value]] as const,
  );
  response.writeHead(status, { ...Object.fromEntries(own), 'content-length': body.length });
  response.end(body);
}
