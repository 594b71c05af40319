import { expect, test } from 'vitest';
import { functionsOf, keyOf } from './functions.ts';
import RATCHET from './ratchet.json' with { type: 'json' };
import { planted, sourcesUnder, textOf } from './source.ts';
import { bansBrokenBy, castsWithoutReason, exportsOf } from './style-law.ts';

const FUNCTION_LINES_AIM = 40;
const FUNCTION_LINES_MAX = 70;
const FILE_LINES_MAX = 250;
/** Declarations without logic, which read better on one page than in parts, and their own limit. */
const ONE_PAGE_LINES_MAX = 400;
const ONE_PAGE = new Set(['shared/topology.ts', 'shared/ports.ts']);
const DOCUMENTED_SHARE_MIN = 0.8;

const SOURCES = sourcesUnder('shared', 'functions', 'infra');
const TESTS = sourcesUnder('test');
const LAW = /^test\/law\//;

test('nothing forbidden is used', () => {
  const files = [...SOURCES, ...TESTS].filter(({ path }) => !LAW.test(path));

  expect(files.flatMap(bansBrokenBy)).toEqual([]);
});

test('every cast gives its reason', () => {
  expect(SOURCES.flatMap(castsWithoutReason)).toEqual([]);
});

test(`no function has more than ${FUNCTION_LINES_MAX} lines`, () => {
  const long = SOURCES.flatMap(functionsOf).filter(({ lines }) => lines > FUNCTION_LINES_MAX);

  expect(long.map((one) => `${keyOf(one)} has ${one.lines} lines`)).toEqual([]);
});

test(`no function newly grows past ${FUNCTION_LINES_AIM} lines: the ratchet lists those that do, and only those`, () => {
  const long = SOURCES.flatMap(functionsOf).filter(
    ({ lines }) => lines > FUNCTION_LINES_AIM && lines <= FUNCTION_LINES_MAX,
  );

  expect([...new Set(long.map(keyOf))].sort()).toEqual([...RATCHET].sort());
});

test(`no file has more than ${FILE_LINES_MAX} lines`, () => {
  const maxOf = (path: string) => (ONE_PAGE.has(path) ? ONE_PAGE_LINES_MAX : FILE_LINES_MAX);
  const long = SOURCES.filter(({ path, text }) => text.trimEnd().split('\n').length > maxOf(path));

  expect(long.map(({ path }) => path)).toEqual([]);
});

test('at least four in five exports say what they are', () => {
  const exported = SOURCES.flatMap((source) =>
    [...exportsOf(source)].map(([name, isDocumented]) => ({ name: `${source.path}#${name}`, isDocumented })),
  );
  const bare = exported.filter(({ isDocumented }) => !isDocumented).map(({ name }) => name);

  expect(bare.length / Math.max(1, exported.length), bare.join('\n')).toBeLessThanOrEqual(
    1 - DOCUMENTED_SHARE_MIN,
  );
});

test('every file is named in kebab-case', () => {
  const odd = [...SOURCES, ...TESTS].filter(({ path }) => !/^[a-z0-9_/.-]+\.ts$/.test(path));

  expect(odd.map(({ path }) => path)).toEqual([]);
});

test("a test's path follows from the source's path", () => {
  const strays = TESTS.filter(({ path }) =>
    /^test\/(shared|functions|infra)\/.*\.test\.ts$/.test(path),
  ).filter(({ path }) => !hasSource(path));

  expect(strays.map(({ path }) => path)).toEqual([]);
});

test('a promise is in the present tense and none of our own code is mocked', () => {
  const weak = TESTS.filter(({ path }) => !LAW.test(path)).filter(
    ({ text, code }) =>
      /\b(?:test|it)(?:\.\w+\([^)]*\))?\(\s*['"`][^'"`]*\bshould\b/.test(text) ||
      /\bvi\.(?:mock|spyOn)\(/.test(code),
  );

  expect(weak.map(({ path }) => path)).toEqual([]);
});

test.each([
  ['shared/domain/a.ts', 'const a: any = 1;'],
  ['shared/domain/a.ts', 'const a = list[0]!;'],
  ['functions/orders/place.ts', 'console.log(1);'],
  ['shared/edge/http.ts', 'const at = Date.now();'],
  ['shared/edge/http.ts', 'const at = new Date();'],
  ['shared/adapters/sqs.ts', 'const id = randomUUID();'],
  ['shared/adapters/sqs.ts', 'const body = await fetch(url);'],
  ['shared/edge/http.ts', 'const stage = process.env.STAGE;'],
  ['shared/domain/a.ts', 'export class OrderManager {}'],
  ['shared/domain/a.ts', '// @ts-ignore\nconst a: string = 1;'],
])('the style law catches a planted breach: %s %s', (path, text) => {
  expect(bansBrokenBy(planted(path, text))).toHaveLength(1);
});

test('the style law leaves words in comments, strings and regular expressions alone', () => {
  const text =
    "// any of them!\nconst a = 'Date.now()';\nconst b = /any!/;\nclass PortError extends Error {}\n";

  expect(bansBrokenBy(planted('shared/domain/a.ts', text))).toEqual([]);
});

test('a cast without its reason is caught, one with it is not', () => {
  const text = 'const a = b as Order;\nconst c = d as Order; // parsed above\nconst e = [1] as const;\n';

  expect(castsWithoutReason(planted('shared/domain/a.ts', text))).toHaveLength(1);
});

test('a function is measured from its signature to its last brace', () => {
  const text = [
    'export function first(a: string): Promise<{ b: number }> {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the code to be measured
    "  return `{ ${a.replace(/[{]/, '}')}`;",
    '}',
    'const second = (',
    '  a: string,',
    ') => {',
    '  use(a);',
    '};',
    'const object = {',
    '  third(a: string): { b: number } {',
    '    return { b: 1 };',
    '  },',
    '};',
  ].join('\n');

  const spans = functionsOf(planted('shared/domain/a.ts', text)).map(({ name, lines }) => [name, lines]);

  expect(spans).toEqual([
    ['first', 3],
    ['third', 3],
    ['second', 5],
  ]);
});

/** `test/shared/kernel/money.properties.test.ts` belongs to `shared/kernel/money.ts`, or to a folder of that name. */
function hasSource(path: string): boolean {
  const [, folder = '', noun = ''] = /^test\/(.*\/)([^/.]+)[^/]*$/.exec(path) ?? [];
  const isFolder = SOURCES.some((source) => source.path.startsWith(`${folder}${noun}/`));

  return isFolder || textOf(`${folder}${noun}.ts`) !== undefined;
}
