/** What every journal promises, whatever it is kept in. */
import { describe, expect, test } from 'vitest';
import { HISTORY_PAGE_MAX, LimitExceeded, SCAN_PAGE_MAX } from '../../shared/adapters/limits.ts';
import { COMMIT_BYTES_MAX, COMMIT_FACTS_MAX } from '../../shared/journal/commit.ts';
import type { Commit, Journal } from '../../shared/ports.ts';
import { commitOf, heavyCommitOf, ORDER } from './commits.ts';

const RIVALS = 20;

/** Runs the contract against fresh journals that `make` gives. */
export function journalContract(name: string, make: () => Promise<Journal>): void {
  describe(`the journal in ${name}`, () => {
    appending(make);
    refusing(make);
    reading(make);
    scanning(make);
  });
}

function appending(make: () => Promise<Journal>): void {
  test('a commit is read as it was appended, amounts and all', async () => {
    const journal = await make();
    const commit = commitOf(ORDER, 1, {
      facts: [
        {
          type: 'invoice.issued',
          v: 2,
          data: { totalMinor: -9_007_199_254_740_993n, taxMinor: [1n, 2n], note: 'Grüße 🧾', none: null },
          books: {
            entity: 'le_1',
            currency: 'EUR',
            date: '2026-03-01',
            entries: [{ account: '1200', amountMinor: 5n }],
          },
        },
      ],
      head: { v: 1, state: { openMinor: 10n ** 30n } },
      fingerprint: 'fingerprint-1',
    });

    await journal.append(commit);

    expect(await journal.latest(ORDER, 'strong')).toEqual(commit);
    expect(await journal.at(ORDER, 1)).toEqual(commit);
    expect(await journal.history(ORDER, 1)).toEqual([commit]);
  });

  test('of concurrent commits of one version exactly one is appended and the others see it', async () => {
    const journal = await make();
    const rivals = Array.from({ length: RIVALS }, (_, index) =>
      commitOf(ORDER, 1, { cause: `req_${index}` }),
    );

    const outcomes = await Promise.all(rivals.map((rival) => journal.append(rival)));

    const winner = await journal.latest(ORDER, 'strong');
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'taken')).toHaveLength(RIVALS - 1);
    for (const result of outcomes) if (result.outcome === 'taken') expect(result.by).toEqual(winner);
    expect(rivals[outcomes.findIndex(({ outcome }) => outcome === 'appended')]).toEqual(winner);
  });

  test('a commit whose answer was lost is recognised when it is appended again', async () => {
    const journal = await make();
    const commit = commitOf(ORDER, 1);
    await journal.append(commit);

    const outcomes = await Promise.all([journal.append(commit), journal.append(commit)]);

    expect(outcomes).toEqual([{ outcome: 'repeated' }, { outcome: 'repeated' }]);
    expect(await journal.history(ORDER, 1)).toHaveLength(1);
  });

  test('a version that is taken keeps its first commit', async () => {
    const journal = await make();
    const first = commitOf(ORDER, 1);
    await journal.append(first);

    const outcome = await journal.append(commitOf(ORDER, 1, { cause: 'req_2' }));

    expect(outcome).toEqual({ outcome: 'taken', by: first });
    expect(await journal.latest(ORDER, 'strong')).toEqual(first);
  });

  test('what a reader does to a commit does not reach the journal', async () => {
    const journal = await make();
    const commit = commitOf(ORDER, 1, { facts: [{ type: 'order.placed', v: 1, data: { lines: [1] } }] });
    await journal.append(commit);

    const read = await journal.latest(ORDER, 'strong');
    const data = read?.facts[0]?.data as { lines: number[] } | undefined;
    try {
      data?.lines.push(2);
    } catch (fault) {
      // A store that hands out what cannot be changed keeps the promise as well.
      expect(fault).toBeInstanceOf(TypeError);
    }

    expect(await journal.at(ORDER, 1)).toEqual(commit);
  });
}

