/** A billing run through the real functions, in the batches of the topology: what it costs until the invoices are issued, and after. */
import { setTimeout as wait } from 'node:timers/promises';
import { itemBytes, writeUnits } from '../../shared/adapters/item-size.ts';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { startMeter, type Usage } from '../../shared/adapters/meter.ts';
import { packedItem } from '../../shared/adapters/packing.ts';
import { viewItemOf } from '../../shared/adapters/stored.ts';
import { toItem } from '../../shared/journal/commit.ts';
import type { Commit } from '../../shared/ports.ts';
import type { FunctionName } from '../../shared/topology.ts';
import { openMainLine } from '../kit/main-line.ts';
import { asked, sold } from './run-sale.ts';

/** What bills and issues; every other function works on what an issued invoice causes. */
export const UNTIL_ISSUED: ReadonlySet<string> = new Set<FunctionName>([
  'billing.plan',
  'billing.bill',
  'invoices.issue',
]);

/** Milliseconds that a call takes, of a table and of the documents. */
export type Latency = { readonly table: number; readonly documents: number };

/** What one part of the run used, for all its invoices. */
export type RunPart = {
  readonly usage: Usage;
  /** Messages and invocations by function. */
  readonly messages: ReadonlyMap<string, number>;
  readonly invocations: ReadonlyMap<string, number>;
  /** Write units of the journal by the first fact of the commit. */
  readonly units: ReadonlyMap<string, number>;
  /** Write units by partition of the journal: an aggregate is one. */
  readonly partitions: ReadonlyMap<string, number>;
  /** Write units by partition of the views. */
  readonly viewPartitions: ReadonlyMap<string, number>;
  /** Milliseconds of all wake-ups of a function. */
  readonly took: ReadonlyMap<string, number>;
  readonly cpuSeconds: number;
};

/** A run: until the invoices are issued, and what follows until all is at rest. */
export type RunCost = {
  readonly invoices: number;
  readonly lines: number;
  readonly issuing: RunPart;
  readonly following: RunPart;
};

/**
 * Sells as many subscriptions to as many customers, and bills a month of all in one run. With `latency`, each call of a
 * store takes so many milliseconds while the run lasts, so that what a function takes is what it waits for.
 */
export async function costOfRun(count: number, latency?: Latency): Promise<RunCost> {
  const meter = startMeter();
  const sent = new Map<string, number>();
  const took = new Map<string, number>();
  const viewPartitions = new Map<string, number>();
  let isRunning = false;
  const slow = <Store extends object>(store: Store, milliseconds = 0) =>
    slowed(store, () => (isRunning ? milliseconds : 0));
  const views = slow(memoryViews(), latency?.table);
  const line = await openMainLine({
    journal: meter.journal(slow(memoryJournal(), latency?.table)),
    views: meter.views({
      ...views,
      put: (row) => {
        added(viewPartitions, row.pk, writeUnits(itemBytes(packedItem(viewItemOf(row), 'd'))));
        return views.put(row);
      },
    }),
    profiles: meter.profiles(slow(memoryProfiles(), latency?.table)),
    documents: meter.documents(slow(memoryDocuments(), latency?.documents)),
    took: (name, milliseconds) => added(took, name, milliseconds),
    queues: (queues) => {
      const metered = meter.queues(queues);
      return {
        send: (messages) => {
          for (const { to } of messages) added(sent, to, 1);
          return metered.send(messages);
        },
      };
    },
    batches: true,
  });
  await sold(line, count);
  isRunning = true;

  const part = async (work: () => Promise<unknown>): Promise<RunPart> => {
    meter.reset();
    for (const counts of [sent, took, viewPartitions]) counts.clear();
    line.invocations.clear();
    const former = line.commits.length;
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    const commits = line.commits.slice(former);
    return {
      usage: meter.usage(),
      messages: new Map(sent),
      invocations: new Map(line.invocations),
      units: unitsBy(commits, ({ facts }) => facts[0]?.type ?? ''),
      partitions: unitsBy(commits, ({ id }) => id),
      viewPartitions: new Map(viewPartitions),
      took: new Map(took),
      cpuSeconds: (user + system) / 1_000_000,
    };
  };
  const issuing = await part(async () => {
    await asked(line, '/v1/billing_runs', {});
    await line.rest(UNTIL_ISSUED);
  });
  const issued = line.commits.flatMap(({ facts }) => facts.filter(({ type }) => type === 'invoice.issued'));
  const following = await part(() => line.rest());
  const billed = line.commits.flatMap(({ facts }) =>
    facts.filter(({ type }) => type === 'subscription.billed'),
  );
  const lines = billed.map(({ data }) => (data as { readonly lines: readonly unknown[] }).lines.length); // as the rules bill it

  return { invoices: issued.length, lines: Math.max(...lines), ...splitByReceiver(issuing, following) };
}

/** What an issued invoice sends is told at once, and belongs to what follows. */
function splitByReceiver(issuing: RunPart, following: RunPart): Pick<RunCost, 'issuing' | 'following'> {
  const own = new Map([...issuing.messages].filter(([to]) => UNTIL_ISSUED.has(to)));
  const later = new Map(following.messages);
  for (const [to, count] of issuing.messages) if (!own.has(to)) added(later, to, count);

  return { issuing: { ...issuing, messages: own }, following: { ...following, messages: later } };
}

/** A sum over a map. */
export function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function unitsBy(commits: readonly Commit[], name: (commit: Commit) => string): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const commit of commits) {
    added(units, name(commit), writeUnits(itemBytes(packedItem(toItem(commit), 'body'))));
  }

  return units;
}

function added(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** The store, each of whose calls takes a while. */
function slowed<Store extends object>(store: Store, milliseconds: () => number): Store {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...input: unknown[]) => {
        if (milliseconds() > 0) await wait(milliseconds());
        return Reflect.apply(member, target, input) as unknown;
      };
    },
  });
}
