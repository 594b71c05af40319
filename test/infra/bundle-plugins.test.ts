import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  atRunTime,
  entryPointOf,
  partsOf,
  versionsOnly,
  withoutBodies,
  withoutRefusals,
} from '../../infra/bundle-plugins.ts';
import { BUDGET } from '../../shared/journal/budget.ts';
import { FUNCTION_NAMES, wiringOf } from '../../shared/topology.ts';
import { sourcesUnder } from '../law/source.ts';

test('a function is bundled into the folder that bears its name', () => {
  expect(entryPointOf('credit_notes.issue')).toEqual({
    in: 'entry:credit_notes.issue',
    out: 'credit-notes-issue/index',
  });
});

test.each([
  ['orders.place', ['tables', 'secrets']],
  ['payments.receive', ['tables', 'documents', 'secrets', 'providers']],
  ['journal.relay', ['tables', 'queues']],
  ['api.describe', []],
] as const)('%s carries only the parts of the world that its line names: %s', (name, parts) => {
  expect(partsOf(name)).toEqual(parts);
});

describe.each(FUNCTION_NAMES)('%s', (name) => {
  test('has no client for what it may not touch', () => {
    const { touches } = wiringOf(name);
    const parts = partsOf(name);

    expect(parts.includes('documents')).toBe(touches.documents !== undefined);
    expect(parts.includes('queues')).toBe(touches.sends !== undefined);
    expect(parts.includes('providers')).toBe(touches.providers === true);
  });
});

describe('what a bundle holds of the topology', () => {
  const files = sourcesUnder('shared/topology').map(({ text }) => text);

  test('is neither words, routes nor grants', () => {
    const before = files.join('\n');
    const after = files.map(atRunTime).join('\n');

    expect(before).toMatch(/http: \[/);
    expect(after).not.toMatch(/http: \[|does: '[^']|touches: \{ /);
    expect(after.match(/facts: \[/g)).toEqual(before.match(/facts: \[/g));
  });

  test('is all that is read of it at run time', () => {
    const readers = sourcesUnder('shared/edge', 'shared/adapters', 'shared/flows', 'functions');
    const lines = readers.flatMap(({ text }) =>
      text.split('\n').filter((line) => line.includes('wiringOf(')),
    );

    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => /http|touches|does/.test(line))).toEqual([]);
  });
});

describe('what a bundle holds of the routes', () => {
  const texts = sourcesUnder('shared/contracts').map(({ text }) => text);

  test('is no code that one of them may refuse with', () => {
    const left = texts.flatMap((text) => withoutRefusals(text).match(/\n\s*refusals: .*/g) ?? []);

    expect(left.length).toBeGreaterThan(100);
    expect(left.filter((line) => !line.endsWith('refusals: [],'))).toEqual([]);
  });

  test('is all that is read of them at run time', () => {
    const lines = sourcesUnder('shared', 'functions').flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (line.includes('.refusals') ? [`${path}: ${line}`] : [])),
    );

    expect(lines).toEqual([]);
  });
});

test('a bundle holds the version of every fact, and nothing else of the budget', async () => {
  const source = versionsOnly(BUDGET);
  const bundled: { readonly BUDGET: unknown } = await import(
    `data:text/javascript,${encodeURIComponent(source)}`
  );

  expect(bundled.BUDGET).toEqual(
    Object.fromEntries(Object.entries(BUDGET).map(([type, { v }]) => [type, { v }])),
  );
  const readers = sourcesUnder('shared', 'functions').filter(({ text }) => /\bBUDGET\b/.test(text));
  expect(readers.map(({ path }) => path)).toEqual(['shared/journal/budget.ts', 'shared/journal/upcasts.ts']);
});

describe('what a bundle holds of how schemas are described', () => {
  test.each(['to-json-schema', 'json-schema-processors'])(
    'is the names alone that %s exports',
    async (name) => {
      const url = new URL(`../../node_modules/zod/v4/core/${name}.js`, import.meta.url);
      const original = (await import(url.href)) as Record<string, unknown>; // a module
      const short = withoutBodies(readFileSync(url, 'utf8'));
      const stub = (await import(`data:text/javascript,${encodeURIComponent(short)}`)) as typeof original; // likewise

      expect(Object.keys(stub).sort()).toEqual(Object.keys(original).sort());
      expect(short.length).toBeLessThan(2_000);
      for (const made of Object.values(stub) as (() => () => unknown)[])
        expect(() => made()()).toThrow('not described at run time');
    },
  );
});