function refusing(make: () => Promise<Journal>): void {
  test('a commit that is too heavy is refused before anything is written', async () => {
    const journal = await make();

    await expect(journal.append(heavyCommitOf(ORDER, 1, COMMIT_BYTES_MAX))).rejects.toThrow(LimitExceeded);

    expect(await journal.latest(ORDER, 'strong')).toBeUndefined();
  });

  test('a commit with too many facts is refused', async () => {
    const journal = await make();
    const facts = Array.from({ length: COMMIT_FACTS_MAX + 1 }, () => ({
      type: 'order.placed',
      v: 1,
      data: {},
    }));

    await expect(journal.append(commitOf(ORDER, 1, { facts }))).rejects.toThrow(LimitExceeded);
  });

  test('a version below one is refused', async () => {
    const journal = await make();

    await expect(journal.append(commitOf(ORDER, 0))).rejects.toThrow(RangeError);
  });

  test('a key that could be read in two ways is refused', async () => {
    const journal = await make();

    await expect(journal.latest({ tenant: 'ten_a#ord_1', id: 'ord_1' }, 'strong')).rejects.toThrow(TypeError);
  });
}

function reading(make: () => Promise<Journal>): void {
  test('nothing is found of an aggregate that has no commit', async () => {
    const journal = await make();

    expect(await journal.latest(ORDER, 'eventual')).toBeUndefined();
    expect(await journal.at(ORDER, 1)).toBeUndefined();
    expect(await journal.history(ORDER, 1)).toEqual([]);
  });

  test('the latest commit is the one with the highest number, and history is in the order of numbers', async () => {
    const journal = await make();
    const versions = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    for (const version of versions) await journal.append(commitOf(ORDER, version));

    expect((await journal.latest(ORDER, 'strong'))?.version).toBe(11);
    expect((await journal.history(ORDER, 1)).map(({ version }) => version)).toEqual(versions);
    expect((await journal.history(ORDER, 9)).map(({ version }) => version)).toEqual([9, 10, 11]);
    expect((await journal.at(ORDER, 10))?.version).toBe(10);
    expect(await journal.at(ORDER, 12)).toBeUndefined();
  });

  test('a long history comes in pages, of which only the last is short', async () => {
    const journal = await make();
    const count = HISTORY_PAGE_MAX + 5;
    for (let version = 1; version <= count; version += 1) await journal.append(commitOf(ORDER, version));

    const first = await journal.history(ORDER, 1);
    const second = await journal.history(ORDER, HISTORY_PAGE_MAX + 1);

    expect(first.map(({ version }) => version)).toEqual(
      Array.from({ length: HISTORY_PAGE_MAX }, (_, i) => i + 1),
    );
    expect(second.map(({ version }) => version)).toEqual([101, 102, 103, 104, 105]);
  });

  test('heavy commits do not shorten a page of history', async () => {
    const journal = await make();
    for (let version = 1; version <= 9; version += 1) {
      await journal.append(heavyCommitOf(ORDER, version, COMMIT_BYTES_MAX - 1_000));
    }

    expect(await journal.history(ORDER, 1)).toHaveLength(9);
  });

  test('tenants and aggregates do not see one another', async () => {
    const journal = await make();
    const others = [
      { tenant: 'ten_b', id: 'ord_1' },
      { tenant: 'ten_a', id: 'ord_11' },
    ];
    for (const other of others) await journal.append(commitOf(other, 1));

    expect(await journal.latest(ORDER, 'strong')).toBeUndefined();
    expect(await journal.history(ORDER, 1)).toEqual([]);
  });
}

function scanning(make: () => Promise<Journal>): void {
  test('the segments of a scan hold every commit once', async () => {
    const journal = await make();
    const commits = Array.from({ length: SCAN_PAGE_MAX * 2 + 50 }, (_, index) =>
      commitOf({ tenant: 'ten_a', id: `ord_${index % 90}` }, 1 + Math.floor(index / 90)),
    );
    await Promise.all(commits.map((commit) => journal.append(commit)));

    for (const of of [1, 4]) {
      const found = (
        await Promise.all(Array.from({ length: of }, (_, index) => scanned(journal, { index, of })))
      ).flat();
      expect(found.map(hashOf).sort()).toEqual(commits.map(hashOf).sort());
    }
  });

  test('a segment that does not exist is refused', async () => {
    const journal = await make();

    await expect(journal.scan({ index: 4, of: 4 })).rejects.toThrow(RangeError);
  });
}

async function scanned(journal: Journal, segment: { index: number; of: number }): Promise<readonly Commit[]> {
  const found: Commit[] = [];
  let after: string | undefined;
  do {
    const page = await journal.scan(segment, after);
    expect(page.items.length).toBeLessThanOrEqual(SCAN_PAGE_MAX);
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);

  return found;
}

function hashOf({ tenant, id, version, hash }: Commit): string {
  return [tenant, id, version, hash].join(' ');
}
