import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { API_ROUTES } from '../../../shared/contracts/api.ts';
import { BODY_EXAMPLES } from './openapi-examples.ts';
import { DOCUMENT_FILE, openApiText } from './openapi-document.ts';
import { pathParametersOf } from './openapi-operation.ts';

type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
  }[];
  readonly responses: Readonly<Record<string, unknown>>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const TEXT = openApiText();
const DOCUMENT = JSON.parse(TEXT) as Document; // made by openApiText from this very shape
const OPERATIONS = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('the committed document says what the routes say; npm run openapi writes it anew', () => {
  expect(readFileSync(DOCUMENT_FILE, 'utf8') === TEXT).toBe(true);
});

test('the document is OpenAPI 3.1 and describes every route once', () => {
  const described = OPERATIONS.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  const routes = API_ROUTES.map(({ route }) => `${route.method} ${route.path}`);

  expect(DOCUMENT.openapi).toMatch(/^3\.1\./);
  expect(described.toSorted()).toEqual(routes.toSorted());
});

test('every operation has a name of its own', () => {
  const names = OPERATIONS.map(({ operation }) => operation.operationId);

  expect(new Set(names).size).toBe(names.length);
});

test('every parameter in a path is declared and required', () => {
  const undeclared = OPERATIONS.flatMap(({ path, operation }) => {
    const declared = (operation.parameters ?? []).filter(
      (each) => each.in === 'path' && each.required === true,
    );
    const names = declared.map(({ name }) => name);

    return names.toSorted().join() === pathParametersOf(path).toSorted().join() ? [] : [path];
  });

  expect(undeclared).toEqual([]);
});

test('every reference leads to something', () => {
  const references = [...TEXT.matchAll(/"\$ref": "([^"]+)"/g)].map(([, reference = '']) => reference);

  expect(references.length).toBeGreaterThan(0);
  expect([...new Set(references)].filter((reference) => resolved(reference) === undefined)).toEqual([]);
});

test('every schema in the components is referred to', () => {
  const names = Object.keys(resolved('#/components/schemas') ?? {});

  expect(names.filter((name) => !TEXT.includes(`"#/components/schemas/${name}"`))).toEqual([]);
});

test('a route that creates or moves money asks for the Idempotency-Key, and no other does', () => {
  const asking = OPERATIONS.filter(({ operation }) =>
    operation.parameters?.some(({ name, required }) => name === 'Idempotency-Key' && required === true),
  ).map(({ operation }) => operation.operationId);
  const required = API_ROUTES.filter(({ route }) => route.idempotency === 'required').map(
    (each) => each.operationId,
  );

  expect(asking.toSorted()).toEqual(required.toSorted());
});

test('every refusal of a route is among its answers', () => {
  const untold = API_ROUTES.flatMap(({ operationId, route }) => {
    const told = JSON.stringify(
      OPERATIONS.find(({ operation }) => operation.operationId === operationId)?.operation.responses,
    );

    return route.refusals.filter((code) => !told.includes(code)).map((code) => `${operationId}: ${code}`);
  });

  expect(untold).toEqual([]);
});

test('every body has an example, and its route takes it', () => {
  const wrong = API_ROUTES.filter(({ route }) => route.body).flatMap(({ operationId, route }) => {
    const examples = Object.entries(BODY_EXAMPLES[operationId] ?? {});
    if (examples.length === 0) return [`${operationId} has no example`];

    return examples.flatMap(([summary, body]) => {
      const parsed = route.body?.safeParse(body);

      return parsed?.success ? [] : [`${operationId}, ${summary}: ${parsed?.error.message}`];
    });
  });
  const strangers = Object.keys(BODY_EXAMPLES).filter(
    (name) => !API_ROUTES.some((each) => each.operationId === name),
  );

  expect([...wrong, ...strangers]).toEqual([]);
});

/** What a local reference leads to. */
function resolved(reference: string): object | undefined {
  const steps = reference.replace(/^#\//, '').split('/');

  return steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    DOCUMENT,
  ) as object | undefined; // whatever lies there is an object of the document
}
