import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { API_ROUTES } from '../../../shared/contracts/api.ts';
import { FUNCTION_NAMES, type FunctionName, wiringOf } from '../../../shared/topology.ts';

const WOKEN_BY_HTTP = FUNCTION_NAMES.filter((name) => wiringOf(name).http);

test('every route of the topology is defined once, and every defined route is served', () => {
  const served = WOKEN_BY_HTTP.flatMap((name) => wiringOf(name).http ?? []);
  const defined = API_ROUTES.map(({ route }) => `${route.method} ${route.path}`);

  expect(defined.toSorted()).toEqual(served.toSorted());
  expect(new Set(defined).size).toBe(defined.length);
});

test.each(WOKEN_BY_HTTP)('%s answers the routes that its line in the topology names', async (name) => {
  const endpoints = await endpointsOf(name);

  expect(endpoints.toSorted()).toEqual([...(wiringOf(name).http ?? [])].sort());
});

test.each(WOKEN_BY_HTTP)('%s serves the very definitions that are documented', async (name) => {
  const { handler } = await moduleOf(name);

  const strangers = handler.endpoints.filter(({ route }) => !API_ROUTES.some((each) => each.route === route));

  expect(strangers).toEqual([]);
});

type Served = {
  readonly handler: {
    readonly endpoints: readonly { readonly route: { readonly method: string; readonly path: string } }[];
  };
};

async function endpointsOf(name: FunctionName): Promise<readonly string[]> {
  const { handler } = await moduleOf(name);

  return handler.endpoints.map(({ route }) => `${route.method} ${route.path}`);
}

async function moduleOf(name: FunctionName): Promise<Served> {
  const file = new URL(`../../../functions/${name.replace('.', '/')}.ts`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${name} has no file`);

  return (await import(file.href)) as Served; // a function that HTTP wakes exports its endpoints
}
