/** A house whose journal and documents the independent checker has proved. */
import { toItem } from '../../shared/journal/commit.ts';
import { check } from '../checker/check.ts';
import type { House } from './house.ts';

type Recorded = {
  readonly journal: Pick<House['journal'], 'stream'>;
  readonly ports: Pick<House['ports'], 'documents'>;
  readonly clock: Pick<House['clock'], 'now'>;
};

/** What the independent checker has to say of all that was recorded. */
export async function found(house: Recorded) {
  const stored = new Map<string, Uint8Array>();
  for (const { tenant, id, facts } of house.journal.stream) {
    const [fact] = facts as readonly { readonly data: { readonly content?: string } }[]; // as they are recorded
    const names = ['pdf', 'seal.json'].map((end) => `documents/${tenant}/${id}.${end}`);
    const keys = [...names, `frozen/${tenant}/${fact?.data.content}.json`];
    for (const key of keys) {
      const bytes = await house.ports.documents.get(key);
      if (bytes) stored.set(key, bytes);
    }
  }

  return check({
    items: house.journal.stream.map(toItem),
    isOrdered: true,
    provider: null,
    log: [],
    documents: stored,
    texts: [],
    canaries: [],
    secrets: [],
    now: house.clock.now(),
    isAtRest: true,
    isFaultless: true,
    left: 0,
  });
}
