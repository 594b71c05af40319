/** Counts what the ports cost, by DynamoDB's rules, whatever lies behind them; for the benchmark and for tests. */
import { toItem } from '../journal/commit.ts';
import type { Commit, Documents, Journal, Profiles, Queues, ViewRow, Views } from '../ports.ts';
import { itemBytes, readUnits, writeUnits } from './item-size.ts';
import { packedItem } from './packing.ts';
import { profileItemOf, viewItemOf } from './stored.ts';

/** What was used: units by table, messages sent, documents written and read. */
export type Usage = {
  readonly writeUnits: Readonly<Record<MeteredTable, number>>;
  readonly readUnits: Readonly<Record<MeteredTable, number>>;
  readonly puts: Readonly<Record<MeteredTable, number>>;
  readonly messages: number;
  readonly documentsPut: number;
  readonly documentsRead: number;
};

/** The tables whose units are counted. */
export type MeteredTable = 'journal' | 'views' | 'profiles';

/** Wraps ports so that they count; `usage` is what they have counted since the start or the last `reset`. */
export type Meter = {
  readonly journal: (journal: Journal) => Journal;
  readonly views: (views: Views) => Views;
  readonly profiles: (profiles: Profiles) => Profiles;
  readonly queues: (queues: Queues) => Queues;
  readonly documents: (documents: Documents) => Documents;
  readonly usage: () => Usage;
  readonly reset: () => void;
};

/** A meter at zero. A stale view row and a removed one count as the row given, or as one unit: their old size is unknown. */
export function startMeter(): Meter {
  let counts = zero();
  const wrote = (table: MeteredTable, bytes: number) => {
    counts.writeUnits[table] += writeUnits(bytes);
    counts.puts[table] += 1;
  };
  const read = (table: MeteredTable, units: number) => {
    counts.readUnits[table] += units;
  };
  const count = (name: 'messages' | 'documentsPut' | 'documentsRead', by: number) => {
    counts[name] += by;
  };

  return {
    journal: (journal) => meteredJournal(journal, wrote, read),
    views: (views) => meteredViews(views, wrote, read),
    profiles: (profiles) => meteredProfiles(profiles, wrote, read),
    queues: (queues) => ({
      send: (messages) => {
        count('messages', messages.length);
        return queues.send(messages);
      },
    }),
    documents: (documents) => meteredDocuments(documents, count),
    usage: () => structuredClone(counts),
    reset: () => {
      counts = zero();
    },
  };
}

type Wrote = (table: MeteredTable, bytes: number) => void;
type Read = (table: MeteredTable, units: number) => void;

function zero() {
  return {
    writeUnits: { journal: 0, views: 0, profiles: 0 },
    readUnits: { journal: 0, views: 0, profiles: 0 },
    puts: { journal: 0, views: 0, profiles: 0 },
    messages: 0,
    documentsPut: 0,
    documentsRead: 0,
  };
}

function meteredJournal(journal: Journal, wrote: Wrote, read: Read): Journal {
  return {
    latest: async (ref, consistency) => {
      const commit = await journal.latest(ref, consistency);
      read('journal', readUnits(commitBytes(commit), consistency));

      return commit;
    },
    at: async (ref, version) => {
      const commit = await journal.at(ref, version);
      read('journal', readUnits(commitBytes(commit), 'strong'));

      return commit;
    },
    history: async (ref, from) => {
      const commits = await journal.history(ref, from);
      read('journal', readUnits(sum(commits.map(commitBytes)), 'strong'));

      return commits;
    },
    append: async (commit) => {
      const result = await journal.append(commit);
      // A refused put is charged on the item that stands in its way.
      wrote('journal', commitBytes(result.outcome === 'taken' ? result.by : commit));

      return result;
    },
    scan: async (segment, after) => {
      const page = await journal.scan(segment, after);
      read('journal', readUnits(sum(page.items.map(commitBytes)), 'eventual'));

      return page;
    },
  };
}

function meteredViews(views: Views, wrote: Wrote, read: Read): Views {
  return {
    put: async (row) => {
      const outcome = await views.put(row);
      wrote('views', rowBytes(row));

      return outcome;
    },
    get: async (pk, sk) => {
      const row = await views.get(pk, sk);
      read('views', readUnits(rowBytes(row), 'eventual'));

      return row;
    },
    query: async (query) => {
      const page = await views.query(query);
      read('views', readUnits(sum(page.items.map(rowBytes)), 'eventual'));

      return page;
    },
    scan: async (segment, after) => {
      const page = await views.scan(segment, after);
      read('views', readUnits(sum(page.items.map(rowBytes)), 'eventual'));

      return page;
    },
    remove: async (pk, sk) => {
      await views.remove(pk, sk);
      wrote('views', 0);
    },
  };
}

function meteredProfiles(profiles: Profiles, wrote: Wrote, read: Read): Profiles {
  return {
    put: async (profile) => {
      await profiles.put(profile);
      wrote('profiles', itemBytes(profileItemOf(profile)));
    },
    get: async (ref, version) => {
      const profile = await profiles.get(ref, version);
      read('profiles', readUnits(profile ? itemBytes(profileItemOf(profile)) : 0, 'eventual'));
      if (!profile) read('profiles', readUnits(0, 'strong'));

      return profile;
    },
    erase: async (ref) => {
      await profiles.erase(ref);
      read('profiles', readUnits(0, 'strong'));
      wrote('profiles', 0);
    },
  };
}

function meteredDocuments(
  documents: Documents,
  count: (name: 'documentsPut' | 'documentsRead', by: number) => void,
): Documents {
  return {
    put: (key, bytes, contentType, lockedUntil) => {
      count('documentsPut', 1);
      return documents.put(key, bytes, contentType, lockedUntil);
    },
    get: (key) => {
      count('documentsRead', 1);
      return documents.get(key);
    },
    link: (key, seconds, fileName) => documents.link(key, seconds, fileName),
  };
}

function commitBytes(commit: Commit | undefined): number {
  return commit ? itemBytes(packedItem(toItem(commit), 'body')) : 0;
}

function rowBytes(row: ViewRow | undefined): number {
  return row ? itemBytes(packedItem(viewItemOf(row), 'd')) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
