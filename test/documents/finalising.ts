/** Many documents numbered by many workers at once that die anywhere; messages come twice, and come back where somebody died. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { type MemoryJournal, memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryClock, seededNumbers } from '../../shared/adapters/memory-system.ts';
import type { InvoiceData } from '../../shared/domain/invoices/states.ts';
import { type Frozen, freezeDocument, type Waiting } from '../../shared/flows/freezing.ts';
import { issueDocuments } from '../../shared/flows/numbering.ts';
import { toItem } from '../../shared/journal/commit.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { Contended } from '../../shared/kernel/contended.ts';
import { readJournal, type Violation } from '../checker/books.ts';
import { checkChain } from '../checker/chain.ts';
import { ENTITY, frozenInvoice, TENANT } from '../kit/frozen.ts';
import { Died, immortal, turnsOf } from '../kit/turns.ts';

const SERIES = { tenant: TENANT, entity: ENTITY, kind: 'invoice' } as const;
const BATCH = 10;
/** Calls that a worker lives through at most, where it dies. */
const LIFE_MAX = 60;
const TURNS_MAX = 20_000_000;

/** How many, by whom, and from which seed. */
export type Finalising = {
  readonly documents: number;
  readonly workers: number;
  readonly seed: number;
  /** Of how many customers, where the seller numbers by customer. */
  readonly customers?: number;
};

/** What happened on the way. */
export type Finalised = { deaths: number; contended: number; batches: number; manifests: number };

/** Throws where a number is missing, given twice or out of the chain. */
export async function finaliseUnderFaults({
  documents,
  workers,
  seed,
  customers,
}: Finalising): Promise<Finalised> {
  const ports = {
    journal: memoryJournal(),
    documents: memoryDocuments(),
    clock: memoryClock('2026-11-23T10:00:00.000Z'),
  };
  const chance = seededNumbers(seed);
  const names = Array.from({ length: documents }, (_, index) => `d${index}`);
  const waiting = await Promise.all(names.map((name) => freezeDocument(frozenOf(name, customers), ports)));
  const queue = deliveriesOf(waiting, chance);
  const tally: Finalised = { deaths: 0, contended: 0, batches: 0, manifests: 0 };
  const turns = turnsOf(seed, TURNS_MAX);

  /** Works until nothing is left; whatever it does not live to finish is delivered again. */
  const worker = async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const life =
        chance() % 2 === 0 ? immortal() : { calls: chance() % LIFE_MAX, afterEffect: chance() % 2 === 0 };
      const gated = {
        clock: ports.clock,
        journal: turns.gated(ports.journal, life),
        documents: turns.gated(ports.documents, immortal()),
      };
      tally.batches += 1;
      const failed = await outcomeOf(() => issueDocuments(batch, SERIES, gated));
      if (failed === undefined) continue;
      tally[failed] += 1;
      queue.push(batch);
    }
  };
  await turns.run(Array.from({ length: workers }, worker));
  tally.manifests = customers
    ? assertPlaced(ports.journal, names.length)
    : assertNumbered(ports.journal, names.length);

  return tally;
}

/** An invoice of one of so many customers, or of the one there is. */
function frozenOf(name: string, customers: number | undefined): Frozen {
  const plain = frozenInvoice(name);
  if (customers === undefined || plain.kind !== 'invoice') return plain;
  const customer = derivedId('cus', String(Number(name.slice(1)) % customers));

  return {
    ...plain,
    pattern: '{customer:3}-{number:3}',
    counting: { scope: 'customer', reset: 'never' },
    data: { ...plain.data, customer } as Frozen['data'], // an invoice's
  };
}

/** Batches as a queue hands them out: in any order, some of them twice, some overlapping. */
function deliveriesOf(waiting: readonly Waiting[], chance: () => number): (readonly Waiting[])[] {
  const queue: (readonly Waiting[])[] = [];
  for (let from = 0; from < waiting.length; from += BATCH) {
    const batch = waiting.slice(Math.max(0, from - (chance() % 3)), from + BATCH);
    queue.splice(chance() % (queue.length + 1), 0, batch);
    if (chance() % 10 === 0) queue.splice(chance() % (queue.length + 1), 0, batch);
  }

  return queue;
}

async function outcomeOf(run: () => Promise<unknown>): Promise<'deaths' | 'contended' | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Died) return 'deaths';
    if (error instanceof Contended) return 'contended';
    throw error;
  }
}

/** Each customer's documents 1 to N without a gap, and no customer's number another's. */
function assertPlaced({ stream }: MemoryJournal, count: number): number {
  const facts = stream.flatMap((commit) => commit.facts);
  const issued = facts.filter(({ type }) => type === 'invoice.issued').map(({ data }) => data as InvoiceData); // by its type
  deepStrictEqual(issued.length, count);
  for (const [, own] of Map.groupBy(issued, ({ customer }) => customer)) {
    const numbers = own.map(({ number }) => number).sort();
    const [ordinal = ''] = (numbers[0] ?? '').split('-');
    deepStrictEqual(
      numbers,
      own.map((_, index) => `${ordinal}-${String(index + 1).padStart(3, '0')}`),
    );
  }
  deepStrictEqual(new Set(issued.map(({ number }) => number)).size, count);
  assertChained(stream);

  return facts.filter(({ type }) => type === 'numbers.assigned').length;
}

/** 1 to N without a gap, each document once and under the number that its manifest gave it, the chain unbroken. */
function assertNumbered({ stream }: MemoryJournal, count: number): number {
  const issued = stream.flatMap(
    ({ id, facts }) =>
      facts
        .filter(({ type }) => type === 'invoice.issued')
        .map(({ data }) => ({ id, data: data as InvoiceData })), // by its type
  );
  const wanted = Array.from(
    { length: count },
    (_, index) => `INV-2026-${String(index + 1).padStart(5, '0')}`,
  );
  deepStrictEqual(issued.map(({ data }) => data.number).sort(), wanted);
  deepStrictEqual(new Set(issued.map(({ id }) => id)).size, count);

  const manifests = stream
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'numbers.assigned')
    .map(
      ({ data }) =>
        data as { readonly first: number; readonly documents: readonly { readonly id: string }[] },
    ); // by its type
  let next = 1;
  const byId = new Map(issued.map(({ id, data }) => [id, data.number]));
  for (const { first, documents } of manifests) {
    deepStrictEqual(first, next);
    for (const [index, { id }] of documents.entries())
      deepStrictEqual(byId.get(id), wanted[first - 1 + index]);
    next += documents.length;
  }
  deepStrictEqual(next, count + 1);
  assertChained(stream);

  return manifests.length;
}

function assertChained(stream: MemoryJournal['stream']): void {
  const violations: Violation[] = [];
  const journal = readJournal(stream.map(toItem), violations);
  // The chain looks at the journal alone.
  checkChain({ journal, report: (violation) => void violations.push(violation) } as Parameters<
    typeof checkChain
  >[0]);
  deepStrictEqual(violations, []);
  holds(journal.items.length === stream.length);
}
