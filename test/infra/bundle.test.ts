import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUILD_FOLDER,
  type BundleSize,
  bundleFolder,
  bundleFunctions,
  sourceHash,
  tableOfSizes,
} from '../../infra/bundle.ts';
import openapi from '../../shared/contracts/openapi.json' with { type: 'json' };
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../shared/topology.ts';

/** Somebody waits for these; what they load is what a cold start costs. */
const WAITED_FOR_BYTES_MAX = 500_000;

/** What AWS advises against passing for any function, unpacked and minified. */
const BYTES_MAX = 2_000_000;

let output = '';
let sizes: readonly BundleSize[] = [];

beforeAll(async () => {
  mkdirSync(BUILD_FOLDER, { recursive: true });
  output = mkdtempSync(join(BUILD_FOLDER, 'test-'));
  sizes = await bundleFunctions({ output });
}, 60_000);

afterAll(() => rmSync(output, { recursive: true, force: true }));

const isWaitedFor = (name: FunctionName) =>
  wiringOf(name).context === 'intake' ||
  (wiringOf(name).http ?? []).some((route) => route.includes('/webhooks/'));

/** What a bundle holds only to hand it out: the description of the API grows with every route, and no sale waits for it. */
const servedBytes = (name: FunctionName) =>
  name === 'api.describe' ? Buffer.byteLength(JSON.stringify(openapi)) : 0;

test('every function has a bundle', () => {
  expect(sizes.map(({ name }) => name)).toEqual(FUNCTION_NAMES);
});

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  test('stays within its budget', () => {
    const bytes = sizes.find((size) => size.name === name)?.bytes ?? 0;

    expect(bytes).toBeGreaterThan(0);
    expect(bytes - servedBytes(name)).toBeLessThanOrEqual(
      isWaitedFor(name) ? WAITED_FOR_BYTES_MAX : BYTES_MAX,
    );
  });
});

test('what a document is printed with lies beside the functions that print, and beside no other', () => {
  const printers = FUNCTION_NAMES.filter((name) => existsSync(join(bundleFolder(name, output), 'data')));

  expect(printers).toEqual(['documents.render', 'documents.preview']);
  for (const name of printers)
    expect(existsSync(join(bundleFolder(name, output), 'fonts', 'regular.ttf'))).toBe(true);
});

test('the sizes are told, the largest first', () => {
  const lines = tableOfSizes([
    { name: 'orders.place', bytes: 1_500 },
    { name: 'billing.run', bytes: 2_500 },
  ]).split('\n');

  expect(lines.map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
    ['Bundles,', 'minified:'],
    ['billing.run', '2.5'],
    ['orders.place', '1.5'],
  ]);
});

test('the hash of the sources is the same as long as they are', () => {
  expect(sourceHash()).toBe(sourceHash());
  expect(sourceHash()).toMatch(/^[0-9a-f]{64}$/);
});
