import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../shared/contracts/api.ts';
import { Problem } from '../../shared/contracts/problem.ts';
import { BODY_BYTES_MAX } from '../../shared/edge/request.ts';
import type { Told } from '../kit/house.ts';
import { bodiesFor, openScene, paramsOf, type Scene } from '../kit/scene.ts';

const ROUTES = API_ROUTES.map(({ route }) => route).filter(
  // What takes XML is tried with hostile XML where it is read.
  ({ scope, xml }) => scope !== 'public' && xml !== 'body',
);
const WITH_BODY = ROUTES.filter(({ body }) => body !== undefined).map(
  ({ method, path }) => `${method} ${path}`,
);

let scene: Scene;
let keys = 0;
beforeAll(async () => {
  scene = await openScene();
});

function asked(name: string, body: unknown, more = {}): Promise<Told> {
  const [method = '', route = ''] = name.split(' ');
  keys += 1;

  return scene.house.ask({
    method,
    route,
    params: paramsOf(route, scene),
    key: `hostile ${keys}`,
    body,
    ...more,
  });
}

const HOSTILE: readonly (readonly [what: string, body: string, status: number, code: string])[] = [
  ['nothing', '', 400, 'request.malformed'],
  ['half an object', '{"a":', 400, 'request.malformed'],
  ['two objects', '{}{}', 400, 'request.malformed'],
  ['a deep nest', '['.repeat(10_000), 400, 'request.too_deep'],
  ['a flood of values', `[${'0,'.repeat(30_000)}0]`, 400, 'request.too_many_values'],
  ['a forged prototype', '{"__proto__":{"scopes":["admin"]}}', 400, 'request.malformed'],
  ['a name twice', '{"a":1,"a":2}', 400, 'request.malformed'],
  ['more than is read', `"${'x'.repeat(BODY_BYTES_MAX)}"`, 413, 'request.too_large'],
  ['a list', '[]', 422, 'request.invalid'],
  ['a number', '9007199254740993', 422, 'request.invalid'],
  ['null', 'null', 422, 'request.invalid'],
  ['infinity', '1e400', 422, 'request.invalid'],
  ['an unknown field', '{"surprise":1}', 422, 'request.invalid'],
  ['a constructor', '{"constructor":{"prototype":{"x":1}}}', 422, 'request.invalid'],
];

describe.each(WITH_BODY)('%s', (name) => {
  it.each(HOSTILE)('refuses %s and changes nothing', async (_, body, status, code) => {
    const before = scene.house.journal.stream.length;

    const told = await asked(name, body);

    expect(told).toMatchObject({ status, body: { code } });
    expect(Problem.safeParse(told.body).success).toBe(true);
    expect(scene.house.journal.stream.length).toBe(before);
  });

  it('takes JSON and nothing else', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data', '']) {
      expect(await asked(name, '{}', { headers: { 'content-type': type } })).toMatchObject({ status: 415 });
    }
  });
});

describe('a text in an order', () => {
  const order = (description: string) => {
    const { body } = bodiesFor(scene)['POST /v1/orders'] as { body: { lines: object[] } };

    return { ...body, lines: [{ ...body.lines[0], description }] };
  };

  it.each([
    ['a lone surrogate', '\ud800'],
    ['a NUL', 'a\u0000b'],
    ['an override of direction', 'invoice\u202efdp.exe'],
    ['an isolate', 'a\u2066b'],
    ['an escape', '\u001b[31m'],
    ['a byte order mark', '\ufeffa'],
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rBcc: x'],
    ['a blank before it', ' a'],
    ['a character too many', 'x'.repeat(201)],
    ['letters that cannot be printed', 'Lampe מנורה'],
  ])('is refused with %s', async (_, text) => {
    const told = await asked('POST /v1/orders', order(text));

    expect([told.status, told.body.errors[0]?.pointer]).toEqual([422, '#/lines/0/description']);
  });

  it.each([
    'Żarówka Ωμέγα Жук ½',
    'a\u0301',
    '<script>alert(1)</script>',
    "Robert'); DROP TABLE",
    '=1+1',
    '#{7*7}',
  ])('may be %s', async (text) => {
    const told = await asked('POST /v1/orders', order(text));

    expect([told.status, told.body.lines?.[0]?.description]).toEqual([201, text]);
  });
});

/** Values that have broken somebody's front door before. */
const STRANGE = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '0',
    '-0',
    '00',
    '-1',
    'NaN',
    '1e9',
    '0x10',
    '１２',
    ' 1',
    '1 ',
    '999999999999999999999',
    '\ud800',
    '\u0000',
    '__proto__',
    [],
    {},
    true,
    1e308,
    -0,
    2 ** 53,
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
);

describe('whatever is thrown at the front door', () => {
  it('it is answered, never with a fault, and every refusal is a problem with its request', async () => {
    const shot = fc.record({
      route: fc.constantFrom(...ROUTES),
      path: fc.array(fc.nat(), { maxLength: 4 }),
      value: STRANGE,
      query: fc.option(
        fc.dictionary(
          fc.constantFrom('limit', 'cursor', 'from', 'to', 'type', 'x', 'legal_entity'),
          fc.string({ maxLength: 12 }),
          { maxKeys: 2 },
        ),
      ),
      params: fc.option(fc.constantFrom('', 'x', '../..', 'ord_1', '%2e%2e', '#', ' ', 'ten_a#ord_b')),
      headers: fc.dictionary(
        fc.constantFrom('if-match', 'traceparent', 'x-request-id', 'content-type', 'accept'),
        fc.string({ maxLength: 12 }),
        { maxKeys: 2 },
      ),
    });

    await fc.assert(
      fc.asyncProperty(shot, async ({ route, path, value, query, params, headers }) => {
        const name = `${route.method} ${route.path}`;
        const good = bodiesFor(scene)[name]?.body;
        const body = good ? altered(good, path, value) : route.body ? value : undefined;
        const asking = {
          ...(query ? { query } : {}),
          ...(params === null
            ? {}
            : {
                params: Object.fromEntries(
                  Object.keys(paramsOf(route.path, scene)).map((each) => [each, params]),
                ),
              }),
          headers: { 'content-type': 'application/json', ...headers },
        };

        const told = await asked(name, body === undefined ? undefined : JSON.stringify(body), asking);

        expect(told.status).toBeLessThan(500);
        if (told.status < 400) return;
        expect(told.headers['content-type']).toBe('application/problem+json');
        expect(Problem.parse(told.body).request_id).toBe(told.headers['x-request-id']);
      }),
      { numRuns: 3_000, seed: 20261123 },
    );
  });
});

/** The value with one of its leaves replaced, or a member added. */
function altered(value: unknown, [step, ...rest]: readonly number[], by: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)] ?? 'surprise';
  const member = altered((value as Record<string, unknown>)[name], rest, by);

  return Array.isArray(value) ? value.with(Number(name) || 0, member) : { ...value, [name]: member };
}
