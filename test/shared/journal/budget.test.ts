import { beforeAll, describe, expect, test } from 'vitest';
import { itemBytes, writeUnits } from '../../../shared/adapters/item-size.ts';
import { memoryDocuments } from '../../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { packedItem } from '../../../shared/adapters/packing.ts';
import { BUDGET } from '../../../shared/journal/budget.ts';
import { BILLING_BUDGET } from '../../../shared/journal/budget-billing.ts';
import { BEYOND_FLOOR, FLOOR_FACTS } from '../../../shared/journal/budget-floor.ts';
import { toItem } from '../../../shared/journal/commit.ts';
import type { Commit } from '../../../shared/ports.ts';
import { rowsOf } from '../../../shared/flows/projecting.ts';
import { FUNCTION_NAMES, wiringOf } from '../../../shared/topology.ts';
import { COST_TARGETS, costInMemory, type OrderCost } from '../../bench/cost.ts';
import { type MainLine, openMainLine } from '../../kit/main-line.ts';
import { CANARIES, sampleHistory } from '../../kit/sample-history.ts';
import { sourcesUnder } from '../../law/source.ts';

/** Facts of intake and money that the sample does not bring about: each needs a fault, a stranger or a stage for tests. */
const NOT_SAMPLED = [
  'clock.advance_requested',
  'clock.advanced',
  'clock.arrived',
  'customer.clarification_awaited',
  'customer.clarification_resumed',
  'customer.clarified',
  'delivery.postponed',
  'document.delivery_failed',
  'document.delivery_unknown',
  'inbox.ignored',
  'message.parked',
  'payment.cancelled',
  'prepaid.released',
  'refund.asked',
  'refund.outcome_unknown',
  'subscription.ordered',
];

const DUE = 'due payments';
const EXPIRY = 'due prepaid';
const RETURN = 'oss';
const REFERENCE = 'references';

describe('the budget of facts', () => {
  test('it has a line for every fact that a rule can state, and no other', () => {
    const stated = sourcesUnder('shared/domain').flatMap(({ text }) =>
      [...text.matchAll(/(?:\btype: |\b(?:Of|Booked)<\s*)'([a-z_]+\.[a-z_]+)'/g)].map(
        ([, type = '']) => type,
      ),
    );

    expect(Object.keys(BUDGET).sort()).toEqual([...new Set(stated)].sort());
  });

  test('whatever wakes a function is a fact that exists', () => {
    const waking = FUNCTION_NAMES.flatMap((name) => [
      ...(wiringOf(name).facts ?? []),
      ...(wiringOf(name).later?.facts ?? []),
    ]);

    expect([...new Set(waking)].filter((fact) => BUDGET[fact] === undefined)).toEqual([]);
  });
});

