/** How a function answers HTTP: authenticate, parse, run, answer; every refusal is problem+json. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../contracts/route.ts';
import type { Acting } from '../execute.ts';
import { canonicalJson, sha256Base64Url } from '../kernel/hash.ts';
import type { IdKind } from '../kernel/ids.ts';
import { isId } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import type { FunctionName } from '../topology.ts';
import { arrived, requestIdOf, traceOf } from './arrival.ts';
import type { Caller } from './authenticate.ts';
import { authenticate, PUBLIC_CALLER, tenantNamed } from './authenticate.ts';
import { observed } from './observe.ts';
import { answerFault, answerRefusal, SECURITY_HEADERS } from './problems.ts';
import { idempotencyKeyOf, ifMatchOf, parseBody, parseQuery } from './request.ts';
import { inTimeOf } from './tenant-time.ts';
import type { Woken } from './woken.ts';
import { xmlBodyOf } from './xml-body.ts';

/** An authenticated, parsed request. */
export type Call<Body, Query> = {
  readonly tenant: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** Empty where the route asks for none. */
  readonly idempotencyKey: string;
  /** The version the caller saw, from `If-Match`. */
  readonly expect: number | undefined;
  readonly acting: Acting;
  readonly requestId: string;
};

/** What an endpoint answers; `version` becomes the ETag. */
export type Answer = {
  readonly status?: number;
  readonly body: unknown;
  readonly version?: number;
  readonly replayed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A route with what it does. */
export type Endpoint = {
  readonly route: Route;
  readonly run: (call: Call<never, never>, ports: Ports) => Promise<Result<Answer>>;
};

/** Binds a route to its function, with the types of body and query. */
export function endpoint<Body, Query>(
  definition: Route<Body, Query>,
  run: (call: Call<Body, Query>, ports: Ports) => Promise<Result<Answer>>,
): Endpoint {
  return { route: definition as Route, run: run as Endpoint['run'] }; // the edge parses with this very route before it runs
}

/** A function that API Gateway wakes. */
export type HttpFunction = Woken<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> & {
  readonly endpoints: readonly Endpoint[];
};

/** Serves the endpoints under one name. */
export function onHttp(name: FunctionName, endpoints: readonly Endpoint[]): HttpFunction {
  const byKey = new Map(endpoints.map((each) => [`${each.route.method} ${each.route.path}`, each]));

  return {
    name,
    endpoints,
    with(ports) {
      const serve = (event: APIGatewayProxyEventV2) => respond(byKey.get(event.routeKey), event, ports);
      // What is added last hears of a fault first, and the one that answers ends the telling.
      const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(serve)
        .use({
          onError: (request) => answerFault(request.error, requestIdOf(request.event), request.event.rawPath),
        })
        .use(observed(name, ports));

      return (event) => handler(arrived(event), NO_CONTEXT);
    },
  };
}

/** The id of a new object whose creation must meet itself when it is repeated: from route and idempotency key. */
export function obligationOf(call: Call<unknown, unknown>, route: Route): readonly [string, string] {
  return [`${route.method} ${route.path}`, call.idempotencyKey];
}

/** A reference to an object of the caller's tenant. */
export function refOf(call: Call<never, never> | Call<unknown, unknown>, id: string): AggregateRef {
  return { tenant: call.tenant, id };
}

const NO_CONTEXT = {} as Parameters<ReturnType<typeof middy>>[1]; // no function reads the Lambda context

async function respond(found: Endpoint | undefined, event: APIGatewayProxyEventV2, ports: Ports) {
  const requestId = requestIdOf(event);
  const answer = found
    ? await serveInTime(found, event, ports)
    : refuse('route.not_found', 'There is no such route.');
  if (!answer.ok) return answerRefusal(answer.refusal, requestId, event.rawPath);

  const { status = found?.route.status ?? 200, body, version, replayed, headers = {} } = answer.value;
  const raw = typeof body === 'string';

  return {
    statusCode: status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...(version === undefined ? {} : { etag: `"${version}"` }),
      ...(replayed ? { 'idempotency-replayed': 'true' } : {}),
      ...headers,
    },
    body: status === 204 ? '' : raw ? body : JSON.stringify(body),
  };
}

async function serveInTime(found: Endpoint, event: APIGatewayProxyEventV2, ports: Ports) {
  const tenant = found.route.scope === 'public' ? '' : tenantNamed(event.headers.authorization);
  const seen = await inTimeOf(tenant, ports);

  return serve(found, event, seen.ports);
}

async function serve(found: Endpoint, event: APIGatewayProxyEventV2, ports: Ports): Promise<Result<Answer>> {
  const { route } = found;
  const caller =
    route.scope === 'public'
      ? ok(PUBLIC_CALLER)
      : await authenticate(event.headers.authorization, route.scope, ports);
  if (!caller.ok) return caller;

  const key = idempotencyKeyOf(event.headers, route.idempotency);
  if (!key.ok) return key;
  const expect = ifMatchOf(event.headers);
  if (!expect.ok) return expect;
  const query = parseQuery(route.query, event.queryStringParameters);
  if (!query.ok) return query;
  const body = route.xml === 'body' ? xmlBodyOf(event) : parseBody(route.body, event);
  if (!body.ok) return body;

  const params = event.pathParameters ?? {};
  const stranger = strangerIn(params);
  if (stranger) return stranger;
  const call = {
    tenant: caller.value.tenant,
    caller: caller.value,
    params,
    query: query.value,
    body: body.value,
    idempotencyKey: key.value,
    expect: expect.value,
    acting: actingOf({
      event,
      caller: caller.value,
      at: ports.clock.now(),
      fingerprint: fingerprintOf(route, params, body.value),
    }),
    requestId: requestIdOf(event),
  };

  return found.run(call as Call<never, never>, ports); // body and query were parsed by this route's own schemas
}

/** A path id of another kind than its place asks for is an object that does not exist. */
function strangerIn(params: Readonly<Record<string, string | undefined>>) {
  for (const [name, value = ''] of Object.entries(params)) {
    const kind = KIND_OF_PARAMETER[name];
    if (kind && !isId(kind, value))
      return refuse(`${name.replace(/_id$/, '')}.not_found`, 'There is no such object.');
  }

  return undefined;
}

const KIND_OF_PARAMETER: Readonly<Record<string, IdKind>> = {
  legal_entity_id: 'legalEntity',
  api_key_id: 'apiKey',
  customer_id: 'customer',
  order_id: 'order',
  plan_id: 'plan',
  subscription_id: 'subscription',
  billing_run_id: 'run',
  invoice_id: 'invoice',
  self_billing_agreement_id: 'selfBillingAgreement',
  self_billed_invoice_id: 'selfBilledInvoice',
  self_billed_credit_note_id: 'selfBilledCreditNote',
  credit_note_id: 'creditNote',
  payment_id: 'payment',
  import_id: 'import',
};

function actingOf(of: {
  event: APIGatewayProxyEventV2;
  caller: Caller;
  at: string;
  fingerprint: string;
}): Acting {
  const requestId = requestIdOf(of.event);

  return {
    actor: of.caller.keyId,
    cause: requestId,
    trace: traceOf(of.event),
    at: of.at,
    fingerprint: of.fingerprint,
  };
}

function fingerprintOf(route: Route, params: Record<string, string | undefined>, body: unknown): string {
  return sha256Base64Url(canonicalJson([route.method, route.path, params, body ?? null]));
}
