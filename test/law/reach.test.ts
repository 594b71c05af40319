import { expect, test } from 'vitest';
import { importsOf, pathsNamedIn, type Source, sourcesUnder, textOf } from './source.ts';

const SOURCES = sourcesUnder('shared', 'functions', 'infra', 'test');
const BY_PATH = new Map(SOURCES.map((source) => [source.path, source]));

test('every file of the product is reached from a function, the stacks, the local cloud or a script', () => {
  const roots = [
    ...SOURCES.filter(({ path }) => path.startsWith('functions/')).map(({ path }) => path),
    ...scriptsNamed(),
    'infra/app.ts',
  ];
  const reached = reachFrom(roots);
  // Tests are the users of the kernel, of the memory twins and of what lies under infra, as much as the product is.
  const reachedByTests = reachFrom(
    SOURCES.filter(({ path }) => path.endsWith('.test.ts')).map(({ path }) => path),
  );
  const countsTests = /^shared\/(kernel\/|adapters\/(?:[\w-]+\/)*[\w-]*(?:memory|twin|sandbox))|^infra\//;

  const dead = SOURCES.filter(({ path }) => /^(shared|functions|infra)\//.test(path))
    .filter(({ path }) => !reached.has(path) && !(countsTests.test(path) && reachedByTests.has(path)))
    .map(({ path }) => path);

  expect(dead).toEqual([]);
});

test('every helper of the tests is used by one', () => {
  const roots = SOURCES.filter(({ path }) => path.endsWith('.test.ts')).map(({ path }) => path);
  const reached = reachFrom([...roots, ...scriptsNamed(), 'vitest.config.ts']);

  expect(
    SOURCES.filter(({ path }) => path.startsWith('test/') && !reached.has(path)).map(({ path }) => path),
  ).toEqual([]);
});

test('every line of the topology has its file and every function its line', async () => {
  const named = (await topologyNames()).map((name) => name.replace('.', '/'));
  const present = SOURCES.filter(({ path }) => path.startsWith('functions/')).map(({ path }) =>
    path.slice('functions/'.length, -'.ts'.length).replaceAll('-', '_'),
  );

  expect(present.toSorted()).toEqual(named.toSorted());
});

function reachFrom(roots: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...roots];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = BY_PATH.get(path);
    if (source === undefined || reached.has(path)) continue;
    reached.add(path);
    open.push(...nextOf(source));
  }

  return reached;
}

function nextOf(source: Source): readonly string[] {
  const imported = importsOf(source).filter((one) => !one.isPackage);

  return [...imported.map(({ to }) => to), ...pathsNamedIn(source)];
}

/** The files that package.json's scripts and .ci/run start. */
function scriptsNamed(): readonly string[] {
  const text = `${textOf('package.json') ?? ''}\n${textOf('.ci/run') ?? ''}\n${textOf('cdk.json') ?? ''}`;

  return [...text.matchAll(/\b(?:node|prepare\.mjs) ([\w./-]+\.ts)\b/g)].map((match) => match[1] ?? '');
}

async function topologyNames(): Promise<readonly string[]> {
  if (textOf('shared/topology.ts') === undefined) return [];
  const { TOPOLOGY } = await import('../../shared/topology.ts');

  return Object.keys(TOPOLOGY);
}
