/** What the reference order costs from POST to paid: write and read units, messages, invocations; metered and reported. */
import { dynamoJournal } from '../../shared/adapters/dynamo-journal.ts';
import { dynamoProfiles } from '../../shared/adapters/dynamo-profiles.ts';
import { dynamoViews } from '../../shared/adapters/dynamo-views.ts';
import { itemBytes, writeUnits } from '../../shared/adapters/item-size.ts';
import { memoryDocuments } from '../../shared/adapters/memory-documents.ts';
import { memoryJournal } from '../../shared/adapters/memory-journal.ts';
import { memoryProfiles } from '../../shared/adapters/memory-profiles.ts';
import { memoryViews } from '../../shared/adapters/memory-views.ts';
import { startMeter, type Usage } from '../../shared/adapters/meter.ts';
import { packedItem } from '../../shared/adapters/packing.ts';
import { BUDGET } from '../../shared/journal/budget.ts';
import { BEYOND_FLOOR } from '../../shared/journal/budget-floor.ts';
import { toItem } from '../../shared/journal/commit.ts';
import type { Commit, Journal, Profiles, Views } from '../../shared/ports.ts';
import { type CapacityReport, reportCapacity } from '../kit/capacity.ts';
import { DYNAMO_MISSING, testDynamo } from '../kit/embedded.ts';
import { openMainLine } from '../kit/main-line.ts';
import { isPaid, openBusiness, postReferenceOrder, referenceOrder } from '../kit/reference-order.ts';
import type { Figure, Section } from './section.ts';

/** The first targets of the reference order. */
export const COST_TARGETS = { factUnits: 12, viewUnits: 8, readUnits: 8, messages: 8 } as const;

/** What one reference order used, and what it left in the journal. */
export type OrderCost = {
  readonly bytes: number;
  readonly usage: Usage;
  readonly commits: readonly Commit[];
  readonly invocations: number;
  readonly streamInvocations: number;
};

/** Called right before the order is posted and right after it is paid. */
type Around = { readonly begin?: () => void; readonly end?: () => void };

type Tables = { readonly journal: Journal; readonly views: Views; readonly profiles: Profiles };

/** Places the reference order over the given tables, the second one of its customer, and waits until it is paid. */
export async function costOfReferenceOrder(tables: Tables, around: Around = {}): Promise<OrderCost> {
  const meter = startMeter();
  const line = await openMainLine({
    journal: meter.journal(tables.journal),
    views: meter.views(tables.views),
    profiles: meter.profiles(tables.profiles),
    documents: meter.documents(memoryDocuments()),
    queues: meter.queues,
  });
  const business = await openBusiness(line);
  await postReferenceOrder(line, business, 'the first opens the account');
  await line.rest();
  line.pass({ hours: 1 });

  const former = line.commits.length;
  meter.reset();
  line.invocations.clear();
  around.begin?.();
  const [invoice = ''] = await postReferenceOrder(line, business, 'the reference');
  await line.rest();
  around.end?.();
  const usage = meter.usage();
  const invocations = [...line.invocations.values()].reduce((sum, count) => sum + count, 0);
  const streamInvocations =
    (line.invocations.get('journal.relay') ?? 0) + (line.invocations.get('journal.project') ?? 0);
  const commits = line.commits.slice(former);
  if (!(await isPaid(line, invoice))) throw new Error('the reference order was not paid');

  return {
    bytes: JSON.stringify(referenceOrder(business)).length,
    usage,
    commits,
    invocations,
    streamInvocations,
  };
}

/** The reference order over the twins. */
export function costInMemory(): Promise<OrderCost> {
  return costOfReferenceOrder({ journal: memoryJournal(), views: memoryViews(), profiles: memoryProfiles() });
}

