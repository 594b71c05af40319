/** The journal in memory: the same conditions and the same encoded items, in one process. */
import { type CommitItem, fromItem } from '../journal/commit.ts';
import { partitionOf } from '../journal/keys.ts';
import type { AggregateRef, AppendOutcome, Commit, Journal, Page } from '../ports.ts';
import { checkSegment, HISTORY_PAGE_MAX, SCAN_PAGE_MAX, within } from './limits.ts';
import { frozen, MEMORY_ITEMS_MAX, placeIn, segmentOf } from './memory-store.ts';
import { commitItemOf } from './stored.ts';

/** A journal whose stream can be read: every commit in the order it was appended. */
export type MemoryJournal = Journal & { readonly stream: readonly Commit[] };

/** An empty journal. It keeps the encoded item; what it hands out was decoded from it and is frozen. */
export function memoryJournal(): MemoryJournal {
  const partitions = new Map<string, Stored[]>();
  const stream: Commit[] = [];
  const versionsOf = (ref: AggregateRef) => partitions.get(partitionOf(ref)) ?? [];

  return {
    stream,
    latest: async (ref) => versionsOf(ref).at(-1)?.commit,
    at: async (ref, version) => find(versionsOf(ref), version)?.commit,
    history: async (ref, from) => {
      const versions = versionsOf(ref);
      const start = placeOf(versions, from);

      return versions.slice(start, start + HISTORY_PAGE_MAX).map(({ commit }) => commit);
    },
    append: async (commit) => {
      const item = commitItemOf(commit);
      const versions = partitions.get(item.pk) ?? [];
      const former = find(versions, item.sk);
      if (former) return outcomeAgainst(former, item);

      within('commits in memory', stream.length + 1, MEMORY_ITEMS_MAX);
      const stored = { item, commit: frozen(fromItem(item)) };
      versions.splice(placeOf(versions, item.sk), 0, stored);
      partitions.set(item.pk, versions);
      stream.push(stored.commit);

      return { outcome: 'appended' };
    },
    scan: async (segment, after) => scanned(stream, segment, after),
  };
}

type Stored = { readonly item: CommitItem; readonly commit: Commit };

function outcomeAgainst(former: Stored, item: CommitItem): AppendOutcome {
  return former.item.hash === item.hash ? { outcome: 'repeated' } : { outcome: 'taken', by: former.commit };
}

function find(versions: readonly Stored[], version: number): Stored | undefined {
  const stored = versions[placeOf(versions, version)];

  return stored?.item.sk === version ? stored : undefined;
}

function placeOf(versions: readonly Stored[], version: number): number {
  return placeIn(versions, ({ item }) => item.sk < version);
}

function scanned(
  stream: readonly Commit[],
  segment: { readonly index: number; readonly of: number },
  after?: string,
): Page<Commit> {
  checkSegment(segment);
  const items: Commit[] = [];
  let place = after === undefined ? 0 : Number(after);
  for (; place < stream.length && items.length < SCAN_PAGE_MAX; place += 1) {
    const commit = stream[place];
    if (commit && segmentOf(partitionOf(commit), segment.of) === segment.index) items.push(commit);
  }

  return place < stream.length ? { items, next: String(place) } : { items };
}
