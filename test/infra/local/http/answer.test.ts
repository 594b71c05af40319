import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../../infra/local/http/answer.ts';

describe("a function's answer", () => {
  test('with a status is written as it says', () => {
    const answer = answerOf({ statusCode: 201, headers: { ETag: '"7"' }, cookies: ['a=1'], body: 'x' });

    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ etag: '"7"', 'set-cookie': ['a=1'] });
    expect(answer.body.toString()).toBe('x');
  });

  test('without a status is a JSON body with 200', () => {
    expect(answerOf({ a: 1 })).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
    });
  });

  test('in base64 leaves as bytes', () => {
    expect(answerOf({ statusCode: 200, body: 'AP8=', isBase64Encoded: true }).body).toEqual(
      Buffer.from([0, 255]),
    );
  });

  test.each([{ statusCode: 'many' }, { statusCode: 99 }, { statusCode: 200, body: { a: 1 } }])(
    '%j is a fault of the function',
    (answer) => {
      expect(answerOf(answer).status).toBe(500);
    },
  );
});
