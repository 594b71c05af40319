/** What arrives, made safe: headers, query and body against the route's schemas, bounded before parsing costs anything. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { parseJson, POINTER_LENGTH_MAX, pointerTo } from './json.ts';

/** A JSON body may weigh this much. */
export const BODY_BYTES_MAX = 512 * 1024;

/** Fields named in one validation problem. */
export const ISSUES_MAX = 20;

/** A refusal that may name several fields. */
export type FieldRefusal = Refusal & {
  readonly fields?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
};

type Headers = Readonly<Record<string, string | undefined>>;

/** The Idempotency-Key: 1 to 255 printable characters; 400 where a route requires one that is missing. */
export function idempotencyKeyOf(headers: Headers, need: 'required' | 'none'): Result<string> {
  if (need === 'none') return ok('');
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') {
    return refuse('idempotency.key_missing', 'This route requires an Idempotency-Key header.', {
      hint: 'Send a value of your own that names this request, at most 255 characters, and repeat it when you retry.',
    });
  }
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    return refuse(
      'idempotency.key_malformed',
      'The Idempotency-Key must be 1 to 255 printable ASCII characters.',
    );
  }

  return ok(key);
}

/** The version in `If-Match: "7"`. */
export function ifMatchOf(headers: Headers): Result<number | undefined> {
  const value = headers['if-match'];
  if (value === undefined || value === '*') return ok(undefined);
  const version = /^"(\d{1,9})"$/.exec(value)?.[1];
  if (version === undefined)
    return refuse('precondition.malformed', 'If-Match must be an ETag that this API gave, such as "7".');

  return ok(Number(version));
}

/** The query against the route's schema; a route without one takes no query. */
export function parseQuery<Query>(
  schema: z.ZodType<Query> | undefined,
  given: Headers | undefined,
): Result<Query | undefined> {
  if (schema) return parsed(schema, given ?? {}, 'query');
  const [name] = Object.keys(given ?? {});
  if (name === undefined) return ok(undefined);

  return refuse(
    'request.query_unknown',
    `This route takes no query; it got ${name.slice(0, POINTER_LENGTH_MAX)}.`,
  );
}

/** The JSON body against the route's schema: 413, 415, 400 and 422 before anything else happens. */
export function parseBody<Body>(
  schema: z.ZodType<Body> | undefined,
  event: APIGatewayProxyEventV2,
): Result<Body | undefined> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES_MAX)
    return refuse('request.too_large', `The body must be at most ${BODY_BYTES_MAX} bytes.`);
  if (!schema)
    return isEmpty(bytes) ? ok(undefined) : refuse('request.body_unexpected', 'This route takes no body.');

  const type = event.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse('request.media_type', 'The body must be sent as Content-Type: application/json.');
  }
  const json = parseJson(bytes);

  return json.ok ? parsed(schema, json.value, 'body') : json;
}

/** Many clients send an empty object where there is nothing to say. */
function isEmpty(bytes: Buffer): boolean {
  return bytes.length <= POINTER_LENGTH_MAX && /^\s*(\{\s*\})?\s*$/.test(bytes.toString('utf8'));
}

function parsed<T>(schema: z.ZodType<T>, given: unknown, where: 'body' | 'query'): Result<T> {
  const result = schema.safeParse(given);
  if (result.success) return ok(result.data);

  const issues = result.error.issues.slice(0, ISSUES_MAX).flatMap((issue) => within(issue, []));
  const fields = issues.flatMap((issue) => fieldsOf(issue, where)).slice(0, ISSUES_MAX);
  const first = fields[0];
  const named = nameOf(issues);
  const refusal: FieldRefusal = {
    code: 'request.invalid',
    message: first ? `${first.pointer}: ${first.message}` : `The ${where} is not valid.`,
    ...(first ? { pointer: first.pointer } : {}),
    ...named,
    fields,
  };

  return { ok: false, refusal };
}

type Issue = z.core.$ZodIssue;

/** What a check of a contract names its refusal by, where it has a name of its own. */
type Named = { readonly code: string; readonly hint: string };

/** The name of the refusal where nothing else is wrong with the request. */
function nameOf(issues: readonly Issue[]): Named | undefined {
  const [first, ...rest] = issues.map(namedBy);

  return rest.every((each) => each?.code === first?.code) ? first : undefined;
}

function namedBy(issue: Issue): Named | undefined {
  return issue.code === 'custom' && issue.params?.code ? (issue.params as Named) : undefined; // our contracts give both
}

/** The issue with its whole path; of a choice that nothing fits, what is wrong with the way that came closest. */
function within(issue: Issue, above: readonly PropertyKey[]): readonly Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ ...issue, path }];
  const ways = issue.errors.filter(
    (way) => !way.some((each) => each.code === 'invalid_type' && each.path.length === 0),
  );
  const [closest] = ways.toSorted((a, b) => a.length - b.length);

  return closest ? closest.flatMap((each) => within(each, path)) : [{ ...issue, path }];
}

function fieldsOf(issue: Issue, where: 'body' | 'query') {
  const paths =
    issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, ISSUES_MAX).map((key) => [...issue.path, key])
      : [issue.path];
  const message = issue.code === 'unrecognized_keys' ? 'is not a field of this request' : issue.message;

  const code = namedBy(issue)?.code ?? `field.${issue.code}`;

  return paths.map((path) => ({ pointer: pointerOf(path, where), code, message }));
}

function pointerOf(path: readonly PropertyKey[], where: 'body' | 'query'): string {
  return where === 'query' ? `?${path.map(String).join('.')}`.slice(0, POINTER_LENGTH_MAX) : pointerTo(path);
}
