/** Refusals and faults as problem+json (RFC 9457). One table maps codes to statuses; a code not named is 422. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../contracts/problem.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { FieldRefusal } from './request.ts';

/** Sent with every answer. */
export const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Where the codes are explained. */
export const PROBLEM_BASE = 'https://github.com/countinghouse/countinghouse/blob/main/.github/ERRORS.md#';

const STATUS: Readonly<Record<string, number>> = {
  'auth.missing': 401,
  'auth.invalid': 401,
  'auth.scope_missing': 403,
  'idempotency.key_missing': 400,
  'idempotency.key_malformed': 400,
  'idempotency.key_reused': 422,
  'precondition.malformed': 400,
  'precondition.failed': 412,
  'request.query_unknown': 400,
  'request.malformed': 400,
  'request.encoding': 400,
  'request.too_deep': 400,
  'request.too_many_values': 400,
  'request.body_unexpected': 400,
  'request.too_large': 413,
  'request.media_type': 415,
  'request.invalid': 422,
  'cursor.invalid': 400,
  'webhook.signature_invalid': 401,
  'webhook.timestamp_outside_tolerance': 401,
  'webhook.malformed': 400,
};

const REASON_STATUS: Readonly<Record<string, number>> = { not_found: 404, conflict: 409, in_progress: 409 };

/** The HTTP status of a refusal code. */
export function statusOf(code: string): number {
  return STATUS[code] ?? REASON_STATUS[code.split('.')[1] ?? ''] ?? 422;
}

/** A refusal as an answer. */
export function answerRefusal(
  refusal: FieldRefusal,
  requestId: string,
  instance: string,
): APIGatewayProxyStructuredResultV2 {
  const status = statusOf(refusal.code);
  const fields =
    refusal.fields ??
    (refusal.pointer ? [{ pointer: refusal.pointer, code: refusal.code, message: refusal.message }] : []);

  return answer({ refusal, status, requestId, instance, fields });
}

/** A fault as an answer: nothing of its inside is told; throttling asks the client to come again. */
export function answerFault(
  error: unknown,
  requestId: string,
  instance: string,
): APIGatewayProxyStructuredResultV2 {
  const { name } = error instanceof Error ? error : { name: '' };
  const { code, message, status } =
    name === 'Contended'
      ? CONTENDED
      : /Throttl|ProvisionedThroughput|TooManyRequests|RequestLimit/.test(name)
        ? BUSY
        : FAULT;

  return answer({ refusal: { code, message }, status, requestId, instance, fields: [] });
}

const CONTENDED = {
  code: 'service.contended',
  message: 'Others changed the object at the same time. Repeat the request with the same Idempotency-Key.',
  status: 409,
};

const BUSY = {
  code: 'service.busy',
  message: 'The service is busy. Repeat the request with the same Idempotency-Key.',
  status: 503,
};

const FAULT = {
  code: 'service.fault',
  message: 'Something failed on our side. Repeat the request with the same Idempotency-Key.',
  status: 500,
};

function answer(of: {
  refusal: Refusal;
  status: number;
  requestId: string;
  instance: string;
  fields: readonly Problem['errors'][number][];
}): APIGatewayProxyStructuredResultV2 {
  const { refusal, status, requestId, instance, fields } = of;
  const problem: Problem = {
    type: `${PROBLEM_BASE}${refusal.code.replaceAll(/[._]/g, '-')}`,
    title: titleOf(status),
    status,
    detail: refusal.message,
    instance,
    code: refusal.code,
    request_id: requestId,
    errors: [...fields],
    hint: refusal.hint ?? null,
  };
  const retry: Record<string, string> = status === 409 || status === 503 ? { 'retry-after': '1' } : {};

  return {
    statusCode: status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...retry,
    },
    body: JSON.stringify(problem),
  };
}

function titleOf(status: number): string {
  return TITLES[status] ?? 'Refused';
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused',
  500: 'Fault',
  503: 'Busy',
};
