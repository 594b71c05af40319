import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { type MemoryJournal, memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryClock, seededNumbers } from '../../../shared/adapters/memory-system.ts';
import type { InvoiceData } from '../../../shared/domain/invoices/states.ts';
import { seriesId } from '../../../shared/domain/series.ts';
import { fromItem, toItem } from '../../../shared/journal/commit.ts';
import { derivedId } from '../../../shared/kernel/hash.ts';
import type { Commit } from '../../../shared/ports.ts';
import { freezeDocument, frozenKey, readFrozen } from '../../../shared/flows/freezing.ts';
import { finishSeries, issueDocuments } from '../../../shared/flows/numbering.ts';
import { ENTITY, frozenInvoice, TENANT } from '../../kit/frozen.ts';
import { immortal, type Life, turnsOf } from '../../kit/turns.ts';

const SERIES = { tenant: TENANT, entity: ENTITY, kind: 'invoice' } as const;

function shop() {
  const journal = memoryJournal();
  const documents = memoryDocuments();
  const clock = memoryClock('2026-11-23T10:00:00.000Z');

  return { journal, documents, clock };
}

/** The invoices that were issued: number by id. */
function numbersIn({ stream }: MemoryJournal): ReadonlyMap<string, string> {
  const issued = stream.flatMap(({ id, facts }) =>
    facts
      .filter(({ type }) => type === 'invoice.issued')
      .map(({ data }) => [id, (data as InvoiceData).number] as const),
  );

  return new Map(issued);
}

function manifestsIn({ stream }: MemoryJournal) {
  return stream
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'numbers.assigned')
    .map(({ data }) => data as { first: number; documents: { id: string }[] });
}

function upTo(count: number, year = 2026): readonly string[] {
  return Array.from({ length: count }, (_, index) => `INV-${year}-${String(index + 1).padStart(5, '0')}`);
}

it('documents are numbered in the order of their dates, each once', async () => {
  const ports = shop();
  const names = [
    ['b', '2026-11-23'],
    ['a', '2026-11-22'],
    ['c', '2026-11-23'],
  ] as const;
  const batch = await Promise.all(
    names.map(([name, date]) => freezeDocument(frozenInvoice(name, date), ports)),
  );

  await issueDocuments(batch, SERIES, ports);
  await issueDocuments(batch, SERIES, ports);

  const numbers = numbersIn(ports.journal);
  expect([...numbers.values()].sort()).toEqual(upTo(3));
  expect(numbers.get(derivedId('inv', 'a'))).toBe('INV-2026-00001');
  expect(manifestsIn(ports.journal)).toHaveLength(1);
});

it('a batch larger than a manifest is numbered by several', async () => {
  const ports = shop();
  const names = Array.from({ length: 203 }, (_, index) => `n${index}`);
  const batch = await Promise.all(names.map((name) => freezeDocument(frozenInvoice(name), ports)));

  const issued = await issueDocuments(batch, SERIES, ports);

  expect(issued.ok).toBe(true);
  expect([...numbersIn(ports.journal).values()].sort()).toEqual(upTo(203));
  expect(manifestsIn(ports.journal).map(({ documents }) => documents.length)).toEqual([100, 100, 3]);
});

it('a document that somebody numbered at New Year and did not issue keeps the number of the old year', async () => {
  const ports = shop();
  const old = await freezeDocument(frozenInvoice('eve', '2026-12-31'), ports);
  const turns = turnsOf(1);
  const life: Life = { calls: 3, afterEffect: true };
  await turns.run([issueDocuments([old], SERIES, { ...ports, journal: turns.gated(ports.journal, life) })]);
  expect(numbersIn(ports.journal).size).toBe(0);
  expect(manifestsIn(ports.journal)).toHaveLength(1);

  const again = await freezeDocument(frozenInvoice('eve', '2027-01-01'), ports);
  const next = await freezeDocument(frozenInvoice('day', '2027-01-01'), ports);
  await issueDocuments([again, next], SERIES, ports);

  expect(Object.fromEntries(numbersIn(ports.journal))).toEqual({
    [derivedId('inv', 'eve')]: 'INV-2026-00001',
    [derivedId('inv', 'day')]: 'INV-2027-00001',
  });
});

it('a batch over New Year begins the new year at one', async () => {
  const ports = shop();
  const dates = ['2027-01-01', '2026-12-31', '2027-01-01', '2026-12-31'];
  const batch = await Promise.all(
    dates.map((date, index) => freezeDocument(frozenInvoice(`n${index}`, date), ports)),
  );

  await issueDocuments(batch, SERIES, ports);

  expect([...numbersIn(ports.journal).values()].sort()).toEqual([...upTo(2, 2026), ...upTo(2, 2027)]);
});

