/** What is too long for every day: a month of a hundred thousand customers, and ten years of a thousand, through the real functions. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Figure, Section } from './section.ts';

const PROGRAM = fileURLToPath(new URL('./long-program.ts', import.meta.url));
const HEAP_MEGABYTES = 16_000;
const Found = z.object({
  seconds: z.number(),
  cpu: z.number(),
  invoices: z.number(),
  first: z.number(),
  last: z.number(),
  megabytes: z.number(),
});

/** The table of both; runs for the better part of an hour. */
export async function longSection(): Promise<Section> {
  return {
    title: 'Long runs through the real functions over the memory twins, until issued',
    note: 'One process that holds every fact, view and frozen document; what an issued invoice causes is left waiting.',
    figures: [
      ...figuresOf('a month of 100,000 customers', await found(100_000, 1)),
      ...figuresOf('ten years of 1,000 customers', await found(1_000, 120)),
    ],
  };
}

async function found(customers: number, months: number): Promise<z.infer<typeof Found>> {
  const heap = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    heap,
    PROGRAM,
    String(customers),
    String(months),
  ]);

  return Found.parse(JSON.parse(stdout));
}

function figuresOf(
  name: string,
  { seconds, cpu, invoices, first, last, megabytes }: z.infer<typeof Found>,
): Figure[] {
  return [
    { name: `${name}: time`, value: seconds, unit: 's' },
    { name: `${name}: time of the CPU`, value: cpu, unit: 's' },
    { name: `${name}: invoices`, value: invoices, unit: '' },
    { name: `${name}: invoices a second of the CPU`, value: Math.round(invoices / cpu), unit: '' },
    { name: `${name}: the last month against the first`, value: last / first, unit: '×' },
    { name: `${name}: memory at most`, value: Math.round(megabytes), unit: 'MB' },
  ];
}
