/** A billing run through the real functions: units, messages and invocations of an invoice until it is issued, and after. */
import { costOfRun, type RunPart, sumOf } from './run-line.ts';
import type { Figure, Section } from './section.ts';

const INVOICES = 1_000;
const TARGETS = { units: 4, messages: 0.02, invocations: 0.02 } as const;

/** The table of the run; what follows the issue is a row of its own. */
export async function runSection(): Promise<Section> {
  const { invoices, lines, issuing, following } = await costOfRun(INVOICES);

  return {
    title: `A billing run of ${invoices.toLocaleString('en')} invoices of ${lines} lines, each of another customer, for each invoice`,
    note: 'Over the memory twins, in the batches of the topology; CPU is that of all functions with the twins, in one process.',
    figures: [
      ...figuresOf('until issued', issuing, { invoices, targets: TARGETS }),
      ...figuresOf('what follows', following, { invoices }),
    ],
  };
}

function figuresOf(
  name: string,
  part: RunPart,
  of: { readonly invoices: number; readonly targets?: typeof TARGETS },
): readonly Figure[] {
  const { invoices, targets } = of;
  const each = (total: number) => total / invoices;
  const target = (key: keyof typeof TARGETS) => (targets ? { target: targets[key] } : {});
  const { writeUnits, readUnits } = part.usage;
  const facts = [...part.units].toSorted(([, a], [, b]) => b - a);

  return [
    {
      name: `${name}: write units, facts`,
      value: each(writeUnits.journal),
      unit: 'WRU',
      ...target('units'),
      note: facts.map(([type, units]) => `${type} ${short(each(units))}`).join(', '),
    },
    { name: `${name}: write units, views`, value: each(writeUnits.views), unit: 'WRU' },
    {
      name: `${name}: read units`,
      value: each(readUnits.journal + readUnits.views + readUnits.profiles),
      unit: 'RRU',
    },
    {
      name: `${name}: messages`,
      value: each(sumOf(part.messages)),
      unit: '',
      ...target('messages'),
      note: toldBy(part.messages, each),
    },
    {
      name: `${name}: invocations`,
      value: each(sumOf(part.invocations)),
      unit: '',
      ...target('invocations'),
      note: toldBy(part.invocations, each),
    },
    { name: `${name}: invoices a CPU second`, value: Math.round(invoices / part.cpuSeconds), unit: '' },
  ];
}

function toldBy(counts: ReadonlyMap<string, number>, each: (total: number) => number): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name, count]) => `${name} ${short(each(count))}`)
    .join(', ');
}

function short(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 });
}
