import { type UnsealedCommit, seal } from '../../shared/journal/commit.ts';
import type { AggregateRef, Commit } from '../../shared/ports.ts';

/** An order of the tenant that most examples are about. */
export const ORDER: AggregateRef = { tenant: 'ten_a', id: 'ord_1' };

/** A sealed commit of an aggregate; what is given replaces the example's parts. */
export function commitOf(
  ref: AggregateRef,
  version: number,
  changes: Partial<Omit<UnsealedCommit, 'tenant' | 'id' | 'version'>> = {},
): Commit {
  const unsealed: UnsealedCommit = {
    tenant: ref.tenant,
    id: ref.id,
    version,
    at: '2026-03-01T09:00:00.000Z',
    facts: [{ type: 'order.placed', v: 1, data: { totalMinor: 12_345n, lines: [{ netMinor: 1n }] } }],
    cause: 'req_1',
    actor: 'key_1',
    trace: 'trace-1',
    ...changes,
  };

  return seal(unsealed, '');
}

/** A commit whose facts weigh about so many bytes. */
export function heavyCommitOf(ref: AggregateRef, version: number, bytes: number): Commit {
  return commitOf(ref, version, {
    facts: [{ type: 'order.placed', v: 1, data: { text: 'x'.repeat(bytes) } }],
  });
}
