import { describe, expect, test } from 'vitest';
import { entryPointOf, partsOf } from '../../infra/bundle-plugins.ts';
import { FUNCTION_NAMES, wiringOf } from '../../shared/topology.ts';

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
