/** What arrives, made safe: headers, query and body against the route's schemas, bounded before parsing costs anything. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Refusal } from '../kernel/refusal.ts';

/** A JSON body may weigh this much. */
export const BODY_BYTES_MAX = 512 * 1024;

/** Objects and arrays may nest this deep. */
export const BODY_DEPTH_MAX = 20;

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
  const names = Object.keys(given ?? {});
  if (!schema)
    return names.length === 0
      ? ok(undefined)
      : refuse('request.query_unknown', `This route takes no query; it got ${names[0]}.`);

  return parsed(schema, given ?? {}, 'query');
}

/** The JSON body against the route's schema: 413, 415, 400 and 422 before anything else happens. */
export function parseBody<Body>(
  schema: z.ZodType<Body> | undefined,
  event: APIGatewayProxyEventV2,
): Result<Body | undefined> {
  if (!schema) return ok(undefined);
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse('request.media_type', 'The body must be sent as Content-Type: application/json.');
  }
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES_MAX)
    return refuse('request.too_large', `The body must be at most ${BODY_BYTES_MAX} bytes.`);

  const json = parseJson(bytes);

  return json.ok ? parsed(schema, json.value, 'body') : json;
}

function parseJson(bytes: Uint8Array): Result<unknown> {
  let body: string;
  try {
    body = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('request.encoding', 'The body must be UTF-8.');
  }
  if (depthOf(body) > BODY_DEPTH_MAX)
    return refuse('request.too_deep', `The body must nest at most ${BODY_DEPTH_MAX} levels.`);
  try {
    return ok(JSON.parse(body, refuseForgedNames));
  } catch (error) {
    return refuse(
      'request.malformed',
      error instanceof ForgedName ? error.message : 'The body must be valid JSON.',
    );
  }
}

class ForgedName extends Error {
  override readonly name = 'ForgedName';
}

function refuseForgedNames(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ForgedName('The body must not name __proto__.');

  return value;
}

/** Counts brackets outside strings, so that a hostile body is refused before it is parsed. */
function depthOf(body: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < body.length; index += 1) {
    const code = body.charCodeAt(index);
    if (inString) {
      if (code === 92) index += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, (depth += 1));
    else if (code === 125 || code === 93) depth -= 1;
  }

  return deepest;
}

function parsed<T>(schema: z.ZodType<T>, given: unknown, where: 'body' | 'query'): Result<T> {
  const result = schema.safeParse(given);
  if (result.success) return ok(result.data);

  const fields = result.error.issues.slice(0, ISSUES_MAX).flatMap((issue) => fieldsOf(issue, where));
  const first = fields[0];
  const refusal: FieldRefusal = {
    code: 'request.invalid',
    message: first ? `${first.pointer}: ${first.message}` : `The ${where} is not valid.`,
    ...(first ? { pointer: first.pointer } : {}),
    fields,
  };

  return { ok: false, refusal };
}

function fieldsOf(issue: z.core.$ZodIssue, where: 'body' | 'query') {
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const message = issue.code === 'unrecognized_keys' ? 'is not a field of this request' : issue.message;

  return paths.map((path) => ({ pointer: pointerOf(path, where), code: `field.${issue.code}`, message }));
}

function pointerOf(path: readonly PropertyKey[], where: 'body' | 'query'): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));

  return where === 'query' ? `?${steps.join('.')}` : `#/${steps.join('/')}`;
}
