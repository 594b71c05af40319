import { beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../shared/contracts/api.ts';
import type { Told } from '../kit/house.ts';
import { bodiesFor, openScene, paramsOf, type Scene } from '../kit/scene.ts';

const REQUIRED = API_ROUTES.filter(({ route }) => route.idempotency === 'required').map(
  ({ route }) => `${route.method} ${route.path}`,
);
const KNOWN = Object.keys(bodiesFor({ params: {} } as Scene)); // the routes of the table are the same in every scene

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});

function ask(name: string, key: string | undefined, body: unknown, more = {}): Promise<Told> {
  const [method = '', route = ''] = name.split(' ');

  return scene.house.ask({
    method,
    route,
    params: paramsOf(route, scene),
    body,
    ...(key === undefined ? {} : { key }),
    ...more,
  });
}

const bodies = (name: string) => bodiesFor(scene)[name] ?? { body: {}, other: {} };
/** A secret is told once; everything else of an answer is the same again. */
const repeatable = ({ body: { secret: _, ...rest } }: Told) => rest;

describe.each(REQUIRED)('%s', (name) => {
  it('is not done without a key', async () => {
    const before = scene.house.journal.stream.length;

    const told = await ask(name, undefined, bodies(name).body);

    expect(told).toMatchObject({ status: 400, body: { code: 'idempotency.key_missing' } });
    expect((await ask(name, 'ü', bodies(name).body)).body.code).toBe('idempotency.key_malformed');
    expect(scene.house.journal.stream.length).toBe(before);
  });
});

/** Work that crosses a provider may be under way when the same request comes again: 409, and the caller repeats. */
const CROSSING = new Set(['POST /v1/invoices/{invoice_id}/pay', 'POST /v1/invoices/{invoice_id}/checkout']);

describe.each(KNOWN)('%s', (name) => {
  const [method = '', route = ''] = name.split(' ');

  it('is done once under one key: refused first, done, answered again, and not done otherwise', async () => {
    const one = await openScene();
    const { body, other } = bodiesFor(one)[name] ?? { body: {}, other: {} };
    const asking = (given: object) =>
      one.house.ask({ method, route, params: paramsOf(route, one), body: given, key: 'once' });

    const refused = await asking({ ...body, surprise: 1 });
    const first = await asking(body);
    const before = one.house.journal.stream.length;
    const again = await asking(body);
    const reused = await asking(other);

    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ pointer: '#/surprise' }] },
    });
    expect(first.status).toBeLessThan(300);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.status).toBe(first.status);
    expect(repeatable(again)).toEqual(repeatable(first));
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(one.house.journal.stream.length).toBe(before);
  });

  it.each([2, 5])(
    'asked %i times at once under one key is done once, and all are told the same',
    async (times) => {
      const one = await openScene();
      const body = bodiesFor(one)[name]?.body;
      const once = { method, route, params: paramsOf(route, one), body, key: 'at once' };

      const told = await Promise.all(Array.from({ length: times }, () => one.house.ask(once)));

      const waiting = told.filter(
        ({ status, headers }) => status === 409 && headers['retry-after'] !== undefined,
      );
      const done = told.filter(({ status }) => status < 300);
      expect(done.length).toBeGreaterThan(0);
      expect(done.length + waiting.length).toBe(times);
      if (!CROSSING.has(name)) expect(waiting).toEqual([]);
      expect(new Set(done.map((each) => JSON.stringify(repeatable(each)))).size).toBe(1);
    },
  );
});

it('the same key means something else on another route and for another tenant', async () => {
  const customer = await ask('POST /v1/customers', 'shared', bodies('POST /v1/customers').body);
  const order = await ask('POST /v1/orders', 'shared', bodies('POST /v1/orders').body);

  expect([customer.status, order.status]).toEqual([201, 201]);
});
