/** One route as an OpenAPI operation: what it takes, what it answers, how it refuses. */
import * as z from 'zod';
import type {
  oas31,
  ZodOpenApiContentObject,
  ZodOpenApiOperationObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { NamedRoute } from '../../../shared/contracts/api.ts';
import { id, PRINTED_TEXT } from '../../../shared/contracts/common.ts';
import { ProviderId } from '../../../shared/contracts/payment-methods.ts';
import { ProviderName } from '../../../shared/contracts/payment-methods.ts';
import type { Route } from '../../../shared/contracts/route.ts';
import { statusOf } from '../../../shared/edge/problems.ts';
import type { IdKind } from '../../../shared/kernel/ids.ts';
import { BODY_EXAMPLES } from './openapi-examples.ts';

/** The operation of a route. */
export function operationOf({ operationId, route }: NamedRoute): ZodOpenApiOperationObject {
  const { summary, tag, scope } = route;
  const isPublic = scope === 'public';

  return {
    operationId,
    tags: [tag],
    summary,
    ...(isPublic ? {} : { description: `Needs the scope \`${scope}\`.` }),
    security: isPublic ? [] : [{ bearer: [scope] }],
    requestParams: { ...pathOf(route), ...queryOf(route), header: headersOf(route) },
    ...bodyOf(operationId, route),
    responses: { [`${route.status}`]: answerOf(route), ...refusalsOf(route) } as ZodOpenApiResponsesObject, // statuses are digits
  };
}

/** The names between braces in a path. */
export function pathParametersOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** The codes with which the edge may refuse a route, beside the route's own. */
export function edgeRefusalsOf(route: Route): readonly string[] {
  const isWebhook = route.path.startsWith('/v1/webhooks/');
  const isChange = route.method !== 'GET';
  const codes = [
    ...(route.scope === 'public' ? [] : CALLER_CODES),
    ...(route.idempotency === 'required' ? KEY_CODES : []),
    ...(takesIfMatch(route) ? ['precondition.malformed', 'precondition.failed'] : []),
    ...(route.query ? ['request.invalid'] : isWebhook ? [] : ['request.query_unknown']),
    ...(route.body ? BODY_CODES : isChange && !isWebhook ? ['request.body_unexpected'] : []),
    ...(route.body && takesPrinted(route.body) ? ['text.not_printable'] : []),
    ...(isChange ? ['service.contended', 'object.too_large'] : []),
    ...(isChange || route.scope !== 'public' ? ['service.busy'] : []),
    'service.fault',
  ];

  return [...new Set(codes)];
}

const CALLER_CODES = ['auth.missing', 'auth.invalid', 'auth.scope_missing'];
const KEY_CODES = ['idempotency.key_missing', 'idempotency.key_malformed', 'idempotency.key_reused'];
const BODY_CODES = [
  'request.media_type',
  'request.too_large',
  'request.encoding',
  'request.too_deep',
  'request.too_many_values',
  'request.malformed',
  'request.invalid',
];

/** Whether some text of a body may stand on a document. */
function takesPrinted(body: z.ZodType): boolean {
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });

  return JSON.stringify(schema).includes(PRINTED_TEXT);
}

/** A change of an object that exists may name the version it was meant for. */
function takesIfMatch(route: Route): boolean {
  return route.scope !== 'public' && route.method !== 'GET' && route.idempotency === 'none';
}

function pathOf({ path }: Route) {
  const names = pathParametersOf(path);
  if (names.length === 0) return {};

  return { path: z.object(Object.fromEntries(names.map((name) => [name, schemaOfParameter(name)]))) };
}

function schemaOfParameter(name: string): z.ZodType {
  if (name === 'provider') return ProviderName;
  if (name === 'payment_method_id') return ProviderId;
  const noun = name.replace(/_id$/, '');
  const kind =
    noun === 'billing_run' ? 'run' : noun.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

  return id(kind as IdKind); // an unknown kind would show as a schema without its prefix; the test declares each parameter
}

function queryOf({ query }: Route) {
  return query instanceof z.ZodObject ? { query } : {};
}

function headersOf(route: Route) {
  return z.object({
    ...(route.idempotency === 'required' ? { 'Idempotency-Key': IDEMPOTENCY_KEY } : {}),
    ...(takesIfMatch(route) ? { 'If-Match': IF_MATCH } : {}),
    'X-Request-Id': REQUEST_ID.optional(),
  });
}

const IDEMPOTENCY_KEY = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/)
  .meta({ description: 'Names this request; repeat it when you retry', example: 'order-4711' });
