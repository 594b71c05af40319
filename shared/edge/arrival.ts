/** HTTP events as they really come: header names in either case, parts that are missing. After this, none of it matters. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The event with all that the edge reads in its place: header names in lower case, no part missing. */
export function arrived(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const given: Partial<APIGatewayProxyEventV2> = event;
  const { headers = {}, rawPath = '/', routeKey = '', requestContext } = given;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);

  return {
    ...event,
    routeKey,
    rawPath,
    headers: Object.fromEntries(lower),
    requestContext: { ...event.requestContext, requestId: requestContext?.requestId ?? 'unknown' },
  };
}

/** The id under which the caller can ask about this request: the caller's own where it is harmless, else the gateway's. */
export function requestIdOf(event: APIGatewayProxyEventV2): string {
  const given = event.headers['x-request-id'];

  return given !== undefined && /^[A-Za-z0-9_.-]{1,64}$/.test(given) ? given : event.requestContext.requestId;
}

/** What ties together the log lines, messages and facts of one story: the caller's W3C trace, else the request's id. */
export function traceOf(event: APIGatewayProxyEventV2): string {
  const given = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(event.headers.traceparent ?? '')?.[1];

  return given ?? requestIdOf(event);
}
