import { expect, it } from 'vitest';
import { COMMIT_FACTS_MAX } from '../../../shared/journal/commit.ts';
import { nextCommit } from '../../../shared/journal/next-commit.ts';
import { actingAs, JAR } from '../../kit/jar.ts';

const fact = { type: 'tenant.created', data: {} };
const next = (facts: readonly (typeof fact)[], version = 1) =>
  nextCommit({ ...JAR, version, ...actingAs() }, facts, '');

it('facts are written under today’s versions', () => {
  expect(next([fact]).commit.facts).toEqual([{ ...fact, v: 1 }]);
});

it('a commit without facts, with too many, with an unknown one, or out of balance is a fault', () => {
  const books = {
    entity: 'le',
    currency: 'EUR',
    date: '2026-11-23',
    entries: [{ account: 'bank', amountMinor: 1n }],
  };

  expect(() => next([])).toThrow('at least one fact');
  expect(() => next(Array.from({ length: COMMIT_FACTS_MAX + 1 }, () => fact))).toThrow('bounded');
  expect(next(Array.from({ length: COMMIT_FACTS_MAX }, () => fact)).commit.facts).toHaveLength(
    COMMIT_FACTS_MAX,
  );
  expect(() => next([{ ...fact, type: 'order.eaten' }])).toThrow('does not name');
  expect(() => next([{ ...fact, books } as typeof fact])).toThrow('do not balance');
});