describe('a small history of intake and money', () => {
  let line: MainLine;
  beforeAll(async () => {
    const stores = { journal: memoryJournal(), views: memoryViews(), profiles: memoryProfiles() };
    line = await openMainLine({ ...stores, documents: memoryDocuments() });
    await sampleHistory(line);
  });

  test('it holds every fact but those that need a fault', () => {
    const happened = new Set(line.commits.flatMap(({ facts }) => facts.map(({ type }) => type)));
    const expected = Object.keys(BUDGET).filter(
      (type) => !(type in BILLING_BUDGET) && !NOT_SAMPLED.includes(type),
    );

    expect(expected.filter((type) => !happened.has(type))).toEqual([]);
  });

  test('every commit moves the rows that the lines of its facts name, and no others', async () => {
    const wrong: string[] = [];
    for (const commit of line.commits) {
      const rows = (await rowsOf(commit, line.ports)).map(({ pk }) => nameOfRow(pk));
      const named = [...new Set(commit.facts.flatMap(({ type }) => BUDGET[type]?.rows ?? []))].sort();
      // Whatever happens to a payment that was asked about takes its row out of those that are due.
      const moved = [...new Set(rows)].sort().filter((row) => row !== DUE || named.includes(DUE));
      // A balance is due only while one of its grants expires.
      // A document is part of a return only where its tax is due abroad, and is found by a reference where its bill has one.
      const expected = named.filter(
        (row) => ![EXPIRY, RETURN, REFERENCE].includes(row) || moved.includes(row),
      );
      if (moved.join() !== expected.join())
        wrong.push(`${typesOf(commit)}: moves ${moved.join()}, budget ${named.join()}`);
    }

    expect([...new Set(wrong)]).toEqual([]);
  });

  test('no item of the journal holds a name, an address or a tax id', () => {
    const texts = line.commits.map((commit) => toItem(commit).body);

    expect(CANARIES.filter((canary) => texts.some((text) => text.includes(canary)))).toEqual([]);
  });

  test('no view row holds a name, an address or a tax id', async () => {
    const { items } = await line.ports.views.scan({ index: 0, of: 1 });
    const texts = items.map(({ data }) =>
      JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    );

    expect(items.length).toBeGreaterThan(0);
    expect(CANARIES.filter((canary) => texts.some((text) => text.includes(canary)))).toEqual([]);
  });

  test('no log line holds a name, an address or a tax id', () => {
    const text = JSON.stringify(line.ports.observer);

    expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('every commit of the usual size stays within the write units of its dearest fact', () => {
    const over = line.commits.flatMap((commit) => {
      const units = unitsOf(commit);
      const allowed = Math.max(...commit.facts.map(({ type }) => BUDGET[type]?.writeUnits ?? 0));

      return units > allowed ? [`${typesOf(commit)}: ${units} units, budget ${allowed}`] : [];
    });

    expect([...new Set(over)]).toEqual([]);
  });
});

describe('the reference order', () => {
  let cost: OrderCost;
  beforeAll(async () => {
    cost = await costInMemory();
  });

  test('it takes no more than twelve write units for its facts and eight for its rows', () => {
    expect(cost.usage.writeUnits.journal).toBeLessThanOrEqual(COST_TARGETS.factUnits);
    expect(cost.usage.writeUnits.views).toBeLessThanOrEqual(COST_TARGETS.viewUnits);
  });

  test('it takes no more than eight read units, in a process that is warm, and eight messages', () => {
    const { readUnits, messages } = cost.usage;

    expect(readUnits.journal + readUnits.views + readUnits.profiles).toBeLessThanOrEqual(
      COST_TARGETS.readUnits,
    );
    expect(messages).toBeLessThanOrEqual(COST_TARGETS.messages);
  });

  test('every commit of it costs what the lines of its facts say', () => {
    const wrong = cost.commits.flatMap((commit) => {
      const allowed = Math.max(...commit.facts.map(({ type }) => BUDGET[type]?.writeUnits ?? 0));

      return unitsOf(commit) === allowed
        ? []
        : [`${typesOf(commit)}: ${unitsOf(commit)} units, budget ${allowed}`];
    });

    expect(wrong).toEqual([]);
  });

  test('every commit above the floor gives its reason', () => {
    const firsts = cost.commits.map(({ facts }) => facts[0]?.type ?? '');

    expect(firsts.filter((type) => !FLOOR_FACTS.includes(type) && BEYOND_FLOOR[type] === undefined)).toEqual(
      [],
    );
    expect(FLOOR_FACTS.filter((type) => !firsts.includes(type))).toEqual([]);
    expect(
      [...FLOOR_FACTS, ...Object.keys(BEYOND_FLOOR)].filter((type) => BUDGET[type] === undefined),
    ).toEqual([]);
  });
});

function nameOfRow(partition: string): string {
  const [first = '', second = ''] = partition.split('#');
  if (first === 'due') return `due ${second}`;
  if (!first.startsWith('ten_')) return first;

  return second === 'run' ? 'run_pages' : second;
}

function unitsOf(commit: Commit): number {
  return writeUnits(itemBytes(packedItem(toItem(commit), 'body')));
}

function typesOf({ facts }: Commit): string {
  return facts.map(({ type }) => type).join(' + ');
}
