/** A house whose journal and documents the independent checker has proved. */
import { toItem } from '../../shared/journal/commit.ts';
import { readJournal } from '../checker/books.ts';
import { check } from '../checker/check.ts';
import type { Snapshot } from '../checker/snapshot.ts';
import { checkUnionReturns } from '../checker/union-return.ts';
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

/** What it has to say of returns of the one-stop shop that were answered. */
export function foundInReturns(
  house: Pick<House, 'journal' | 'tenant'>,
  answers: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const log = answers.map((answer) => ({
    ...{ tenant: house.tenant, method: 'GET', route: '/v1/tax/oss_return', params: {} },
    ...{ key: null, body: '', status: 200, answer },
  }));
  const snapshot = { documents: null, log, isAtRest: true } as unknown as Snapshot; // all that this part looks at
  const violations: string[] = [];
  const journal = readJournal(house.journal.stream.map(toItem), []);
  checkUnionReturns({ journal, snapshot, report: ({ says }) => void violations.push(says) });

  return violations;
}
