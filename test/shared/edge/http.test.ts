import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Problem } from '../../../shared/contracts/problem.ts';
import { route } from '../../../shared/contracts/route.ts';
import { endpoint, obligationOf } from '../../../shared/edge/http.ts';
import { BODY_BYTES_MAX } from '../../../shared/edge/request.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { eventFor, inBase64, openDesk, TENANT, tokenOf } from '../../kit/desk.ts';
import { portsOf } from '../../kit/ports.ts';

const common = { summary: '', tag: '', answer: null, refusals: [] } as const;
const Body = z.strictObject({ name: z.string().max(9) });
const lamps = route({
  ...common,
  method: 'POST',
  path: '/v1/lamps',
  scope: 'orders:write',
  idempotency: 'required',
  status: 201,
  body: Body,
});
const lamp = route({
  ...common,
  method: 'GET',
  path: '/v1/lamps/{order_id}',
  scope: 'orders:read',
  idempotency: 'none',
  status: 200,
});
const open = route({
  ...common,
  method: 'GET',
  path: '/open',
  scope: 'public',
  idempotency: 'none',
  status: 204,
});
const broken = route({
  ...common,
  method: 'POST',
  path: '/v1/broken',
  scope: 'admin',
  idempotency: 'none',
  status: 200,
});
const refused = route({
  ...common,
  method: 'GET',
  path: '/v1/refused',
  scope: 'admin',
  idempotency: 'none',
  status: 200,
});

const ENDPOINTS = [
  endpoint(lamps, async (call) => {
    const { tenant, body, acting, expect: version, idempotencyKey } = call;
    const told = {
      tenant,
      name: body.name,
      acting,
      version,
      key: idempotencyKey,
      obligation: obligationOf(call, lamps),
    };

    return ok({
      body: told,
      version: 3,
      replayed: body.name === 'again',
      headers: { location: '/v1/lamps/1' },
    });
  }),
  endpoint(lamp, async (call) => ok({ body: call.params })),
  endpoint(open, async () => ok({ body: null })),
  endpoint(broken, async () => {
    throw new Error('the wire is cut at mail@example.com');
  }),
  endpoint(refused, async () => refuse('lamp.in_progress', 'Not yet.')),
];

const POST = 'POST /v1/lamps';
const good = { body: { name: 'lamp' }, headers: { 'idempotency-key': 'k1' } };

describe('a good request', () => {
  it('is answered with its status, its headers and no more', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);

    const told = await ask(eventFor(POST, { ...good, token, body: { name: 'again' } }));

    expect(told.status).toBe(201);
    expect(told.headers).toEqual({
      'content-type': 'application/json',
      'x-request-id': 'gateway-1',
      etag: '"3"',
      'idempotency-replayed': 'true',
      location: '/v1/lamps/1',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
    });
  });

  it('acts for the tenant of its key, because of this request, in its story', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

    const { body } = await ask(
      eventFor(POST, {
        ...good,
        token,
        headers: { ...good.headers, 'if-match': '"7"', 'x-request-id': 'mine-1', traceparent },
      }),
    );

    expect(body).toMatchObject({
      tenant: TENANT,
      name: 'lamp',
      version: 7,
      key: 'k1',
      obligation: [POST, 'k1'],
    });
    expect(body.acting).toMatchObject({
      cause: 'mine-1',
      trace: 'a'.repeat(32),
      at: '2026-11-23T09:00:00.000Z',
    });
  });

  it('has a fingerprint that follows from its route and parsed body alone', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);
    const fingerprint = async (body: string, headers = {}) =>
      (await ask(eventFor(POST, { token, body, headers: { ...good.headers, ...headers } }))).body.acting
        .fingerprint;

    const first = await fingerprint('{"name":"lamp"}');

    expect(
      await fingerprint(' { "name" : "lamp" } ', { 'idempotency-key': 'k2', 'x-request-id': 'other' }),
    ).toBe(first);
    expect(await fingerprint('{"name":"pear"}')).not.toBe(first);
  });

  it('may spell the names of its headers as it likes', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);
    const headers = {
      Authorization: `bearer ${token}`,
      'Content-Type': 'application/json',
      'IDEMPOTENCY-KEY': 'k1',
      'If-Match': '"7"',
    };

    expect(await ask({ ...eventFor(POST, good), headers })).toMatchObject({
      status: 201,
      body: { version: 7, key: 'k1' },
    });
  });

  it('may come in Base64', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);

    const told = await ask(eventFor(POST, { ...good, token, more: inBase64('{"name":"lämp"}') }));

    expect(told.body.name).toBe('lämp');
  });
});

