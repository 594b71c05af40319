import { expect, it } from 'vitest';
import { Problem } from '../../../shared/contracts/problem.ts';
import { answerFault, answerRefusal, statusOf } from '../../../shared/edge/problems.ts';
import { Contended } from '../../../shared/kernel/contended.ts';

const bodyOf = (answer: { body?: string | undefined }) => Problem.parse(JSON.parse(answer.body ?? ''));

it.each([
  ['auth.missing', 401],
  ['auth.scope_missing', 403],
  ['idempotency.key_missing', 400],
  ['idempotency.key_reused', 422],
  ['precondition.failed', 412],
  ['request.too_large', 413],
  ['request.media_type', 415],
  ['request.invalid', 422],
  ['cursor.invalid', 400],
  ['webhook.signature_invalid', 401],
  ['order.not_found', 404],
  ['account.conflict', 409],
  ['document.in_progress', 409],
  ['order.discount_exceeds_line', 422],
])('%s is answered with %i', (code, status) => {
  expect(statusOf(code)).toBe(status);
});

it('a refusal is a problem with its code, its request and its field', () => {
  const answer = answerRefusal(
    { code: 'order.line_unknown', message: 'No line 9.', pointer: '#/lines/0/line' },
    'req-1',
    '/v1/orders',
  );

  expect(answer.statusCode).toBe(422);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'x-request-id': 'req-1',
    'cache-control': 'no-store',
  });
  expect(bodyOf(answer)).toMatchObject({
    status: 422,
    code: 'order.line_unknown',
    instance: '/v1/orders',
    request_id: 'req-1',
    errors: [{ pointer: '#/lines/0/line', code: 'order.line_unknown' }],
  });
});

it('a fault tells nothing of its inside', () => {
  const answer = answerFault(new Error('password=hunter2 at /var/task'), 'req-1', '/v1/orders');

  expect(answer.statusCode).toBe(500);
  expect(JSON.stringify(answer)).not.toMatch(/hunter2|var\/task/);
  expect(bodyOf(answer).code).toBe('service.fault');
});

it('what passes by itself is answered so that the caller comes again', () => {
  const named = (name: string) => Object.assign(new Error('slow down'), { name });

  for (const name of [
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
  ]) {
    expect(answerFault(named(name), 'r', '/')).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1' },
    });
  }
  expect(answerFault(new Contended('8 rounds'), 'r', '/')).toMatchObject({
    statusCode: 409,
    headers: { 'retry-after': '1' },
  });
  expect(answerFault('thrown text', 'r', '/')).toMatchObject({ statusCode: 500 });
});