it('a document dated before the last number must be dated anew', async () => {
  const ports = shop();
  await issueDocuments([await freezeDocument(frozenInvoice('late', '2027-01-01'), ports)], SERIES, ports);

  const told = await issueDocuments(
    [await freezeDocument(frozenInvoice('early', '2026-12-31'), ports)],
    SERIES,
    ports,
  );

  expect(told).toMatchObject({ ok: false, refusal: { code: 'series.date_passed' } });
  expect(numbersIn(ports.journal).size).toBe(1);
});

it('whoever comes without a document of their own finishes what was numbered', async () => {
  const ports = shop();
  const waiting = await freezeDocument(frozenInvoice('orphan'), ports);
  const turns = turnsOf(1);
  await turns.run([
    issueDocuments([waiting], SERIES, {
      ...ports,
      journal: turns.gated(ports.journal, { calls: 3, afterEffect: true }),
    }),
  ]);

  await finishSeries(SERIES, ports);

  expect([...numbersIn(ports.journal).values()]).toEqual(upTo(1));
});

it('frozen bytes that were changed are never printed', async () => {
  const ports = shop();
  const { hash } = await freezeDocument(frozenInvoice('one'), ports);
  const other = memoryDocuments();
  await other.put(frozenKey(TENANT, hash), new TextEncoder().encode('{"schema":1}'), 'application/json');

  await expect(readFrozen(TENANT, hash, { documents: other })).rejects.toThrow('was changed');
  await expect(readFrozen(TENANT, 'absent', ports)).rejects.toThrow('is missing');
});

describe('whatever the order in which workers number, and wherever they die', () => {
  it('the numbers are 1 to N without a gap, and every document has the bytes it would have had', async () => {
    const history = fc.record({
      seed: fc.nat(),
      documents: fc.integer({ min: 1, max: 7 }),
      lives: fc.array(fc.record({ calls: fc.integer({ min: 0, max: 40 }), afterEffect: fc.boolean() }), {
        minLength: 2,
        maxLength: 5,
      }),
    });

    await fc.assert(
      fc.asyncProperty(history, (of) => numberUnderFaults(of)),
      { numRuns: 150, seed: 20261123 },
    );
  });
});

/** Workers take overlapping batches at once and may die; then one comes who does not. */
async function numberUnderFaults(of: { seed: number; documents: number; lives: Life[] }): Promise<void> {
  const ports = shop();
  const attempts = new Map<string, Set<string>>();
  const watched = watching(ports.journal, attempts);
  const dates = ['2026-12-31', '2026-12-31', '2027-01-01'];
  const chance = seededNumbers(of.seed);
  const names = Array.from({ length: of.documents }, (_, index) => `d${index}`);
  const freeze = (name: string, date: string) => freezeDocument(frozenInvoice(name, date), ports);
  const turns = turnsOf(of.seed);
  const worker = async (life: Life, which: number) => {
    const mine = names.filter(() => chance() % 3 > 0);
    const date = dates[which % dates.length] ?? '2026-12-31';
    const batch = await Promise.all(mine.map((name) => freeze(name, date)));
    const gated = {
      clock: ports.clock,
      journal: turns.gated(watched, { ...life }),
      documents: turns.gated(ports.documents, immortal()),
    };
    await issueDocuments(batch, SERIES, gated);
  };

  await turns.run(of.lives.map((life, index) => worker(life, index)));
  const rest = await Promise.all(names.map((name) => freeze(name, '2027-01-02')));
  await issueDocuments(rest, SERIES, { ...ports, journal: watched });

  const numbers = [...numbersIn(ports.journal).values()].sort();
  const ofYear = (year: number) => numbers.filter((number) => number.includes(String(year)));
  expect(numbers).toHaveLength(of.documents);
  for (const year of [2026, 2027]) expect(ofYear(year)).toEqual(upTo(ofYear(year).length, year));
  const numbered = manifestsIn(ports.journal).flatMap(({ documents }) => documents.map(({ id }) => id));
  expect(new Set(numbered).size).toBe(numbered.length);
  for (const hashes of attempts.values()) expect(hashes.size).toBe(1);
}

/** Notes what anybody tried to write as a document; the same document must come out of every hand with the same hash. */
function watching(journal: MemoryJournal, attempts: Map<string, Set<string>>): MemoryJournal {
  return {
    ...journal,
    append: (commit: Commit) => {
      if (commit.id.startsWith('inv_'))
        attempts.set(commit.id, (attempts.get(commit.id) ?? new Set()).add(fromItem(toItem(commit)).hash));

      return journal.append(commit);
    },
  };
}

it('each legal entity and kind of document has a series of its own', () => {
  const ids = [
    seriesId(TENANT, { entity: ENTITY, kind: 'invoice' }),
    seriesId(TENANT, { entity: ENTITY, kind: 'credit_note' }),
    seriesId(TENANT, { entity: derivedId('le', 'other'), kind: 'invoice' }),
    seriesId(derivedId('ten', 'other'), { entity: ENTITY, kind: 'invoice' }),
  ];

  expect(new Set(ids).size).toBe(4);
});