/** The table of costs, with a line for each commit, and what the embedded DynamoDB reports of the same order. */
export async function costSection(): Promise<Section> {
  const cost = await costInMemory();
  const { usage, invocations, streamInvocations } = cost;
  const figures: Figure[] = [
    {
      name: 'write units, facts',
      value: usage.writeUnits.journal,
      unit: 'WRU',
      target: COST_TARGETS.factUnits,
      note: 'floor 3.02',
    },
    {
      name: 'write units, views',
      value: usage.writeUnits.views,
      unit: 'WRU',
      target: COST_TARGETS.viewUnits,
      note: 'floor 0',
    },
    {
      name: 'read units',
      value: totalReads(usage),
      unit: 'RRU',
      target: COST_TARGETS.readUnits,
      note: 'floor 0',
    },
    {
      name: 'queue messages',
      value: usage.messages,
      unit: '',
      target: COST_TARGETS.messages,
      note: 'floor 0',
    },
    {
      name: 'invocations',
      value: invocations,
      unit: '',
      note: `${streamInvocations} of them by the stream, where batches share one`,
    },
    ...cost.commits.map(commitFigure),
    ...(await reported()),
  ];

  return {
    title: `Reference order, 10 lines, ${cost.bytes} bytes as JSON, of a customer with orders before: from POST to paid`,
    note: 'Counted by size over the memory twins; each commit and message is delivered by itself, to a process that has issued an invoice before.',
    figures,
  };
}

function commitFigure(commit: Commit): Figure {
  const bytes = itemBytes(packedItem(toItem(commit), 'body'));
  const types = commit.facts.map(({ type }) => type);
  const reason = types.map((type) => BEYOND_FLOOR[type]).find((each) => each !== undefined);
  const { aggregate = '', rows = [] } = BUDGET[types[0] ?? ''] ?? {};
  const moved = rows.length === 0 ? 'no row' : `rows: ${rows.join(', ')}`;

  return {
    name: `  ${types.join(' + ')}`,
    value: writeUnits(bytes),
    unit: 'WRU',
    note: `${bytes} B; ${aggregate}; ${moved}; ${reason ?? 'the floor'}`,
  };
}

/** The same order over a real DynamoDB, which says itself what it charges. */
async function reported(): Promise<readonly Figure[]> {
  if (DYNAMO_MISSING)
    return [{ name: 'reported by DynamoDB', value: 'skipped', unit: '', note: DYNAMO_MISSING }];
  const { told, counted } = await costAsReported();

  return [
    {
      name: 'write units as DynamoDB reports them',
      value: told.writes,
      unit: 'WRU',
      note: agreement(told.writes, counted.writes),
    },
    {
      name: 'read units as DynamoDB reports them',
      value: told.reads,
      unit: 'RRU',
      note: agreement(told.reads, counted.reads),
    },
  ];
}

/** Units of the reference order as a DynamoDB reports them and as the meter counts them. */
export async function costAsReported(): Promise<{ readonly told: Units; readonly counted: Units }> {
  const dynamo = await testDynamo();
  try {
    const [journal, views, profiles] = [
      await dynamo.table('N'),
      await dynamo.table('S'),
      await dynamo.table('N'),
    ];
    const tables = {
      journal: dynamoJournal(journal),
      views: dynamoViews(views),
      profiles: dynamoProfiles(profiles),
    };
    let report: CapacityReport | undefined;
    let told: Units = { writes: 0, reads: 0 };
    const { usage } = await costOfReferenceOrder(tables, {
      begin: () => {
        report = reportCapacity(dynamo.client);
      },
      end: () => {
        told = report?.stop() ?? told;
      },
    });

    return { told, counted: { writes: totalWrites(usage), reads: totalReads(usage) } };
  } finally {
    await dynamo.stop();
  }
}

type Units = { readonly writes: number; readonly reads: number };

function agreement(told: number, counted: number): string {
  return told === counted ? 'equal to the count' : `the count says ${counted}`;
}

function totalWrites({ writeUnits: units }: Usage): number {
  return units.journal + units.views + units.profiles;
}

function totalReads({ readUnits }: Usage): number {
  return readUnits.journal + readUnits.views + readUnits.profiles;
}