const IF_MATCH = z
  .string()
  .regex(/^"\d{1,9}"$/)
  .optional()
  .meta({ description: 'Changes only the version that this ETag names', example: '"7"' });
const REQUEST_ID = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/)
  .meta({ description: 'Correlates request, log lines and facts; echoed, or made where none is sent' });

function bodyOf(operationId: string, { body, path, xml }: Route) {
  if (path.startsWith('/v1/webhooks/')) {
    const schema = z
      .record(z.string(), z.unknown())
      .meta({ description: "In the provider's own words; its signature covers the raw bytes" });

    return { requestBody: { required: true, content: { 'application/json': { schema } } } };
  }
  if (!body) return {};
  if (xml === 'body')
    return { requestBody: { required: true, content: { 'application/xml': { schema: body } } } };

  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: body, examples: examplesOf(operationId) } },
    },
  };
}

function examplesOf(operationId: string) {
  const examples = BODY_EXAMPLES[operationId] ?? {};

  return Object.fromEntries(
    Object.entries(examples).map(([summary, value]) => [nameOf(summary), { summary, value }]),
  );
}

function nameOf(summary: string): string {
  return summary.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function answerOf(route: Route) {
  const isObject = route.answer instanceof z.ZodObject && 'id' in route.answer.shape;
  const names = [
    'X-Request-Id',
    ...(isObject ? ['ETag'] : []),
    ...(route.idempotency === 'required' ? ['Idempotency-Replayed'] : []),
  ];
  const headers = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
  const content = contentOf(route);

  return { description: route.summary, headers, ...(content ? { content } : {}) };
}

function contentOf({ answer, query, xml }: Route): ZodOpenApiContentObject | undefined {
  if (!answer) return undefined;
  if (xml === 'answer') return { 'application/xml': { schema: answer } };
  const takesFormat = query instanceof z.ZodObject && 'format' in query.shape;

  return {
    'application/json': { schema: answer },
    ...(takesFormat ? { 'text/csv': { schema: z.string() } } : {}),
  };
}

/** The headers that answers refer to. */
export const ANSWER_HEADERS = {
  'X-Request-Id': { description: 'The id of the request', schema: { type: 'string' } },
  ETag: { description: 'The version of the object', schema: { type: 'string', examples: ['"7"'] } },
  'Idempotency-Replayed': {
    description: '`true` when this request had been answered before',
    schema: { type: 'string', const: 'true' },
  },
} as const satisfies Record<string, oas31.HeaderObject>;

/** One response a status; the codes that lead to it are named in its schema. */
function refusalsOf(route: Route): ZodOpenApiResponsesObject {
  const codes = [...new Set([...edgeRefusalsOf(route), ...route.refusals])].sort();
  const byStatus = Map.groupBy(codes, statusOfAny);

  return Object.fromEntries([...byStatus].map(([status, list]) => [`${status}`, refusalOf(list)]));
}

function refusalOf(codes: readonly string[]): ZodOpenApiResponseObject | oas31.ReferenceObject {
  const [shared] = Object.entries(SHARED_CODES).find(([, each]) => each.join() === codes.join()) ?? [];
  const description = codes.map((code) => `\`${code}\``).join(', ');

  return shared
    ? { $ref: `#/components/responses/${shared}`, description }
    : problemResponse(description, codes);
}

function problemResponse(description: string, codes: readonly string[]): ZodOpenApiResponseObject {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: [...codes] } } }],
  };

  return { description, content: { 'application/problem+json': { schema } } };
}

/** Refusals that many routes share, by the name of their response. */
const SHARED_CODES: Readonly<Record<string, readonly string[]>> = {
  NotAuthenticated: ['auth.invalid', 'auth.missing'],
  NotAllowed: ['auth.scope_missing'],
  ChangedMeanwhile: ['precondition.failed'],
  TooLarge: ['request.too_large'],
  UnsupportedMediaType: ['request.media_type'],
  Fault: ['service.fault'],
  Busy: ['service.busy'],
};

/** The responses that operations refer to. */
export function sharedResponses(): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.entries(SHARED_CODES).map(([name, codes]) => [name, problemResponse(codes.join(', '), codes)]),
  );
}

function statusOfAny(code: string): number {
  return FAULT_STATUS[code] ?? statusOf(code);
}

/** Faults have their statuses apart from the refusals. */
const FAULT_STATUS: Readonly<Record<string, number>> = {
  'service.fault': 500,
  'service.busy': 503,
  'service.contended': 409,
};
