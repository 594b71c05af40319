import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { POINTER_LENGTH_MAX } from '../../../shared/edge/json.ts';
import type { FieldRefusal } from '../../../shared/edge/request.ts';
import {
  BODY_BYTES_MAX,
  idempotencyKeyOf,
  ifMatchOf,
  ISSUES_MAX,
  parseBody,
  parseQuery,
} from '../../../shared/edge/request.ts';

const Lamp = z.strictObject({ name: z.string().max(5), watts: z.int().min(1).optional() });
const Schema = z.strictObject({
  lamp: z.union([z.string().max(3), Lamp]),
  count: z.int().max(10).default(1),
  tags: z.array(z.string()).max(3).default([]),
});

function asked(body: string, more: Partial<APIGatewayProxyEventV2> = {}) {
  const event = { headers: { 'content-type': 'application/json' }, body, isBase64Encoded: false, ...more };

  return parseBody(Schema, event as APIGatewayProxyEventV2); // the parts that are read
}

function refusalOf(told: ReturnType<typeof asked>): FieldRefusal {
  if (told.ok) throw new Error('was accepted');

  return told.refusal;
}

const pointersOf = (body: unknown) =>
  refusalOf(asked(JSON.stringify(body))).fields?.map(({ pointer }) => pointer);

describe('a body', () => {
  it('is parsed by the schema of its route, defaults and all', () => {
    expect(asked('{"lamp":"abc"}')).toEqual({ ok: true, value: { lamp: 'abc', count: 1, tags: [] } });
  });

  it('may come in Base64', () => {
    const body = Buffer.from('{"lamp":"äbc"}').toString('base64');

    expect(asked(body, { isBase64Encoded: true })).toMatchObject({ ok: true, value: { lamp: 'äbc' } });
    expect(refusalOf(asked(Buffer.from([0xff]).toString('base64'), { isBase64Encoded: true })).code).toBe(
      'request.encoding',
    );
  });

  it('of another media type is refused', () => {
    for (const type of [undefined, 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
      expect(refusalOf(asked('{"lamp":"a"}', { headers: { 'content-type': type } })).code).toBe(
        'request.media_type',
      );
    }
    expect(asked('{"lamp":"a"}', { headers: { 'content-type': 'Application/JSON; charset=utf-8' } }).ok).toBe(
      true,
    );
  });

  it('that is too large is refused by its bytes, and one byte less is not', () => {
    const body = (bytes: number) => `{"lamp":"a"}${' '.repeat(bytes - 12)}`;

    expect(asked(body(BODY_BYTES_MAX)).ok).toBe(true);
    expect(refusalOf(asked(body(BODY_BYTES_MAX + 1))).code).toBe('request.too_large');
  });

  it('that is missing is no JSON', () => {
    expect(
      refusalOf(
        parseBody(Schema, {
          headers: { 'content-type': 'application/json' },
        } as unknown as APIGatewayProxyEventV2) as never,
      ).code,
    ).toBe('request.malformed');
  });
});

describe('every wrong field is named', () => {
  it('by its pointer', () => {
    expect(pointersOf({ lamp: 'abcd', count: 11, tags: ['a', 1] })).toEqual([
      '#/lamp',
      '#/count',
      '#/tags/1',
    ]);
  });

  it('where nobody asked for it', () => {
    expect(pointersOf({ lamp: 'a', colour: 'red', 'a/b': 1 })).toEqual(['#/colour', '#/a~1b']);
  });

  it('inside the choice that came closest', () => {
    expect(pointersOf({ lamp: { name: 'too long', watts: 0 } })).toEqual(['#/lamp/name', '#/lamp/watts']);
    expect(pointersOf({ lamp: 'abcd' })).toEqual(['#/lamp']);
    expect(pointersOf({ lamp: 5 })).toEqual(['#/lamp']);
  });

  it('at the top, where the body itself is wrong', () => {
    expect(pointersOf([])).toEqual(['#']);
  });

  it('but no more than a bounded number, each of bounded length', () => {
    const hostile = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`${'x'.repeat(500)}${index}`, 1]),
    );
    const pointers = pointersOf({ lamp: 'a', ...hostile }) ?? [];

    expect(pointers).toHaveLength(ISSUES_MAX);
    expect(Math.max(...pointers.map((pointer) => pointer.length))).toBe(POINTER_LENGTH_MAX);
  });
});

