import { seededNumbers } from '../../shared/adapters/memory-system.ts';
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

/** A commit whose facts weigh about so many bytes, of which packing saves no more than a quarter. */
export function heavyCommitOf(ref: AggregateRef, version: number, bytes: number): Commit {
  return commitOf(ref, version, { facts: [{ type: 'order.placed', v: 1, data: { text: noise(bytes) } }] });
}

/** So many characters of Base64 that look random and are always the same. */
export function noise(characters: number): string {
  const next = seededNumbers(characters);
  const bytes = Uint8Array.from({ length: Math.ceil((characters * 3) / 4) }, () => next() & 0xff);

  return Buffer.from(bytes).toString('base64').slice(0, characters);
}
