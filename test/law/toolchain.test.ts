import { expect, test } from 'vitest';
import { textOf } from './source.ts';

type Lock = {
  packages: Record<string, { version?: string; resolved?: string; optionalDependencies?: object }>;
};

const MANIFEST = JSON.parse(textOf('package.json') ?? '{}');
const LOCK: Lock = JSON.parse(textOf('package-lock.json') ?? '{}');

test('every dependency is pinned to one version', () => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = MANIFEST;
  const versions = Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
    ...overrides,
  });

  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
});

test('the lock names every package of every platform and no registry', () => {
  const packages = Object.entries(LOCK.packages);
  const named = packages.flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).map((name) => [path, name] as const),
  );
  const missing = named.filter(
    ([path, name]) =>
      !LOCK.packages[`node_modules/${name}`] && !LOCK.packages[`${path}/node_modules/${name}`],
  );

  expect(missing, 'run `node .ci/complete-lock.mjs`').toEqual([]);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('the CDK command line is of major 2, as 3.0.0 was published by accident', () => {
  expect(installed('aws-cdk')).toMatch(/^2\./);
});

test('the CDK command line reads the manifests that the library writes', () => {
  // The library declares this version as `minimumCliVersion` in cdk.out/manifest.json.
  const declared = JSON.parse(textOf('node_modules/@aws-cdk/cloud-assembly-schema/cli-version.json') ?? '{}');

  expect(compareVersions(installed('aws-cdk'), declared.version)).toBeGreaterThanOrEqual(0);
});

test('the tests run on the Node that the Lambda functions run on, or a newer one', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

function installed(name: string): string {
  return JSON.parse(textOf(`node_modules/${name}/package.json`) ?? '{}').version;
}

function compareVersions(left: string, right: string): number {
  const [lefts, rights] = [left, right].map((version) => version.split('.').map(Number));
  const place = [0, 1, 2].find((index) => lefts?.[index] !== rights?.[index]);

  return place === undefined ? 0 : (lefts?.[place] ?? 0) - (rights?.[place] ?? 0);
}
