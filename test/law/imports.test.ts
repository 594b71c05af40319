import { expect, test } from 'vitest';
import { breach, cycleIn } from './import-law.ts';
import { importsOf, planted, sourcesUnder } from './source.ts';

const SOURCES = sourcesUnder('shared', 'functions', 'infra', 'test');
const IMPORTS = SOURCES.flatMap(importsOf);

test('every file imports only what its place in the grid allows', () => {
  expect(IMPORTS.map(breach).filter((sentence) => sentence !== undefined)).toEqual([]);
});

test('no imports run in a circle', () => {
  expect(cycleIn(IMPORTS)).toBeUndefined();
});

test('a relative import names its file with the ending', () => {
  const without = IMPORTS.filter((one) => !one.isPackage && !/\.(ts|json)$/.test(one.to));

  expect(without.map((one) => `${one.from}: ${one.specifier}`)).toEqual([]);
});

test('zod is imported as a namespace, which keeps bundles small', () => {
  const others = IMPORTS.filter((one) => one.to === 'zod' && !/^(type )?\* as z$/.test(one.clause));

  expect(others.map((one) => `${one.from}: import ${one.clause}`)).toEqual([]);
});

test('no file passes on what another one exports', () => {
  const barrels = SOURCES.filter((source) =>
    /^export\s+(?:type\s+)?(?:\*|\{[^}]*\}\s*from\b)/m.test(source.code),
  );

  expect(barrels.map((source) => source.path)).toEqual([]);
});

test.each([
  ['shared/kernel/money.ts', "import { x } from '../contracts/money.ts';"],
  ['shared/kernel/money.ts', "import { createHash } from 'node:crypto';"],
  ['shared/contracts/orders.ts', "import { place } from '../domain/orders.ts';"],
  ['shared/domain/orders.ts', "import { Order } from '../contracts/orders.ts';"],
  ['shared/domain/orders.ts', "const fs = await import('node:fs');"],
  ['shared/journal/keys.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['shared/views/orders.ts', "import { evolve } from '../domain/orders.ts';"],
  ['shared/adapters/sqs.ts', "import type { Order } from '../domain/orders.ts';"],
  ['shared/adapters/sqs.ts', "import middy from '@middy/core';"],
  ['shared/edge/http.ts', "import { place } from '../domain/orders.ts';"],
  ['functions/orders/place.ts', "import { journal } from '../../shared/adapters/dynamo-journal.ts';"],
  ['functions/orders/place.ts', "import { cancel } from './cancel.ts';"],
  ['functions/orders/place.ts', "import 'pdfkit';"],
  ['infra/data-stack.ts', "import { handler } from '../functions/orders/place.ts';"],
  ['infra/data-stack.ts', "import { main } from './local/main.ts';"],
  ['shared/edge/live.ts', "import { main } from '../../infra/local/main.ts';"],
  ['test/kit/checker.ts', "import { post } from '../../shared/domain/ledger.ts';"],
])('the import law catches a planted breach: %s %s', (path, text) => {
  const [one] = importsOf(planted(path, text));

  expect(one && breach(one)).toContain(path);
});

test.each([
  ['shared/domain/orders.ts', "import type { Order } from '../contracts/orders.ts';"],
  ['shared/domain/orders.ts', "import { type Order, type Line } from '../contracts/orders.ts';"],
  ['shared/edge/http.ts', "import middy from '@middy/core';"],
  ['functions/orders/place.ts', "import { place } from '../../shared/domain/orders.ts';"],
  ['infra/data-stack.ts', "import { TOPOLOGY } from '../shared/topology.ts';"],
])('the import law lets a lawful import pass: %s %s', (path, text) => {
  const [one] = importsOf(planted(path, text));

  expect(one && breach(one)).toBeUndefined();
});

test('an import in a comment or a string is none', () => {
  const source = planted(
    'shared/kernel/a.ts',
    "// import { x } from 'zod'\nconst text = \"import 'zod'\";\n",
  );

  expect(importsOf(source)).toEqual([]);
});

test('a circle that a type closes is one, as neither file can be read without the other', () => {
  const files = [
    planted('shared/kernel/a.ts', "import { b } from './b.ts';"),
    planted('shared/kernel/b.ts', "import type { A } from './a.ts';"),
  ];

  expect(cycleIn(files.flatMap(importsOf))).toHaveLength(3);
});

test('a circle of three files is found', () => {
  const files = [
    planted('shared/kernel/a.ts', "import { b } from './b.ts';"),
    planted('shared/kernel/b.ts', "import { c } from './c.ts';"),
    planted('shared/kernel/c.ts', "import { a } from './a.ts';"),
  ];

  expect(cycleIn(files.flatMap(importsOf))).toEqual([
    'shared/kernel/a.ts',
    'shared/kernel/b.ts',
    'shared/kernel/c.ts',
    'shared/kernel/a.ts',
  ]);
});