describe('an event with parts missing', () => {
  it('is answered and never a fault', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);
    const whole = eventFor(POST, { ...good, token });

    for (const part of ['headers', 'rawPath', 'requestContext', 'isBase64Encoded', 'body', 'routeKey']) {
      const told = await ask({ ...whole, [part]: undefined });
      expect([201, 400, 401, 404, 422]).toContain(told.status);
      if (told.status >= 400) expect(Problem.safeParse(told.body).success).toBe(true);
    }
    expect(await ask({ routeKey: POST })).toMatchObject({
      status: 401,
      headers: { 'x-request-id': 'unknown' },
    });
  });

  it('has no route where it names none', async () => {
    const { ask } = await openDesk(ENDPOINTS);

    expect(await ask(eventFor('GET /v1/nothing'))).toMatchObject({
      status: 404,
      body: { code: 'route.not_found' },
    });
  });
});

describe('a request id', () => {
  it('of the caller is told back where it is harmless', async () => {
    const { ask } = await openDesk(ENDPOINTS);
    const idFor = async (given: string) =>
      (await ask(eventFor('GET /open', { headers: { 'x-request-id': given } }))).headers['x-request-id'];

    expect(await idFor('abc-1.2_3')).toBe('abc-1.2_3');
    for (const bad of ['a b', '', 'x'.repeat(65), 'a\r\nset-cookie: x', 'mail@example.com'])
      expect(await idFor(bad)).toBe('gateway-1');
  });
});

describe('an id of another kind in the path', () => {
  it('is an object that does not exist', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);
    const get = (order_id: string) =>
      ask(eventFor('GET /v1/lamps/{order_id}', { token, more: { pathParameters: { order_id } } }));

    expect((await get(TENANT.replace('ten_', 'ord_'))).status).toBe(200);
    for (const id of [
      TENANT,
      'ord_1',
      '',
      '../x',
      'ord_a#ord_b',
      '%00',
      TENANT.replace('ten_', 'ord_').toUpperCase(),
    ]) {
      expect(await get(id)).toMatchObject({ status: 404, body: { code: 'order.not_found' } });
    }
  });
});

describe('what goes wrong', () => {
  it('on our side is told to nobody but the log, and the log hears of it', async () => {
    const { ask, token, twins } = await openDesk(ENDPOINTS);

    const told = await ask(eventFor('POST /v1/broken', { token }));

    expect(told).toMatchObject({ status: 500, body: { code: 'service.fault', request_id: 'gateway-1' } });
    expect(told.text).not.toContain('wire');
    expect(twins.observer.lines.at(-1)).toMatchObject({
      fn: 'orders.place',
      trace: 'gateway-1',
      outcome: 'fault',
      error: 'Error',
    });
  });

  it('for a while carries a time to come again', async () => {
    const { ask, token } = await openDesk(ENDPOINTS);

    expect(await ask(eventFor('GET /v1/refused', { token }))).toMatchObject({
      status: 409,
      headers: { 'retry-after': '1' },
    });
  });

  it('is one line of the log without a body, whatever the outcome', async () => {
    const { ask, token, twins } = await openDesk(ENDPOINTS);

    await ask(eventFor(POST, { ...good, token, body: { name: 'Reader' } }));
    await ask(eventFor(POST, { ...good, body: { name: 'Reader' } }));

    expect(twins.observer.lines.map(({ outcome }) => outcome)).toEqual(['201', '401']);
    expect(JSON.stringify(twins.observer.lines)).not.toContain('Reader');
  });
});

describe('the order of the checks', () => {
  it('lets nobody learn about a body before he may', async () => {
    const { ask, twins } = await openDesk(ENDPOINTS);
    const reader = await tokenOf(portsOf(twins), ['orders:read']);
    const hostile = { body: 'x'.repeat(BODY_BYTES_MAX + 1), headers: {} };

    expect((await ask(eventFor(POST, hostile))).status).toBe(401);
    expect((await ask(eventFor(POST, { ...hostile, token: reader }))).status).toBe(403);
  });
});
