/** Translates a request into API Gateway's event, payload format 2.0. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What is known of a request when its route was found. */
export type Incoming = {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly sourceIp: string;
};

/** The rest of an event: where it arrived, when, under which id. */
export type Arrival = {
  readonly apiId: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly epochMilliseconds: number;
};

/** The event as the function receives it; a body that is not text comes in base64. */
export function eventOf(incoming: Incoming, arrival: Arrival): APIGatewayProxyEventV2 {
  const { rawPath, rawQueryString } = split(incoming.target);
  const headers = headersOf(incoming.headers);
  const query = queryOf(rawQueryString);
  const isBase64Encoded = incoming.body.length > 0 && !isText(headers['content-type']);

  return {
    version: '2.0',
    routeKey: arrival.routeKey,
    rawPath,
    rawQueryString,
    ...cookiesOf(incoming.headers.cookie),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: contextOf(incoming, arrival, rawPath),
    ...(Object.keys(arrival.pathParameters).length > 0
      ? { pathParameters: { ...arrival.pathParameters } }
      : {}),
    ...(incoming.body.length > 0
      ? { body: incoming.body.toString(isBase64Encoded ? 'base64' : 'utf8') }
      : {}),
    isBase64Encoded,
  };
}

/** Path and query apart. */
export function split(target: string): { readonly rawPath: string; readonly rawQueryString: string } {
  const at = target.indexOf('?');

  return at < 0
    ? { rawPath: target, rawQueryString: '' }
    : { rawPath: target.slice(0, at), rawQueryString: target.slice(at + 1) };
}

/** API Gateway passes these as text and everything else in base64. */
function isText(contentType: string | undefined): boolean {
  return contentType === undefined
    ? false
    : /^(text\/|application\/(json|javascript|xml|problem\+json)|.+\+(json|xml))/i.test(contentType);
}

function headersOf(headers: Incoming['headers']): Record<string, string> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name === 'cookie'
      ? []
      : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(',')] as const],
  );

  return Object.fromEntries(given);
}

function cookiesOf(header: Incoming['headers'][string]): { cookies?: string[] } {
  if (typeof header !== 'string') return {};

  return { cookies: header.split(';').map((cookie) => cookie.trim()) };
}

/** Repeated names are joined by commas. */
function queryOf(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === '') return undefined;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  }

  return joined;
}

function contextOf(
  incoming: Incoming,
  arrival: Arrival,
  path: string,
): APIGatewayProxyEventV2['requestContext'] {
  const host = String(incoming.headers.host ?? 'localhost');

  return {
    accountId: '000000000000',
    apiId: arrival.apiId,
    domainName: host,
    domainPrefix: host.split('.')[0] ?? host,
    http: {
      method: incoming.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: incoming.sourceIp,
      userAgent: String(incoming.headers['user-agent'] ?? ''),
    },
    requestId: arrival.requestId,
    routeKey: arrival.routeKey,
    stage: '$default',
    time: commonLogTime(arrival.epochMilliseconds),
    timeEpoch: arrival.epochMilliseconds,
  };
}

/** `23/Nov/2026:16:48:18 +0000`. */
function commonLogTime(epochMilliseconds: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMilliseconds).toUTCString()) ?? [];

  return `${day}/${month}/${year}:${time} +0000`;
}