it('numbers that are not what they seem are refused', () => {
  for (const number of ['1e400', '-1e400', '9007199254740993', '1.5', '1e-7']) {
    expect(refusalOf(asked(`{"lamp":"a","count":${number}}`)).pointer).toBe('#/count');
  }
});

describe('a route without a body', () => {
  const bare = (body?: string) =>
    parseBody(undefined, { headers: {}, body, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2); // the parts that are read

  it('takes none, or an empty object', () => {
    for (const body of [undefined, '', '{}', ' { } '])
      expect(bare(body)).toEqual({ ok: true, value: undefined });
  });

  it('refuses what it would not read', () => {
    for (const body of ['{"force":true}', '[]', 'x', `${' '.repeat(300)}{"force":true}`]) {
      expect(bare(body)).toMatchObject({ refusal: { code: 'request.body_unexpected' } });
    }
    expect(bare('x'.repeat(BODY_BYTES_MAX + 1))).toMatchObject({ refusal: { code: 'request.too_large' } });
  });
});

describe('a query', () => {
  const Query = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(50) });

  it('is parsed by the schema of its route', () => {
    expect(parseQuery(Query, { limit: '7' })).toEqual({ ok: true, value: { limit: 7 } });
    expect(parseQuery(Query, undefined)).toEqual({ ok: true, value: { limit: 50 } });
  });

  it('that is wrong or unknown is named', () => {
    for (const limit of ['0', '101', 'x', '', '1,2', '1e9', '-1', '1.5']) {
      expect(parseQuery(Query, { limit })).toMatchObject({
        refusal: { code: 'request.invalid', pointer: '?limit' },
      });
    }
    expect(parseQuery(Query, { offset: '1' })).toMatchObject({ refusal: { pointer: '?offset' } });
    const forged: unknown = JSON.parse('{"__proto__":"1"}');
    expect(parseQuery(Query, forged as Record<string, string>).ok).toBe(false);
  });

  it('is refused where a route takes none', () => {
    expect(parseQuery(undefined, {})).toEqual({ ok: true, value: undefined });
    expect(parseQuery(undefined, { x: '1' })).toMatchObject({ refusal: { code: 'request.query_unknown' } });
  });
});

describe('the headers', () => {
  it('an idempotency key has 1 to 255 printable characters', () => {
    expect(idempotencyKeyOf({}, 'none')).toEqual({ ok: true, value: '' });
    expect(idempotencyKeyOf({ 'idempotency-key': 'k'.repeat(255) }, 'required').ok).toBe(true);
    for (const key of [undefined, '']) {
      expect(idempotencyKeyOf({ 'idempotency-key': key }, 'required')).toMatchObject({
        refusal: { code: 'idempotency.key_missing' },
      });
    }
    for (const key of ['k'.repeat(256), 'ä', 'a\nb', '\u0000']) {
      expect(idempotencyKeyOf({ 'idempotency-key': key }, 'required')).toMatchObject({
        refusal: { code: 'idempotency.key_malformed' },
      });
    }
  });

  it('an If-Match is an ETag that we gave, or any', () => {
    expect(ifMatchOf({ 'if-match': '"7"' })).toEqual({ ok: true, value: 7 });
    for (const any of [undefined, '*'])
      expect(ifMatchOf({ 'if-match': any })).toEqual({ ok: true, value: undefined });
    for (const wrong of ['7', 'W/"7"', '"-1"', '"7", "8"', '"1e3"', '""', `"${'9'.repeat(10)}"`]) {
      expect(ifMatchOf({ 'if-match': wrong })).toMatchObject({ refusal: { code: 'precondition.malformed' } });
    }
  });
});
