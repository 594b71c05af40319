/** A client's request, the event API Gateway makes of it, and what the client was told. */
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';

/** A request as a client means it. */
export type Ask = {
  readonly method: string;
  /** The route, with its parameters in braces. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a client was told; the status is 0 where it never heard. */
export type Told = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
};

/** One line of a client's log: what it asked and the last it was told. */
export type Asked = {
  readonly tenant: string;
  readonly ask: Ask;
  readonly told: Told;
  readonly tries: number;
};

const FUNCTION_OF_ROUTE = new Map<string, FunctionName>(
  FUNCTION_NAMES.flatMap((name) =>
    (wiringOf(name).http ?? []).map((route): [string, FunctionName] => [route, name]),
  ),
);

/** The function that serves a route. */
export function functionOf({ method, route }: Pick<Ask, 'method' | 'route'>): FunctionName {
  const name = FUNCTION_OF_ROUTE.get(`${method} ${route}`);
  if (!name) throw new Error(`no function serves ${method} ${route}`);

  return name;
}

/** The event of payload format 2.0. */
export function eventOf(ask: Ask, of: { readonly requestId: string; readonly token: string | null }) {
  const { method, route, params = {}, query, body, key, headers = {} } = ask;
  const rawPath = route.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);

  return {
    version: '2.0',
    routeKey: `${method} ${route}`,
    rawPath,
    rawQueryString: '',
    headers: {
      ...(of.token === null ? {} : { authorization: `Bearer ${of.token}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    ...(Object.keys(params).length === 0 ? {} : { pathParameters: params }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: { requestId: of.requestId, http: { method, path: rawPath } },
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: false,
  };
}

/** What an answer of a function tells a client; anything it cannot read is a 502, as the gateway has it. */
export function toldBy(answer: unknown): Told {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer))
    return { status: 502, body: null, headers: {} };
  const { statusCode, body, headers } = answer as {
    statusCode: number;
    body?: string;
    headers?: Record<string, string>;
  }; // payload 2.0

  return { status: statusCode, body: body ? parsed(body) : null, headers: headers ?? {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
