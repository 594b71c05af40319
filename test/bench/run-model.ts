/**
 * A model, not a measurement: how long a run of a million invoices takes under the published quotas, and what it waits
 * for. Units, partitions and the calls that an invoice waits for are measured in a run through the real functions, with
 * stores that take as long as assumed here; the rest is arithmetic.
 */
import type { FunctionName } from '../../shared/topology.ts';
import { hasQueue, wiringOf } from '../../shared/topology.ts';
import { costOfRun, type Latency, type RunCost } from './run-line.ts';
import type { Section } from './section.ts';

const MILLION = 1_000_000;
const SAMPLE = 100;
/** Assumed: single-digit milliseconds a call of a table, and twenty of the documents' store. */
const LATENCY: Latency = { table: 5, documents: 20 };

/** Published quotas: write units a second of a partition, of a new table on demand and of one at the default quota. */
export const QUOTAS = {
  partition: 1_000,
  newTable: 4_000,
  grownTable: 40_000,
  lambdasAtOnce: 1_000,
} as const;
/** A stream has a shard for each partition; batches of one that run side by side, as the mapping says. */
const STREAM_PARALLEL = 4;

/** Something that a run can be held up by, and the invoices a second that it lets through. */
export type Limit = { readonly name: string; readonly perSecond: number; readonly kind: 'quota' | 'ours' };

/** The limits of a run over tables that take so many write units a second, the narrowest first. */
export function limitsOf({ invoices, issuing }: RunCost, tableUnits: number): readonly Limit[] {
  const { journal, views } = issuing.usage.writeUnits;
  const shards = tableUnits / QUOTAS.partition;
  const quota = (name: string, units: number, perSecond: number): Limit => ({
    name,
    perSecond: perSecond / (units / invoices),
    kind: 'quota',
  });
  const functions = [...issuing.took].flatMap(([name, milliseconds]): Limit[] => {
    const wiring = wiringOf(name as FunctionName); // the line wakes functions of the topology alone
    const isReader = wiring.stream === true;
    if (!isReader && !hasQueue(name as FunctionName)) return [];
    const atOnce = isReader
      ? shards * STREAM_PARALLEL
      : (wiring.batch?.concurrencyMax ?? QUOTAS.lambdasAtOnce);
    return [
      {
        name: `${name}, ${atOnce} at once`,
        perSecond: atOnce / (milliseconds / 1_000 / invoices),
        kind: 'ours',
      },
    ];
  });

  return [
    quota('write units of the journal', journal, tableUnits),
    quota('write units of the views', views, tableUnits),
    quota('the hottest partition of the journal', hottest(issuing.partitions), QUOTAS.partition),
    quota('the hottest partition of the views', hottest(issuing.viewPartitions), QUOTAS.partition),
    ...functions,
  ].toSorted((a, b) => a.perSecond - b.perSecond);
}

/** The table of the model. */
export async function runModelSection(): Promise<Section> {
  const cost = await costOfRun(SAMPLE, LATENCY);
  const limits = limitsOf(cost, QUOTAS.newTable);
  const [narrowest] = limits;
  const pace = narrowest?.perSecond ?? 0;
  const [byQuota] = limits.filter(({ kind }) => kind === 'quota');
  const [grown] = limitsOf(cost, QUOTAS.grownTable).filter(({ kind }) => kind === 'quota');
  const { partitions, viewPartitions } = cost.issuing;
  const share = Math.max(hottest(partitions), hottest(viewPartitions)) / cost.invoices;

  return {
    title: 'MODEL: a run of 1,000,000 invoices of one tenant, until they are issued',
    note: `Measured of ${cost.invoices} invoices: units, partitions, waiting; assumed: ${LATENCY.table} ms a call of a table, ${LATENCY.documents} ms of the documents; the rest is arithmetic, and leaves out that numberers of one series get in each other's way.`,
    figures: [
      {
        name: 'the whole run',
        value: MILLION / pace / 60,
        unit: 'minutes',
        note: `waits for ${narrowest?.name ?? 'nothing'}`,
      },
      {
        name: 'write units a second of the hottest partition, at that pace',
        value: pace * share,
        unit: 'WRU/s',
        target: QUOTAS.partition,
      },
      {
        name: 'by the quotas of a new table alone',
        value: MILLION / (byQuota?.perSecond ?? 0) / 60,
        unit: 'minutes',
        note: byQuota?.name ?? '',
      },
      {
        name: 'by the default quotas alone',
        value: MILLION / (grown?.perSecond ?? 0) / 60,
        unit: 'minutes',
        note: grown?.name ?? '',
      },
      ...limits.map(({ name, perSecond }) => ({
        name: `  ${name}`,
        value: Math.round(perSecond),
        unit: 'invoices/s',
      })),
    ],
  };
}

function hottest(partitions: ReadonlyMap<string, number>): number {
  return Math.max(0, ...partitions.values());
}
